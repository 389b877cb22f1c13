// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface ISuccessor {
    function totalSupply() external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function transferByLegacy(address from, address to, uint256 value) external;
}

/// Own test token with the external interface of Tether's first contract; no code of the original.
/// The constructor's supply has no event, Issue and Redeem have no Transfer, and transfers return nothing.
contract TetherSim {
    string public name;
    string public symbol;
    uint256 public decimals;
    address public owner;
    bool public paused;
    bool public deprecated;
    address public upgradedAddress;
    uint256 public _totalSupply;
    uint256 public basisPointsRate;
    uint256 public maximumFee;
    mapping(address => uint256) public balances;
    mapping(address => mapping(address => uint256)) public allowed;
    mapping(address => bool) public isBlackListed;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Issue(uint256 amount);
    event Redeem(uint256 amount);
    event Deprecate(address newAddress);
    event Params(uint256 feeBasisPoints, uint256 maxFee);
    event DestroyedBlackFunds(address _blackListedUser, uint256 _balance);
    event AddedBlackList(address _user);
    event RemovedBlackList(address _user);
    event Pause();
    event Unpause();

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    constructor(uint256 supply, string memory name_, string memory symbol_, uint256 decimals_) {
        owner = msg.sender;
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
        _totalSupply = supply;
        balances[msg.sender] = supply;
    }

    function getOwner() external view returns (address) {
        return owner;
    }

    function totalSupply() external view returns (uint256) {
        return deprecated ? ISuccessor(upgradedAddress).totalSupply() : _totalSupply;
    }

    function balanceOf(address account) external view returns (uint256) {
        return deprecated ? ISuccessor(upgradedAddress).balanceOf(account) : balances[account];
    }

    function allowance(address account, address spender) external view returns (uint256) {
        return allowed[account][spender];
    }

    function getBlackListStatus(address account) external view returns (bool) {
        return isBlackListed[account];
    }

    function transfer(address to, uint256 value) external {
        if (deprecated) ISuccessor(upgradedAddress).transferByLegacy(msg.sender, to, value);
        else _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external {
        allowed[from][msg.sender] -= value;
        _move(from, to, value);
    }

    function approve(address spender, uint256 value) external {
        allowed[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
    }

    function issue(uint256 amount) external onlyOwner {
        balances[owner] += amount;
        _totalSupply += amount;
        emit Issue(amount);
    }

    function redeem(uint256 amount) external onlyOwner {
        balances[owner] -= amount;
        _totalSupply -= amount;
        emit Redeem(amount);
    }

    function setParams(uint256 feeBasisPoints, uint256 maxFee) external onlyOwner {
        require(feeBasisPoints < 20, "fee too high");
        basisPointsRate = feeBasisPoints;
        maximumFee = maxFee * 10 ** decimals;
        emit Params(basisPointsRate, maximumFee);
    }

    function addBlackList(address account) external onlyOwner {
        isBlackListed[account] = true;
        emit AddedBlackList(account);
    }

    function removeBlackList(address account) external onlyOwner {
        isBlackListed[account] = false;
        emit RemovedBlackList(account);
    }

    function destroyBlackFunds(address account) external onlyOwner {
        require(isBlackListed[account], "not blacklisted");
        uint256 value = balances[account];
        balances[account] = 0;
        _totalSupply -= value;
        emit DestroyedBlackFunds(account, value);
    }

    function deprecate(address successor) external onlyOwner {
        deprecated = true;
        upgradedAddress = successor;
        emit Deprecate(successor);
    }

    function pause() external onlyOwner {
        require(!paused, "already paused");
        paused = true;
        emit Pause();
    }

    function unpause() external onlyOwner {
        require(paused, "not paused");
        paused = false;
        emit Unpause();
    }

    function _move(address from, address to, uint256 value) private {
        require(!paused, "paused");
        require(!isBlackListed[from], "blacklisted");
        uint256 fee = value * basisPointsRate / 10000;
        if (fee > maximumFee) fee = maximumFee;
        balances[from] -= value;
        balances[to] += value - fee;
        if (fee > 0) {
            balances[owner] += fee;
            emit Transfer(from, owner, fee);
        }
        emit Transfer(from, to, value - fee);
    }
}
