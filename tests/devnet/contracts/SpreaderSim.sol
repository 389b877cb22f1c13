// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface Spendable {
    function transfer(address to, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

/// Own helper: makes a long history of a token. Every call of `spread` is `n` real transfers whose recipients and amounts
/// follow from its arguments alone, so that whoever knows the rule knows every balance: tests/devnet/spreading.py is the same rule.
contract SpreaderSim {
    address private immutable peer;
    uint256 private immutable salt;
    address[] private relays;

    /// peer: another spreader, the two send to each other; relays: contracts like this one that pass on what they got
    constructor(address peer_, address[] memory relays_, uint256 salt_) { peer = peer_; relays = relays_; salt = salt_; }

    function spread(Spendable token, uint256 seed, uint256 n, uint256 holders) external {
        unchecked {
            uint256 octaves = 1;
            while (holders >> octaves > 0) ++octaves;
            uint256 x = seed;
            for (uint256 i = 0; i < n; ++i) {
                x = (x * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff;
                uint256 kind = x >> 58;
                uint256 v = (x >> 16) & 0xffffffffff;
                if (kind == 0) token.transfer(peer, 1 + v % 100_000_000);
                else if (kind < 3) token.transfer(relays[v % relays.length], 1 + v % 5_000_000);
                else if (kind == 3) SpreaderSim(relays[v % relays.length]).forward(token, holder(v % holders));
                else if (kind < 20) token.transfer(holder(v % holders), 1 + v % 5_000_000);
                else {
                    // Zipf: an octave of ranks by lot, then a rank of the octave, so that rank r is drawn as 1/r
                    uint256 octave = 1 << ((x >> 32) % octaves);
                    token.transfer(holder((octave - 1 + (v & (octave - 1))) % holders), 1 + v % 5_000_000);
                }
            }
        }
    }

    /// half of what this contract has, nothing included
    function forward(Spendable token, address to) external { token.transfer(to, token.balanceOf(address(this)) / 2); }

    function holder(uint256 rank) public view returns (address) { return address(uint160(uint256(keccak256(abi.encode(salt, rank))))); }
}
