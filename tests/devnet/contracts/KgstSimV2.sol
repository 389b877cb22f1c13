// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import "./KgstSim.sol";

/// What the proxy is upgraded to: the same storage, another version, and one dishonest function.
contract KgstSimV2 is KgstSim {
    function version() external pure override returns (string memory) {
        return "2";
    }

    /// A balance out of nothing: no supply, no event. An auditor who adds up logs does not see it.
    function drift(address to, uint256 value) external onlyRole(DEFAULT_ADMIN_ROLE) {
        balanceOf[to] += value;
    }
}
