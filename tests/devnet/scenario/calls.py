"""Which call makes an act happen, and which contracts stand when a scenario begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eth_utils.crypto import keccak

from tests.devnet.artifacts import encode_call, load
from tests.devnet.scenario.laws import CONTRACTS, RULES
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
from tests.devnet.scenario.words import key_account

_DEPLOYER: Final = 1
_SYMBOLS: Final[Mapping[str, tuple[str, str]]] = {
    "tether": ("Simulated USDT", "simUSDT"),
    "fiat-token": ("Simulated USDC", "simUSDC"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One transaction: who, to whom, what."""

    sender: bytes
    to: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Placement:
    """A contract that stands at an address before the scenario begins."""

    artifact: str
    arguments: tuple[object, ...]
    at: bytes
    sender: bytes


def placements(head: TokenHead | FeedHead) -> tuple[Placement, ...]:
    """Return the contracts of a scenario in the order in which they must be placed."""
    if isinstance(head, FeedHead):
        arguments = (head.decimals, head.description, head.owner, head.aggregator)
        return (Placement("FeedSim", arguments, head.address, head.owner),)
    multisigs = tuple(
        Placement(
            "VotingMultisigSim",
            ([key_account(key) for key in multisig.keys], multisig.threshold),
            multisig.address,
            key_account(multisig.keys[0]),
        )
        for multisig in head.multisigs
    )
    return multisigs + _token(head)


def preparations(head: TokenHead | FeedHead) -> tuple[Call, ...]:
    """Return the transactions that follow the placements, before the first statement."""
    if isinstance(head, FeedHead) or head.law != "zero-transfer":
        return ()
    admin = head.roles["admin"]
    data = encode_call(load("KgstSim"), "initialize", admin)
    return (Call(admin, head.address, data),)


def call_of(act: Act, head: TokenHead | FeedHead) -> Call:
    """Return the transaction that makes the act happen, were its sender no multisig.

    Raises:
        ScenarioError: such a contract has no such act.
    """
    match head, act.step:
        case FeedHead(), Round() | Gap() | Phase() as feed_step:
            function, arguments = _feed_call(feed_step)
            data = encode_call(load("FeedSim"), function, *arguments)
            return Call(act.by or head.owner, head.address, data)
        case TokenHead(), step if not isinstance(step, FeedStep):
            return _token_call(act, step, head)
        case _:
            raise ScenarioError(act.line, f"{type(head).__name__} has no {act.step}")


def _token(head: TokenHead) -> tuple[Placement, ...]:
    roles = head.roles
    owner = roles["owner"]
    contract = CONTRACTS[head.law]
    match head.law:
        case "usdkg":
            # A multisig has no key to sign a deployment with, and the constructor asks nobody.
            arguments: tuple[object, ...] = (owner, roles["compliance"])
            return (Placement(contract, arguments, head.address, key_account(_DEPLOYER)),)
        case "tether":
            arguments = (head.supply, *_SYMBOLS["tether"], head.decimals)
        case "fiat-token":
            holders = [roles[role] for role in ("owner", "master", "pauser", "blacklister")]
            arguments = (*_SYMBOLS["fiat-token"], "USD", head.decimals, *holders)
        case "paxos":
            arguments = tuple(roles.values())
        case _:
            return (
                Placement(contract, (), roles["implementation"], owner),
                Placement("ProxyAdminSim", (owner,), roles["proxyadmin"], owner),
                Placement(
                    "Proxy1967",
                    (roles["implementation"], roles["proxyadmin"], b""),
                    head.address,
                    owner,
                ),
            )
    return (Placement(contract, arguments, head.address, owner),)


def _token_call(act: Act, step: TokenStep, head: TokenHead) -> Call:
    rule = RULES[head.law][type(step)]
    sender = act.by or _sender(step) or head.roles[rule.role]
    if isinstance(step, Upgrade):
        arguments = (head.address, step.implementation)
        data = encode_call(load("ProxyAdminSim"), rule.function, *arguments)
        return Call(sender, head.roles["proxyadmin"], data)
    contract = "KgstSimV2" if isinstance(step, Drift) else CONTRACTS[head.law]
    data = encode_call(load(contract), rule.function, *_arguments(step, head))
    return Call(sender, head.address, data)


def _sender(step: TokenStep) -> bytes | None:
    match step:
        case Transfer(source=account) | Approve(holder=account) | Spend(spender=account):
            return account
        case _:
            return None


def _arguments(  # noqa: C901, PLR0911 - one case for each kind of act
    step: TokenStep, head: TokenHead
) -> tuple[object, ...]:
    match step:
        case Issue(amount=amount, to=to):
            return (amount,) if head.law in ("tether", "paxos") else (to, amount)
        case Redeem(amount=amount):
            return (amount,)
        case Transfer(amount=amount, target=to) | Drift(amount=amount, to=to):
            return (to, amount)
        case Approve(amount=amount, spender=spender):
            return (spender, amount)
        case Spend(amount=amount, holder=holder, target=target):
            return (holder, target, amount)
        case Fee(rate=rate, cap=cap):
            # Tether's setParams takes the cap in whole tokens.
            return (rate, cap // 10**head.decimals) if head.law == "tether" else (rate,)
        case Freeze(account=account) | Unfreeze(account=account) | Wipe(account=account):
            return (account,)
        case Minter(account=account, allowance=allowance):
            return (account, allowance)
        case Grant(role=role, account=account) | Revoke(role=role, account=account):
            return (role_id(role), account)
        case Pause() | Unpause() | Upgrade():
            return ()


def role_id(role: str) -> bytes:
    """Return the hash that stands for a role in OpenZeppelin's AccessControl."""
    return bytes(32) if role == "DEFAULT_ADMIN" else keccak(text=f"{role}_ROLE")


def _feed_call(step: FeedStep) -> tuple[str, tuple[object, ...]]:
    match step:
        case Round(answer=answer, updated_at=updated_at):
            return "push", (answer, updated_at, updated_at)
        case Gap(count=count, reverts=reverts):
            return "skip", (count, reverts)
        case Phase(aggregator=aggregator):
            return "startPhase", (aggregator,)
