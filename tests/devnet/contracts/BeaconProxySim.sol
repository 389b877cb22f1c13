// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface IBeacon {
    function implementation() external view returns (address);
}

/// Own beacon proxy for tests: runs what its beacon names. Only the EIP-1967 beacon slot is set; nobody can change it.
contract BeaconProxySim {
    /// keccak256("eip1967.proxy.beacon") - 1
    bytes32 private constant BEACON = 0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50;

    event BeaconUpgraded(address indexed beacon);

    constructor(address beacon, bytes memory data) payable {
        assembly { sstore(BEACON, beacon) }
        emit BeaconUpgraded(beacon);
        if (data.length > 0) {
            (bool ok, ) = IBeacon(beacon).implementation().delegatecall(data);
            require(ok, "the initial call failed");
        }
    }

    fallback() external payable {
        _delegate();
    }

    receive() external payable {
        _delegate();
    }

    function _delegate() private {
        address beacon;
        assembly { beacon := sload(BEACON) }
        address target = IBeacon(beacon).implementation();
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}
