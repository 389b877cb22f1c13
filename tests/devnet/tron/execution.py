"""What a transaction does to the accounts, and the call it makes on the machine.

The rules of TRON around a contract call: who pays which bytes, what an activation, several
signatures or a change of permissions cost. The call itself is the engine's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from tests.devnet.tron.accounts import (
    Account,
    Accounts,
    NetCharge,
    activated,
    charge_bytes,
    with_permissions,
)
from tests.devnet.tron.addresses import account as raw_address
from tests.devnet.tron.bandwidth import charged_bytes
from tests.devnet.tron.engine import Executed, Execution
from tests.devnet.tron.errors import ChainError
from tests.devnet.tron.outcomes import SUN_PER_ENERGY, Outcome, result_of
from tests.devnet.tron.pending import Waiting
from tests.devnet.tron.transactions import Act, Transaction, created_address

_ACTIVATION_FEE: Final = 100_000
_PERMISSION_FEE: Final = 100_000_000
_SIGNATURES_FEE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Moment:
    """When a transaction is executed."""

    block_ms: int
    parent_ms: int
    """Time of the block before: what java-tron takes for "now" while it executes."""


def execution_of(transaction: Transaction, act: Act) -> Execution | None:
    """Return the call to run; None for a transaction that runs no code.

    A creation runs at the new address, where the creation code stands until it is done.

    Raises:
        ChainError: the call carries TRX, which the machine would have to pay out.
    """
    if act.value.get("call_value"):
        raise ChainError("a call that pays TRX to a contract is not executed here")
    energy = act.fee_limit // SUN_PER_ENERGY
    match act.type:
        case "TriggerSmartContract":
            return Execution(act.owner, act.target, act.value.get("data", b""), energy)
        case "CreateSmartContract":
            return Execution(act.owner, created_address(transaction), b"", energy)
        case _:
            return None


def settle_all(
    ran: Iterable[tuple[Waiting, Executed | None]], accounts: Accounts, at: Moment
) -> tuple[list[tuple[Transaction, Outcome]], Accounts]:
    """Return what came of a block's transactions, and every account after it."""
    after = dict(accounts)
    settled: list[tuple[Transaction, Outcome]] = []
    for each, executed in ran:
        outcome, changed = settle(each.transaction, each.act, executed, after, at)
        after.update(changed)
        settled.append((each.transaction, outcome))
    return settled, after if settled else accounts


def settle(
    transaction: Transaction, act: Act, executed: Executed | None, accounts: Accounts, at: Moment
) -> tuple[Outcome, dict[bytes, Account]]:
    """Return what came of a transaction, and the accounts it changed."""
    owner = accounts.get(act.owner) or activated(act.owner, at.block_ms)
    other_fee = _SIGNATURES_FEE if len(transaction.signatures) > 1 else 0
    changed: dict[bytes, Account] = {}
    net = None
    if act.type == "TransferContract":
        net, others = _pay(act, accounts, at)
        changed.update(others)
        owner = replace(owner, balance=owner.balance - act.value.get("amount", 0))
    elif act.type == "AccountPermissionUpdateContract":
        owner = with_permissions(owner, act.value)
        other_fee += _PERMISSION_FEE
    if net is None:
        owner, net = charge_bytes(owner, _size(transaction), at.parent_ms)
    outcome = Outcome(result="SUCCESS", net=net, other_fee=other_fee)
    if executed is not None:
        outcome = replace(
            outcome,
            result=result_of(executed),
            contract=_contract(transaction, act),
            energy=executed.energy,
            logs=executed.logs,
            execution=executed.hash,
        )
        owner = replace(owner, energy_ms=at.parent_ms)
    paid = replace(owner, balance=owner.balance - outcome.fee, acted_ms=at.parent_ms)
    return outcome, {**changed, act.owner: paid}


def _pay(act: Act, accounts: Accounts, at: Moment) -> tuple[NetCharge | None, dict[bytes, Account]]:
    """Return how the bytes were paid if not as usual, and the receiver after a payment."""
    receiver, amount = raw_address(act.value["to_address"]), act.value.get("amount", 0)
    known = accounts.get(receiver)
    if known is not None:
        return None, {receiver: replace(known, balance=known.balance + amount)}
    return NetCharge(0, _ACTIVATION_FEE), {
        receiver: activated(receiver, at.parent_ms, balance=amount)
    }


def _size(transaction: Transaction) -> int:
    return charged_bytes(len(replace(transaction, result="").content()))


def _contract(transaction: Transaction, act: Act) -> bytes:
    return created_address(transaction) if act.type == "CreateSmartContract" else act.target
