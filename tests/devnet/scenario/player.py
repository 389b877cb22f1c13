"""Makes a scenario happen on a simulated chain, and holds the chain to what it expects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.devnet.artifacts import Artifact, decode_answer, encode_call, load
from tests.devnet.chain import Sent, SimulatedChain
from tests.devnet.scenario.calls import Call, call_of, placements, preparations
from tests.devnet.scenario.ledger import FeedTruth, GroundTruth, feed_truth, token_truth
from tests.devnet.scenario.steps import (
    Act,
    Blocks,
    ExpectBalance,
    ExpectSupply,
    FeedHead,
    Multisig,
    Scenario,
    ScenarioError,
    Statement,
    Time,
    TokenHead,
    Upgrade,
)

_CALL_ONLY: Final = 0
_NO_GAS: Final = 0
_NOBODY: Final = bytes(20)


@dataclass(frozen=True, slots=True)
class Done:
    """One transaction that a statement led to."""

    line: int
    sent: Sent
    approval: bool
    """An owner's approval of what a multisig does next."""


@dataclass(frozen=True, slots=True)
class Played:
    """What happened, and what must be true now."""

    scenario: Scenario
    truth: GroundTruth | FeedTruth
    done: tuple[Done, ...]
    """In chain order; what was needed before the first statement carries the head's line."""


def play(scenario: Scenario, chain: SimulatedChain) -> Played:
    """Place the scenario's contracts and do what it says, statement by statement.

    A call that fails inside a multisig is no failed transaction, and not looked for: say what must
    hold after it with `expect`.

    Raises:
        ScenarioError: it makes no sense (before anything is done), a transaction succeeded or
            failed against what is said, or the chain's state is not the expected one.
    """
    head = scenario.head
    if chain.caip2 != head.chain:
        raise ScenarioError(head.line, f"it is of {head.chain}, the chain is {chain.caip2}")
    truth = feed_truth(scenario) if isinstance(head, FeedHead) else token_truth(scenario)
    for placement in placements(head):
        artifact = load(placement.artifact)
        chain.place(artifact, placement.arguments, at=placement.at, sender=placement.sender)
    done = _prepare(scenario, chain)
    for group in _blocks(scenario.statements):
        done.extend(_follow(group, head, chain))
    return Played(scenario, truth, tuple(done))


def _prepare(scenario: Scenario, chain: SimulatedChain) -> list[Done]:
    line = scenario.head.line
    calls = [(line, call, False) for call in preparations(scenario.head)]
    return _seal(chain, calls, approval=False) if calls else []


def _blocks(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Yield the statements that belong together: an act and those joined to it, or one other."""
    group: list[Statement] = []
    for statement in statements:
        if group and not (isinstance(statement, Act) and statement.joined):
            yield group
            group = []
        group.append(statement)
    if group:
        yield group


def _follow(
    group: Sequence[Statement], head: TokenHead | FeedHead, chain: SimulatedChain
) -> list[Done]:
    match group[0]:
        case Act():
            return _transact([each for each in group if isinstance(each, Act)], head, chain)
        case Blocks(count=count):
            chain.seal_empty(count)
        case Time(timestamp=timestamp):
            chain.seal(timestamp=timestamp)
        case ExpectSupply(line=line, amount=amount):
            _expect(line, chain, head, amount, "totalSupply")
        case ExpectBalance(line=line, account=account, amount=amount):
            _expect(line, chain, head, amount, "balanceOf", account)
    return []


def _transact(acts: Sequence[Act], head: TokenHead | FeedHead, chain: SimulatedChain) -> list[Done]:
    """Do the acts in one block; a multisig's approvals come in a block before it."""
    approvals: list[tuple[int, Call, bool]] = []
    calls: list[tuple[int, Call, bool]] = []
    for act in acts:
        call = call_of(act, head)
        if isinstance(act.step, Upgrade) and not act.fails:
            implementation = load(act.step.contract)
            chain.place(implementation, (), at=act.step.implementation, sender=call.sender)
        multisig = _multisig(head, call.sender)
        if multisig is None:
            calls.append((act.line, call, act.fails))
            continue
        if approvals:
            # The second approval would be for a nonce that the first execution has used up.
            raise ScenarioError(act.line, "a block can hold one act of a multisig")
        for key in multisig.keys[: multisig.threshold]:
            owner = chain.key_address(key)
            approvals.append((act.line, _through(multisig, owner, "approveHash", call), False))
        executor = chain.key_address(multisig.keys[0])
        calls.append((act.line, _through(multisig, executor, "execTransaction", call), False))
    approved = _seal(chain, approvals, approval=True) if approvals else []
    return approved + _seal(chain, calls, approval=False)


def _multisig(head: TokenHead | FeedHead, sender: bytes) -> Multisig | None:
    if isinstance(head, FeedHead):
        return None
    return next((each for each in head.multisigs if each.address == sender), None)


def _through(multisig: Multisig, owner: bytes, function: str, inner: Call) -> Call:
    value = 0
    data = encode_call(
        load("VotingMultisigSim"),
        function,
        inner.to,
        value,
        inner.data,
        _CALL_ONLY,
        _NO_GAS,
        _NO_GAS,
        _NO_GAS,
        _NOBODY,
        _NOBODY,
    )
    return Call(owner, multisig.address, data)


def _seal(
    chain: SimulatedChain, calls: Sequence[tuple[int, Call, bool]], *, approval: bool
) -> list[Done]:
    for _, call, _ in calls:
        chain.send(call.sender, call.to, call.data)
    sealed = chain.seal()
    done = []
    for (line, _, fails), sent in zip(calls, sealed, strict=True):
        if sent.succeeded == fails:
            what = "succeeded and must not" if fails else "failed"
            raise ScenarioError(line, f"transaction {sent.txid} in block {sent.block} {what}")
        done.append(Done(line, sent, approval))
    return done


def _expect(
    line: int,
    chain: SimulatedChain,
    head: TokenHead | FeedHead,
    expected: int,
    function: str,
    *arguments: object,
) -> None:
    erc20: Artifact = load("GoldDollarSim")
    answer = chain.call(head.address, encode_call(erc20, function, *arguments))
    (actual,) = decode_answer(erc20, function, answer)
    if actual != expected:
        message = f"the chain's {function} is {actual} base units, {expected} were expected"
        raise ScenarioError(line, message)
