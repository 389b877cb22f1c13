// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own beacon for tests: names the implementation of every proxy that asks it; its owner may change that for all of them at once.
contract BeaconSim {
    address public implementation;
    address public owner;

    event Upgraded(address indexed implementation);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    constructor(address implementation_, address owner_) {
        _upgrade(implementation_);
        owner = owner_;
        emit OwnershipTransferred(address(0), owner_);
    }

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    function upgradeTo(address newImplementation) external onlyOwner {
        _upgrade(newImplementation);
    }

    function transferOwnership(address newOwner) external onlyOwner {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function _upgrade(address newImplementation) private {
        require(newImplementation.code.length > 0, "the implementation has no code");
        implementation = newImplementation;
        emit Upgraded(newImplementation);
    }
}
