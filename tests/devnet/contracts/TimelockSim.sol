// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own minimal timelock for tests, with the functions, roles and events of the usual ones: who proposes, who executes, after what delay.
/// It is its own administrator; a second one may be named and may renounce. The zero address as an executor means anybody.
contract TimelockSim {
    bytes32 public constant DEFAULT_ADMIN_ROLE = 0x00;
    bytes32 public constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE");
    bytes32 public constant EXECUTOR_ROLE = keccak256("EXECUTOR_ROLE");
    bytes32 public constant CANCELLER_ROLE = keccak256("CANCELLER_ROLE");

    uint256 private minDelay;
    mapping(bytes32 => mapping(address => bool)) public hasRole;
    mapping(bytes32 => uint256) public getTimestamp;

    event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender);
    event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender);
    event MinDelayChange(uint256 oldDuration, uint256 newDuration);
    event CallScheduled(bytes32 indexed id, address target, bytes data, uint256 delay);
    event CallExecuted(bytes32 indexed id, address target, bytes data);
    event Cancelled(bytes32 indexed id);

    constructor(uint256 minDelay_, address[] memory proposers, address[] memory executors, address admin) {
        _grant(DEFAULT_ADMIN_ROLE, address(this));
        if (admin != address(0)) _grant(DEFAULT_ADMIN_ROLE, admin);
        for (uint256 i = 0; i < proposers.length; ++i) {
            _grant(PROPOSER_ROLE, proposers[i]);
            _grant(CANCELLER_ROLE, proposers[i]);
        }
        for (uint256 i = 0; i < executors.length; ++i) _grant(EXECUTOR_ROLE, executors[i]);
        minDelay = minDelay_;
        emit MinDelayChange(0, minDelay_);
    }

    modifier onlyRole(bytes32 role) {
        require(hasRole[role][msg.sender], "missing role");
        _;
    }

    function getMinDelay() external view returns (uint256) {
        return minDelay;
    }

    function getRoleAdmin(bytes32) external pure returns (bytes32) {
        return DEFAULT_ADMIN_ROLE;
    }

    function grantRole(bytes32 role, address account) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (!hasRole[role][account]) _grant(role, account);
    }

    function revokeRole(bytes32 role, address account) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _revoke(role, account);
    }

    function renounceRole(bytes32 role, address account) external {
        require(account == msg.sender, "not for others");
        _revoke(role, account);
    }

    function updateDelay(uint256 newDelay) external {
        require(msg.sender == address(this), "not through the timelock");
        emit MinDelayChange(minDelay, newDelay);
        minDelay = newDelay;
    }

    function schedule(address target, bytes calldata data, uint256 delay) external onlyRole(PROPOSER_ROLE) {
        bytes32 id = keccak256(abi.encode(target, data));
        require(getTimestamp[id] == 0, "already scheduled");
        require(delay >= minDelay, "too soon");
        getTimestamp[id] = block.timestamp + delay;
        emit CallScheduled(id, target, data, delay);
    }

    function cancel(bytes32 id) external onlyRole(CANCELLER_ROLE) {
        require(getTimestamp[id] != 0, "not scheduled");
        delete getTimestamp[id];
        emit Cancelled(id);
    }

    function execute(address target, bytes calldata data) external {
        require(hasRole[EXECUTOR_ROLE][msg.sender] || hasRole[EXECUTOR_ROLE][address(0)], "missing role");
        bytes32 id = keccak256(abi.encode(target, data));
        require(getTimestamp[id] != 0 && getTimestamp[id] <= block.timestamp, "not ready");
        delete getTimestamp[id];
        (bool ok, ) = target.call(data);
        require(ok, "the call failed");
        emit CallExecuted(id, target, data);
    }

    function _grant(bytes32 role, address account) private {
        hasRole[role][account] = true;
        emit RoleGranted(role, account, msg.sender);
    }

    function _revoke(bytes32 role, address account) private {
        if (!hasRole[role][account]) return;
        hasRole[role][account] = false;
        emit RoleRevoked(role, account, msg.sender);
    }
}
