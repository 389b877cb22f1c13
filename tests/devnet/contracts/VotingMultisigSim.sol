// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// MultisigSim that can change its threshold, by a call of its own that its owners approve, as a Safe does: the event is the same, ChangedThreshold(uint256).
contract VotingMultisigSim {
    struct Call { address to; uint256 value; bytes data; uint8 operation; uint256 safeTxGas; uint256 baseGas; uint256 gasPrice; address gasToken; address refundReceiver; }

    address[] private list;
    uint256 private k;
    uint256 public nonce;
    mapping(address => bool) public isOwner;
    mapping(address => mapping(bytes32 => bool)) public approvedHashes;

    event ApproveHash(bytes32 indexed hash, address indexed owner, address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce);
    event ExecutionSuccess(bytes32 indexed hash, uint256 payment);
    event ExecutionFailure(bytes32 indexed hash, uint256 payment);
    event ChangedThreshold(uint256 threshold);

    constructor(address[] memory owners, uint256 threshold) {
        require(threshold > 0 && threshold <= owners.length, "threshold");
        for (uint256 i = 0; i < owners.length; ++i) { require(owners[i] != address(0) && !isOwner[owners[i]], "owner"); isOwner[owners[i]] = true; }
        list = owners; k = threshold;
    }
    receive() external payable {}

    function changeThreshold(uint256 threshold) external {
        require(msg.sender == address(this), "not by vote"); require(threshold > 0 && threshold <= list.length, "threshold");
        k = threshold; emit ChangedThreshold(threshold);
    }

    function getOwners() external view returns (address[] memory) { return list; }
    function getThreshold() external view returns (uint256) { return k; }
    function digest(Call memory c, uint256 n) public view returns (bytes32) { return keccak256(abi.encode(block.chainid, address(this), c, n)); }

    function approveHash(address to, uint256 value, bytes calldata data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver) external {
        require(isOwner[msg.sender], "not owner");
        Call memory c = Call(to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver);
        bytes32 h = digest(c, nonce); approvedHashes[msg.sender][h] = true;
        emit ApproveHash(h, msg.sender, c.to, c.value, c.data, c.operation, c.safeTxGas, c.baseGas, c.gasPrice, c.gasToken, c.refundReceiver, nonce);
    }
    function execTransaction(address to, uint256 value, bytes calldata data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver) external returns (bool ok) {
        require(isOwner[msg.sender], "not owner"); require(operation == 0, "call only");
        bytes32 h = digest(Call(to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver), nonce);
        uint256 n; for (uint256 i = 0; i < list.length; ++i) if (approvedHashes[list[i]][h]) ++n;
        require(n >= k, "not enough approvals");
        ++nonce; (ok, ) = to.call{value: value}(data);
        if (ok) emit ExecutionSuccess(h, 0); else emit ExecutionFailure(h, 0);
    }
}
