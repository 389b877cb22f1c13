// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own test token with the external interface of Paxos Gold; no code of the original.
/// Supply moves with SupplyIncreased or SupplyDecreased and a zero-address Transfer; a fee is a second Transfer.
contract PaxgSim {
    string public constant name = "Simulated PAXG";
    string public constant symbol = "simPAXG";
    uint8 public constant decimals = 18;
    uint256 public constant feeDecimals = 6;
    uint256 public constant feeParts = 1_000_000;

    address public owner;
    address public supplyController;
    address public assetProtectionRole;
    address public feeController;
    address public feeRecipient;
    uint256 public feeRate;
    bool public paused;
    uint256 public totalSupply;
    mapping(address => uint256) private balances;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => bool) private frozen;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event SupplyIncreased(address indexed to, uint256 value);
    event SupplyDecreased(address indexed from, uint256 value);
    event AddressFrozen(address indexed addr);
    event AddressUnfrozen(address indexed addr);
    event FrozenAddressWiped(address indexed addr);
    event FeeCollected(address indexed from, address indexed to, uint256 value);
    event FeeRateSet(uint256 indexed oldFeeRate, uint256 indexed newFeeRate);
    event Pause();
    event Unpause();

    modifier only(address who) {
        require(msg.sender == who, "not allowed");
        _;
    }

    constructor(
        address owner_,
        address supplyController_,
        address assetProtectionRole_,
        address feeController_,
        address feeRecipient_
    ) {
        owner = owner_;
        supplyController = supplyController_;
        assetProtectionRole = assetProtectionRole_;
        feeController = feeController_;
        feeRecipient = feeRecipient_;
    }

    function balanceOf(address account) external view returns (uint256) {
        return balances[account];
    }

    function isFrozen(address account) external view returns (bool) {
        return frozen[account];
    }

    function getFeeFor(uint256 value) public view returns (uint256) {
        return value * feeRate / feeParts;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        require(!paused, "paused");
        require(!frozen[spender] && !frozen[msg.sender], "frozen");
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        require(!frozen[msg.sender], "frozen");
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function increaseSupply(uint256 value) external only(supplyController) returns (bool) {
        totalSupply += value;
        balances[supplyController] += value;
        emit SupplyIncreased(supplyController, value);
        emit Transfer(address(0), supplyController, value);
        return true;
    }

    function decreaseSupply(uint256 value) external only(supplyController) returns (bool) {
        require(value <= balances[supplyController], "not enough supply");
        balances[supplyController] -= value;
        totalSupply -= value;
        emit SupplyDecreased(supplyController, value);
        emit Transfer(supplyController, address(0), value);
        return true;
    }

    function freeze(address account) external only(assetProtectionRole) {
        require(!frozen[account], "already frozen");
        frozen[account] = true;
        emit AddressFrozen(account);
    }

    function unfreeze(address account) external only(assetProtectionRole) {
        require(frozen[account], "not frozen");
        frozen[account] = false;
        emit AddressUnfrozen(account);
    }

    function wipeFrozenAddress(address account) external only(assetProtectionRole) {
        require(frozen[account], "not frozen");
        uint256 value = balances[account];
        balances[account] = 0;
        totalSupply -= value;
        emit FrozenAddressWiped(account);
        emit SupplyDecreased(account, value);
        emit Transfer(account, address(0), value);
    }

    function setFeeRate(uint256 newFeeRate) external only(feeController) {
        require(newFeeRate <= feeParts, "fee above 100 %");
        emit FeeRateSet(feeRate, newFeeRate);
        feeRate = newFeeRate;
    }

    function pause() external only(owner) {
        require(!paused, "already paused");
        paused = true;
        emit Pause();
    }

    function unpause() external only(owner) {
        require(paused, "not paused");
        paused = false;
        emit Unpause();
    }

    function _move(address from, address to, uint256 value) private {
        require(!paused, "paused");
        require(to != address(0), "zero address");
        require(!frozen[from] && !frozen[to], "frozen");
        uint256 fee = getFeeFor(value);
        balances[from] -= value;
        balances[to] += value - fee;
        emit Transfer(from, to, value - fee);
        if (fee > 0) {
            balances[feeRecipient] += fee;
            emit Transfer(from, feeRecipient, fee);
            emit FeeCollected(from, feeRecipient, fee);
        }
    }
}
