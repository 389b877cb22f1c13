// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own token for tests that is run by a bare proxy and upgrades it (EIP-1822): its owner mints, and replaces the code.
contract UupsSim {
    /// keccak256("eip1967.proxy.implementation") - 1
    bytes32 private constant IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    address private immutable self = address(this);
    bool private initialized;
    address public owner;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;

    event Upgraded(address indexed implementation);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Transfer(address indexed from, address indexed to, uint256 value);

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    /// Once, through the proxy.
    function initialize(address owner_) external {
        require(!initialized, "already initialized");
        initialized = true;
        owner = owner_;
        emit OwnershipTransferred(address(0), owner_);
    }

    function name() external pure returns (string memory) {
        return "Simulated UUPS token";
    }

    function symbol() external pure returns (string memory) {
        return "simUUPS";
    }

    function decimals() external pure returns (uint8) {
        return 6;
    }

    function transferOwnership(address newOwner) external onlyOwner {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function mint(address to, uint256 value) external onlyOwner {
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    /// Answered by the implementation itself, never through a proxy.
    function proxiableUUID() external view returns (bytes32) {
        require(address(this) == self, "through a proxy");
        return IMPLEMENTATION;
    }

    function upgradeToAndCall(address newImplementation, bytes calldata data) external payable onlyOwner {
        require(address(this) != self, "not through a proxy");
        require(UupsSim(newImplementation).proxiableUUID() == IMPLEMENTATION, "cannot be upgraded from");
        assembly { sstore(IMPLEMENTATION, newImplementation) }
        emit Upgraded(newImplementation);
        if (data.length > 0) {
            (bool ok, ) = newImplementation.delegatecall(data);
            require(ok, "the call after the upgrade failed");
        }
    }
}
