"""One act of a scenario, from its words."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.devnet.scenario import laws
from tests.devnet.scenario.steps import (
    Act,
    Approve,
    Drift,
    Fee,
    FeedHead,
    FeedStep,
    Freeze,
    Gap,
    Grant,
    Issue,
    Minter,
    Pause,
    Phase,
    Redeem,
    Revoke,
    Round,
    Spend,
    TokenHead,
    TokenStep,
    Transfer,
    Unfreeze,
    Unpause,
    Upgrade,
    Wipe,
)
from tests.devnet.scenario.words import MAXIMUM, Words

_BASIS_POINTS: Final = 10_000
_PARTS: Final = 1_000_000


def act(words: Words, head: TokenHead | FeedHead, *, clock: int | None, joined: bool) -> Act:
    """Read an act, from `fail` on, to the end of the line.

    Raises:
        ScenarioError: it cannot be understood, or does not exist on such a contract.
    """
    fails = words.accept("fail")
    verb = words.take()
    step: TokenStep | FeedStep
    if isinstance(head, FeedHead):
        step = _feed_step(verb, words, head, clock)
        by = words.account({}) if words.accept("by") else None
    else:
        if verb not in _TOKEN:
            raise words.error(f"{verb!r} is no act of a token")
        step = _TOKEN[verb](words, head)
        if type(step) not in laws.RULES[head.law]:
            raise words.error(f"a {head.law} token has no {verb!r}")
        by = words.account(head.roles) if words.accept("by") else None
    return Act(words.line, step, by, fails, joined)


def _feed_step(verb: str, words: Words, head: FeedHead, clock: int | None) -> FeedStep:
    match verb:
        case "round":
            answer = words.amount(head.decimals)
            words.expect("at")
            return Round(answer, words.time(clock))
        case "gap":
            return Gap(words.integer(), words.accept("reverts"))
        case "phase":
            words.expect("aggregator")
            return Phase(words.account({}))
        case _:
            raise words.error(f"{verb!r} is no act of a feed")


def _issue(words: Words, head: TokenHead) -> Issue:
    amount = words.amount(head.decimals)
    return Issue(amount, words.account(head.roles) if words.accept("to") else None)


def _redeem(words: Words, head: TokenHead) -> Redeem:
    return Redeem(words.amount(head.decimals))


def _transfer(words: Words, head: TokenHead) -> Transfer:
    return Transfer(*_movement(words, head))


def _approve(words: Words, head: TokenHead) -> Approve:
    return Approve(*_movement(words, head))


def _spend(words: Words, head: TokenHead) -> Spend:
    movement = _movement(words, head)
    words.expect("by")
    return Spend(*movement, words.account(head.roles))


def _movement(words: Words, head: TokenHead) -> tuple[int, bytes, bytes]:
    amount = words.amount(head.decimals)
    source = words.account(head.roles)
    words.expect("->")
    return amount, source, words.account(head.roles)


def _fee(words: Words, head: TokenHead) -> Fee:
    rate = words.integer()
    unit = "ppm" if head.law == "paxos" else "bp"
    words.expect(unit)
    cap = MAXIMUM
    if head.law == "tether":
        # Tether's setParams takes the cap in whole tokens.
        words.expect("max")
        cap = words.integer() * 10**head.decimals
    return Fee(rate, _PARTS if unit == "ppm" else _BASIS_POINTS, cap)


def _freeze(words: Words, head: TokenHead) -> Freeze:
    return Freeze(words.account(head.roles))


def _unfreeze(words: Words, head: TokenHead) -> Unfreeze:
    return Unfreeze(words.account(head.roles))


def _wipe(words: Words, head: TokenHead) -> Wipe:
    return Wipe(words.account(head.roles))


def _drift(words: Words, head: TokenHead) -> Drift:
    amount = words.amount(head.decimals)
    words.expect("to")
    return Drift(amount, words.account(head.roles))


def _grant(words: Words, head: TokenHead) -> Grant:
    return Grant(words.take(), words.account(head.roles))


def _revoke(words: Words, head: TokenHead) -> Revoke:
    return Revoke(words.take(), words.account(head.roles))


def _minter(words: Words, head: TokenHead) -> Minter:
    account = words.account(head.roles)
    words.expect("allowance")
    return Minter(account, words.amount(head.decimals))


def _upgrade(words: Words, head: TokenHead) -> Upgrade:
    contract = words.take()
    words.expect("at")
    return Upgrade(contract, words.account(head.roles))


_TOKEN: Final[Mapping[str, Callable[[Words, TokenHead], TokenStep]]] = {
    "issue": _issue,
    "redeem": _redeem,
    "transfer": _transfer,
    "approve": _approve,
    "spend": _spend,
    "fee": _fee,
    "freeze": _freeze,
    "blacklist": _freeze,
    "unfreeze": _unfreeze,
    "unblacklist": _unfreeze,
    "wipe": _wipe,
    "destroy": _wipe,
    "drift": _drift,
    "pause": lambda _words, _head: Pause(),
    "unpause": lambda _words, _head: Unpause(),
    "grant": _grant,
    "revoke": _revoke,
    "minter": _minter,
    "upgrade": _upgrade,
}
