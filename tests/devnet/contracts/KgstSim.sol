// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own test token in the manner of an OpenZeppelin token behind a proxy; a guess at KGST's interface, no code of it.
/// Supply moves with a Transfer from or to the zero address, each time and only then.
contract KgstSim {
    bytes32 public constant DEFAULT_ADMIN_ROLE = 0x00;
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");
    bytes32 public constant BURNER_ROLE = keccak256("BURNER_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");
    bytes32 public constant FREEZER_ROLE = keccak256("FREEZER_ROLE");

    bool private initialized;
    bool public paused;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => bool) public isFrozen;
    mapping(bytes32 => mapping(address => bool)) public hasRole;

    event Initialized(uint64 version);
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender);
    event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender);
    event Frozen(address indexed account);
    event Unfrozen(address indexed account);
    event Wiped(address indexed account, uint256 value);
    event Paused(address account);
    event Unpaused(address account);

    modifier onlyRole(bytes32 role) {
        require(hasRole[role][msg.sender], "missing role");
        _;
    }

    /// Once, through the proxy: the admin receives every role.
    function initialize(address admin) external {
        require(!initialized, "already initialized");
        initialized = true;
        _grant(DEFAULT_ADMIN_ROLE, admin);
        _grant(MINTER_ROLE, admin);
        _grant(BURNER_ROLE, admin);
        _grant(PAUSER_ROLE, admin);
        _grant(FREEZER_ROLE, admin);
        emit Initialized(1);
    }

    function name() external pure returns (string memory) {
        return "Simulated KGST";
    }

    function symbol() external pure returns (string memory) {
        return "simKGST";
    }

    function decimals() external pure returns (uint8) {
        return 18;
    }

    function version() external pure virtual returns (string memory) {
        return "1";
    }

    function getRoleAdmin(bytes32) external pure returns (bytes32) {
        return DEFAULT_ADMIN_ROLE;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function mint(address to, uint256 value) external onlyRole(MINTER_ROLE) {
        require(to != address(0), "zero address");
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function burn(uint256 value) external onlyRole(BURNER_ROLE) {
        _burn(msg.sender, value);
    }

    function freeze(address account) external onlyRole(FREEZER_ROLE) {
        isFrozen[account] = true;
        emit Frozen(account);
    }

    function unfreeze(address account) external onlyRole(FREEZER_ROLE) {
        isFrozen[account] = false;
        emit Unfrozen(account);
    }

    function wipe(address account) external onlyRole(FREEZER_ROLE) {
        require(isFrozen[account], "not frozen");
        uint256 value = balanceOf[account];
        _burn(account, value);
        emit Wiped(account, value);
    }

    function pause() external onlyRole(PAUSER_ROLE) {
        require(!paused, "already paused");
        paused = true;
        emit Paused(msg.sender);
    }

    function unpause() external onlyRole(PAUSER_ROLE) {
        require(paused, "not paused");
        paused = false;
        emit Unpaused(msg.sender);
    }

    function grantRole(bytes32 role, address account) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (!hasRole[role][account]) _grant(role, account);
    }

    function revokeRole(bytes32 role, address account) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (hasRole[role][account]) {
            hasRole[role][account] = false;
            emit RoleRevoked(role, account, msg.sender);
        }
    }

    function _grant(bytes32 role, address account) private {
        hasRole[role][account] = true;
        emit RoleGranted(role, account, msg.sender);
    }

    function _burn(address account, uint256 value) private {
        balanceOf[account] -= value;
        totalSupply -= value;
        emit Transfer(account, address(0), value);
    }

    function _move(address from, address to, uint256 value) private {
        require(!paused, "paused");
        require(to != address(0), "zero address");
        require(!isFrozen[from] && !isFrozen[to], "frozen");
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}
