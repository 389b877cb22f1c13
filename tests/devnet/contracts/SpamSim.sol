// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own contract that emits Transfer logs in bulk and keeps nothing: for measuring how fast logs are fetched.
contract SpamSim {
    uint256 private constant ACCOUNTS = 30000;
    uint160 private constant SPREAD = 0x009E3779B97F4A7C15F39CC0605CEDC8341082276B;

    event Transfer(address indexed from, address indexed to, uint256 value);

    /// `count` transfers between accounts of which few take part in most; another seed, other transfers.
    function spam(uint256 count, uint256 seed) external {
        unchecked {
            uint256 x = seed * 0x5851F42D4C957F2D14057B7EF767814F9E3779B97F4A7C15F39CC0605CEDC835 + 1;
            for (uint256 i; i < count; ++i) {
                x = x * 0x5851F42D4C957F2D14057B7EF767814F9E3779B97F4A7C15F39CC0605CEDC835 + 0x14057B7EF767814F;
                emit Transfer(account(x >> 224), account((x >> 192) & 0xffffffff), ((x >> 128) & 0xffffffffff) + 1);
            }
        }
    }

    function mint(address to, uint256 value) external {
        emit Transfer(address(0), to, value);
    }

    function burn(address from, uint256 value) external {
        emit Transfer(from, address(0), value);
    }

    /// The cube of a 32-bit draw: account 0 is named most often, the last one least; never the zero address.
    function account(uint256 draw) private pure returns (address) {
        unchecked {
            return address((uint160((draw * draw * draw * ACCOUNTS) >> 96) + 1) * SPREAD);
        }
    }
}
