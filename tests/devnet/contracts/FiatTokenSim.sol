// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own test token with the external interface of Circle's FiatToken; no code of the original.
/// Mint and Burn each come with a Transfer from or to the zero address: one act, two logs.
contract FiatTokenSim {
    string public name;
    string public symbol;
    string public currency;
    uint8 public decimals;
    address public owner;
    address public masterMinter;
    address public pauser;
    address public blacklister;
    bool public paused;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => bool) public isBlacklisted;
    mapping(address => bool) public isMinter;
    mapping(address => uint256) public minterAllowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Mint(address indexed minter, address indexed to, uint256 amount);
    event Burn(address indexed burner, uint256 amount);
    event MinterConfigured(address indexed minter, uint256 minterAllowedAmount);
    event MinterRemoved(address indexed oldMinter);
    event MasterMinterChanged(address indexed newMasterMinter);
    event Blacklisted(address indexed account);
    event UnBlacklisted(address indexed account);
    event Pause();
    event Unpause();

    modifier only(address who) {
        require(msg.sender == who, "not allowed");
        _;
    }

    modifier free(address account) {
        require(!isBlacklisted[account], "blacklisted");
        _;
    }

    modifier whenNotPaused() {
        require(!paused, "paused");
        _;
    }

    constructor(
        string memory name_,
        string memory symbol_,
        string memory currency_,
        uint8 decimals_,
        address owner_,
        address masterMinter_,
        address pauser_,
        address blacklister_
    ) {
        name = name_;
        symbol = symbol_;
        currency = currency_;
        decimals = decimals_;
        owner = owner_;
        masterMinter = masterMinter_;
        pauser = pauser_;
        blacklister = blacklister_;
    }

    function version() external pure returns (string memory) {
        return "2";
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external whenNotPaused free(msg.sender) returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external free(msg.sender) returns (bool) {
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function mint(address to, uint256 amount) external whenNotPaused free(msg.sender) free(to) returns (bool) {
        require(isMinter[msg.sender], "not a minter");
        require(amount > 0 && amount <= minterAllowance[msg.sender], "beyond the minter's allowance");
        minterAllowance[msg.sender] -= amount;
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Mint(msg.sender, to, amount);
        emit Transfer(address(0), to, amount);
        return true;
    }

    function burn(uint256 amount) external whenNotPaused free(msg.sender) {
        require(isMinter[msg.sender], "not a minter");
        balanceOf[msg.sender] -= amount;
        totalSupply -= amount;
        emit Burn(msg.sender, amount);
        emit Transfer(msg.sender, address(0), amount);
    }

    function configureMinter(address minter, uint256 allowedAmount) external only(masterMinter) returns (bool) {
        isMinter[minter] = true;
        minterAllowance[minter] = allowedAmount;
        emit MinterConfigured(minter, allowedAmount);
        return true;
    }

    function removeMinter(address minter) external only(masterMinter) returns (bool) {
        isMinter[minter] = false;
        minterAllowance[minter] = 0;
        emit MinterRemoved(minter);
        return true;
    }

    function updateMasterMinter(address newMasterMinter) external only(owner) {
        masterMinter = newMasterMinter;
        emit MasterMinterChanged(newMasterMinter);
    }

    function blacklist(address account) external only(blacklister) {
        isBlacklisted[account] = true;
        emit Blacklisted(account);
    }

    function unBlacklist(address account) external only(blacklister) {
        isBlacklisted[account] = false;
        emit UnBlacklisted(account);
    }

    function pause() external only(pauser) {
        paused = true;
        emit Pause();
    }

    function unpause() external only(pauser) {
        paused = false;
        emit Unpause();
    }

    function _move(address from, address to, uint256 value) private whenNotPaused free(from) free(to) {
        require(to != address(0), "zero address");
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}
