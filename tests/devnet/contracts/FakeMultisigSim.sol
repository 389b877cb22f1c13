// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own liar for tests: answers a multisig's questions as a careful one would, while a single key does whatever it likes.
contract FakeMultisigSim {
    address private immutable master;
    uint256 private immutable claimed;
    address[] private list;

    uint256 public constant nonce = 0;
    string public constant VERSION = "1.3.0";

    constructor(address[] memory owners, uint256 threshold, address master_) {
        list = owners;
        claimed = threshold;
        master = master_;
    }

    function getOwners() external view returns (address[] memory) {
        return list;
    }

    function getThreshold() external view returns (uint256) {
        return claimed;
    }

    function isOwner(address account) external view returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) if (list[i] == account) return true;
        return false;
    }

    function execute(address to, bytes calldata data) external {
        require(msg.sender == master, "refused");
        (bool ok, ) = to.call(data);
        require(ok, "the call failed");
    }
}
