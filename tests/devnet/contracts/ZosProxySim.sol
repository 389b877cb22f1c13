// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own proxy for tests in the manner of zeppelinos, before EIP-1967: other slots, and events whose arguments are not indexed.
contract ZosProxySim {
    /// keccak256("org.zeppelinos.proxy.implementation")
    bytes32 private constant IMPLEMENTATION = 0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3;
    /// keccak256("org.zeppelinos.proxy.admin")
    bytes32 private constant ADMIN = 0x10d6a54a4754c8869d6886b5f5d7fbfa5b4522237ea5c60d11bc4e7a1ff9390b;

    event Upgraded(address implementation);
    event AdminChanged(address previousAdmin, address newAdmin);

    /// The first implementation is not announced by an event.
    constructor(address implementation_, address admin_) {
        require(implementation_.code.length > 0, "the implementation has no code");
        _write(IMPLEMENTATION, implementation_);
        _write(ADMIN, admin_);
    }

    modifier ifAdmin() {
        if (msg.sender == _read(ADMIN)) _;
        else _delegate();
    }

    function admin() external ifAdmin returns (address) {
        return _read(ADMIN);
    }

    function implementation() external ifAdmin returns (address) {
        return _read(IMPLEMENTATION);
    }

    function changeAdmin(address newAdmin) external ifAdmin {
        require(newAdmin != address(0), "zero address");
        emit AdminChanged(_read(ADMIN), newAdmin);
        _write(ADMIN, newAdmin);
    }

    function upgradeTo(address newImplementation) external ifAdmin {
        require(newImplementation.code.length > 0, "the implementation has no code");
        _write(IMPLEMENTATION, newImplementation);
        emit Upgraded(newImplementation);
    }

    fallback() external payable {
        require(msg.sender != _read(ADMIN), "the admin cannot reach the implementation");
        _delegate();
    }

    receive() external payable {
        _delegate();
    }

    function _read(bytes32 slot) private view returns (address value) {
        assembly { value := sload(slot) }
    }

    function _write(bytes32 slot, address value) private {
        assembly { sstore(slot, value) }
    }

    function _delegate() private {
        address target = _read(IMPLEMENTATION);
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}
