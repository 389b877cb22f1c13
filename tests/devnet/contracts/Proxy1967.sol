// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own transparent proxy for tests: EIP-1967 slots, and getters that answer the admin only, as OpenZeppelin 4 does.
/// Whoever is not the admin reaches the implementation with every call, admin() and implementation() included.
contract Proxy1967 {
    /// keccak256("eip1967.proxy.implementation") - 1
    bytes32 private constant IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
    /// keccak256("eip1967.proxy.admin") - 1
    bytes32 private constant ADMIN = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;

    event Upgraded(address indexed implementation);
    event AdminChanged(address previousAdmin, address newAdmin);

    constructor(address implementation_, address admin_, bytes memory data) payable {
        _upgrade(implementation_, data);
        _changeAdmin(admin_);
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
        _changeAdmin(newAdmin);
    }

    function upgradeTo(address newImplementation) external ifAdmin {
        _upgrade(newImplementation, "");
    }

    function upgradeToAndCall(address newImplementation, bytes calldata data) external payable ifAdmin {
        _upgrade(newImplementation, data);
    }

    fallback() external payable {
        require(msg.sender != _read(ADMIN), "the admin cannot reach the implementation");
        _delegate();
    }

    receive() external payable {
        _delegate();
    }

    function _upgrade(address newImplementation, bytes memory data) private {
        require(newImplementation.code.length > 0, "the implementation has no code");
        _write(IMPLEMENTATION, newImplementation);
        emit Upgraded(newImplementation);
        if (data.length > 0) {
            (bool ok, ) = newImplementation.delegatecall(data);
            require(ok, "the initial call failed");
        }
    }

    function _changeAdmin(address newAdmin) private {
        emit AdminChanged(_read(ADMIN), newAdmin);
        _write(ADMIN, newAdmin);
    }

    function _read(bytes32 slot) private view returns (address value) {
        assembly { value := sload(slot) }
    }

    function _write(bytes32 slot, address value) private {
        assembly { sstore(slot, value) }
    }

    /// Does not return to the caller of this function: it ends the call with the implementation's answer.
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
