"""The model of a token while a scenario runs: how each law moves balances and supply.

Mutable, and private to `ledger`. What it cannot follow it refuses, naming the line.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tests.devnet.scenario.laws import RULES
from tests.devnet.scenario.steps import (
    Approve,
    Drift,
    Fee,
    Freeze,
    Grant,
    Issue,
    Minter,
    Pause,
    Redeem,
    Revoke,
    ScenarioError,
    Spend,
    TokenHead,
    TokenStep,
    Transfer,
    Unfreeze,
    Unpause,
    Upgrade,
    Wipe,
)
from tests.devnet.scenario.words import ZERO

_FIRST_ROLES: Final = ("DEFAULT_ADMIN", "MINTER", "BURNER", "PAUSER", "FREEZER")
_LENIENT: Final = frozenset({"usdkg", "tether"})
"""Laws under which a frozen account may still receive, and the zero address may hold tokens."""

_NO_FEE: Final = Fee(0, 1, 0)


@dataclass(frozen=True, slots=True)
class Movement:
    """One creation or destruction of tokens."""

    line: int
    account: bytes
    amount: int


@dataclass(slots=True)
class Book:
    """Everything that is true of a token at one moment."""

    head: TokenHead
    supply: int = 0
    balances: Counter[bytes] = field(default_factory=Counter)
    allowed: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)
    mints: list[Movement] = field(default_factory=list)
    burns: list[Movement] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    frozen: set[bytes] = field(default_factory=set)
    roles: set[tuple[str, bytes]] = field(default_factory=set)
    fee: Fee = _NO_FEE
    paused: bool = False
    implementation: bytes | None = None
    line: int = 0
    """Of the statement that is being applied."""

    def __post_init__(self) -> None:
        if self.head.supply:
            self.line = self.head.line
            self._mint(self.head.roles["owner"], self.head.supply)
        if self.head.law == "zero-transfer":
            self.roles = {(role, self.head.roles["admin"]) for role in _FIRST_ROLES}
            self.implementation = self.head.roles["implementation"]
            self.events.update({"RoleGranted": len(self.roles), "Initialized": 1})

    def apply(self, line: int, step: TokenStep, by: bytes | None) -> None:
        """Make what the step says happen, sent by `by` or by whoever has the role for it."""
        self.line = line
        rule = RULES[self.head.law].get(type(step))
        if rule is None:
            raise ScenarioError(line, f"a {self.head.law} token has no {type(step).__name__}")
        actor = by or self.head.roles.get(rule.role, ZERO)
        match step:
            case Issue() | Redeem() | Wipe() | Drift():
                self._change_supply(step, actor)
            case Transfer() | Approve() | Spend():
                self._use(step)
            case Freeze() | Unfreeze() | Pause() | Unpause() | Fee():
                self._restrict(step)
            case Grant() | Revoke() | Minter() | Upgrade():
                self._administer(step)
        self.events.update(rule.events)

    def _change_supply(self, step: Issue | Redeem | Wipe | Drift, actor: bytes) -> None:
        match step:
            case Issue(amount=amount, to=to):
                self._mint(self._credited(to, actor), amount)
            case Redeem(amount=amount):
                self._burn(actor, amount)
            case Wipe(account=account):
                self._require(account in self.frozen, "only a frozen account is wiped")
                self._burn(account, self.balances[account])
            case Drift(amount=amount, to=to):
                self.balances[to] += amount

    def _use(self, step: Transfer | Approve | Spend) -> None:
        match step:
            case Transfer(amount=amount, source=source, target=target):
                self._move(source, target, amount)
            case Approve(amount=amount, holder=holder, spender=spender):
                self.allowed[holder, spender] = amount
            case Spend(amount=amount, holder=holder, target=target, spender=spender):
                self._require(self.allowed[holder, spender] >= amount, "more than is approved")
                self.allowed[holder, spender] -= amount
                self._move(holder, target, amount)

    def _restrict(self, step: Freeze | Unfreeze | Pause | Unpause | Fee) -> None:
        match step:
            case Freeze(account=account):
                self.frozen.add(account)
            case Unfreeze(account=account):
                self.frozen.discard(account)
            case Pause():
                self._require(not self.paused, "it is paused already")
                self.paused = True
            case Unpause():
                self._require(self.paused, "it is not paused")
                self.paused = False
            case Fee():
                self.fee = step

    def _administer(self, step: Grant | Revoke | Minter | Upgrade) -> None:
        match step:
            case Grant(role=role, account=account):
                self._require((role, account) not in self.roles, "the account has the role")
                self.roles.add((role, account))
            case Revoke(role=role, account=account):
                self._require((role, account) in self.roles, "the account has not the role")
                self.roles.remove((role, account))
            case Upgrade(implementation=implementation):
                self.implementation = implementation
            case Minter():
                pass  # an allowance to mint moves nothing; whether it suffices, the chain says

    def _credited(self, to: bytes | None, actor: bytes) -> bytes:
        if self.head.law in ("tether", "paxos"):
            self._require(to in (None, actor), f"{self.head.law} issues to whoever issues")
            return actor
        self._require(to is not None, "`to <account>` is missing")
        return to or ZERO

    def _mint(self, account: bytes, amount: int) -> None:
        self.supply += amount
        self.balances[account] += amount
        self.mints.append(Movement(self.line, account, amount))

    def _burn(self, account: bytes, amount: int) -> None:
        self._take(account, amount)
        self.supply -= amount
        self.burns.append(Movement(self.line, account, amount))

    def _take(self, account: bytes, amount: int) -> None:
        held = self.balances[account]
        self._require(held >= amount, f"0x{account.hex()} holds {held}, less than {amount}")
        self.balances[account] -= amount

    def _move(self, source: bytes, target: bytes, amount: int) -> None:
        self._require(not self.paused, "it is paused")
        self._require(source not in self.frozen, "the sender is frozen")
        if self.head.law not in _LENIENT:
            self._require(target not in self.frozen, "the recipient is frozen")
            self._require(target != ZERO, "nothing is sent to the zero address")
        fee = min(amount * self.fee.rate // self.fee.per, self.fee.cap)
        self._take(source, amount)
        self.balances[target] += amount - fee
        if fee:
            collector = "recipient" if self.head.law == "paxos" else "owner"
            self.balances[self.head.roles[collector]] += fee
            self.events["Transfer"] += 1
            self.events["FeeCollected"] += self.head.law == "paxos"

    def _require(self, condition: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
        if not condition:
            raise ScenarioError(self.line, message)
