// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own price feed with the external interface of a Chainlink aggregator proxy; no code of the original.
/// A round id of the proxy is phase << 64 | round of the aggregator; rounds begin at 1 in every phase.
contract FeedSim {
    struct Round {
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        bool reverts;
    }

    uint256 public constant version = 6;
    uint8 public decimals;
    string public description;
    address public owner;
    uint16 public phaseId;
    mapping(uint16 => address) public phaseAggregators;
    mapping(uint16 => uint64) private lastRound;
    mapping(uint16 => mapping(uint64 => Round)) private rounds;

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    constructor(uint8 decimals_, string memory description_, address owner_, address aggregator_) {
        decimals = decimals_;
        description = description_;
        owner = owner_;
        phaseId = 1;
        phaseAggregators[1] = aggregator_;
    }

    function aggregator() external view returns (address) {
        return phaseAggregators[phaseId];
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(phaseId, lastRound[phaseId]);
    }

    function getRoundData(uint80 roundId) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(uint16(roundId >> 64), uint64(roundId));
    }

    /// The next round of the phase, with times of the caller's choice.
    function push(int256 answer, uint256 startedAt, uint256 updatedAt) external onlyOwner {
        uint64 n = ++lastRound[phaseId];
        rounds[phaseId][n] = Round(answer, startedAt, updatedAt, false);
        emit AnswerUpdated(answer, n, updatedAt);
    }

    /// Round ids that hold nothing: asked for, they revert, or answer zeros, as aggregators of different ages do.
    function skip(uint64 count, bool reverts) external onlyOwner {
        for (uint64 i = 0; i < count; ++i) rounds[phaseId][++lastRound[phaseId]].reverts = reverts;
    }

    /// Another aggregator takes over: its rounds begin at 1 again.
    function startPhase(address aggregator_) external onlyOwner {
        phaseAggregators[++phaseId] = aggregator_;
    }

    function _round(uint16 phase, uint64 n) private view returns (uint80, int256, uint256, uint256, uint80) {
        require(phase > 0 && phase <= phaseId && n > 0 && n <= lastRound[phase], "No data present");
        Round storage round = rounds[phase][n];
        require(!round.reverts, "No data present");
        uint80 roundId = (uint80(phase) << 64) | n;
        return (roundId, round.answer, round.startedAt, round.updatedAt, roundId);
    }
}
