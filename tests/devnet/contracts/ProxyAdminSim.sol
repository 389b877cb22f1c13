// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface IProxy1967 {
    function admin() external returns (address);
    function implementation() external returns (address);
    function changeAdmin(address newAdmin) external;
    function upgradeToAndCall(address newImplementation, bytes calldata data) external payable;
}

/// Own proxy admin for tests: the one account that may upgrade a proxy, itself owned by an account.
contract ProxyAdminSim {
    address public owner;

    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    constructor(address owner_) {
        owner = owner_;
        emit OwnershipTransferred(address(0), owner_);
    }

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    function transferOwnership(address newOwner) external onlyOwner {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function getProxyAdmin(IProxy1967 proxy) external returns (address) {
        return proxy.admin();
    }

    function getProxyImplementation(IProxy1967 proxy) external returns (address) {
        return proxy.implementation();
    }

    function changeProxyAdmin(IProxy1967 proxy, address newAdmin) external onlyOwner {
        proxy.changeAdmin(newAdmin);
    }

    function upgrade(IProxy1967 proxy, address implementation) external onlyOwner {
        proxy.upgradeToAndCall(implementation, "");
    }

    function upgradeAndCall(IProxy1967 proxy, address implementation, bytes calldata data) external payable onlyOwner {
        proxy.upgradeToAndCall{value: msg.value}(implementation, data);
    }
}
