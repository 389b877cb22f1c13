// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own bare proxy for tests: the EIP-1967 implementation slot and no administrator; how it is upgraded is up to what it runs.
contract UupsProxySim {
    /// keccak256("eip1967.proxy.implementation") - 1
    bytes32 private constant IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    event Upgraded(address indexed implementation);

    constructor(address implementation, bytes memory data) payable {
        require(implementation.code.length > 0, "the implementation has no code");
        assembly { sstore(IMPLEMENTATION, implementation) }
        emit Upgraded(implementation);
        if (data.length > 0) {
            (bool ok, ) = implementation.delegatecall(data);
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
        assembly {
            let target := sload(IMPLEMENTATION)
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}
