"""What came of each transaction of a block: the `TransactionInfo` of TRON.

The header commits to success or failure only; everything here is a node's word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tests.devnet.tron.accounts import NetCharge
from tests.devnet.tron.addresses import show, wire
from tests.devnet.tron.engine import Executed, Log, log_of, unhexed
from tests.devnet.tron.messages import Message

SUN_PER_ENERGY: Final = 100
_TIME_LIMIT_ENERGY: Final = 1_000_000
"""Beyond this a machine that ran out of energy is taken to have run out of time, as it would."""
_MESSAGES: Final = {
    "REVERT": "REVERT opcode executed",
    "OUT_OF_ENERGY": "Not enough energy for operation executing",
    "OUT_OF_TIME": "Already Time Out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A call that a contract made."""

    caller: bytes
    target: bytes
    rejected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one transaction."""

    result: str
    """`contractRet`."""
    contract: bytes = b""
    """The called or created contract, 20 bytes; empty for a payment."""
    energy: int = 0
    net: NetCharge
    other_fee: int = 0
    """Sun: activation, several signatures, a change of permissions."""
    logs: tuple[Log, ...] = ()
    execution: str = ""
    """Anvil's name of it; empty where no code ran."""
    output: bytes = b""
    """Return data, known without a trace for a creation alone."""

    @property
    def fee(self) -> int:
        """Everything paid, in sun."""
        return self.energy * SUN_PER_ENERGY + self.net.fee + self.other_fee


@dataclass(frozen=True, slots=True)
class Details:
    """What only a trace of the execution tells."""

    output: bytes
    inner: tuple[Inner, ...]
    emitted: tuple[Log, ...]
    """Of a failed execution, every log in the order of emission; of any other, nothing."""


def result_of(executed: Executed) -> str:
    """Return the `contractRet` of an execution."""
    if executed.succeeded:
        return "SUCCESS"
    if not executed.exhausted:
        return "REVERT"
    return "OUT_OF_TIME" if executed.energy >= _TIME_LIMIT_ENERGY else "OUT_OF_ENERGY"


def details_of(trace: dict[str, Any]) -> Details:
    """Return what a call trace with logs tells."""
    return Details(
        output=unhexed(trace.get("output", "0x")),
        inner=tuple(_inner(trace, rejected="error" in trace)),
        emitted=tuple(_emitted(trace)) if "error" in trace else (),
    )


def info(
    outcome: Outcome, details: Details, logs: Sequence[Log], place: Message, *, visible: bool
) -> Message:
    """Return the TransactionInfo as the HTTP services show it.

    Args:
        outcome: of the transaction.
        details: of its execution; empty where no code ran.
        logs: what the node tells of them, which may be more or fewer than there are.
        place: `id`, `blockNumber` and `blockTimeStamp`.
        visible: spell addresses in base58 and messages as text.
    """
    failed = outcome.result != "SUCCESS"
    message = _MESSAGES.get(outcome.result, outcome.result)
    body: Message = {
        "log": [_shown_log(each, visible=visible) for each in logs],
        "result": "FAILED" if failed else "",
        "resMessage": (message if visible else message.encode().hex()) if failed else "",
        "fee": outcome.fee,
        "contract_address": show(outcome.contract, visible=visible) if outcome.contract else "",
        "internal_transactions": [
            _shown_inner(each, place["id"], number, visible=visible)
            for number, each in enumerate(details.inner)
        ],
    }
    return {
        **{name: value for name, value in body.items() if value},
        **place,
        "contractResult": [(outcome.output or _result_bytes(outcome, details)).hex()],
        "receipt": _receipt(outcome),
    }


def _result_bytes(outcome: Outcome, details: Details) -> bytes:
    # A machine that ran out of energy or time returned nothing.
    return details.output if outcome.result in {"SUCCESS", "REVERT"} else b""


def _receipt(outcome: Outcome) -> Message:
    body = {
        "result": outcome.result if outcome.contract else "",
        "energy_fee": outcome.energy * SUN_PER_ENERGY,
        "energy_usage_total": outcome.energy,
        "net_usage": outcome.net.usage,
        "net_fee": outcome.net.fee,
    }
    return {name: value for name, value in body.items() if value}


def _shown_log(log: Log, *, visible: bool) -> Message:
    body: Message = {
        # 20 bytes, without the 41 that every other address of the answer has.
        "address": show(log.address, visible=True) if visible else log.address.hex(),
        "topics": [topic.hex() for topic in log.topics],
    }
    if log.data:
        body["data"] = log.data.hex()
    return body


def _shown_inner(inner: Inner, txid: str, number: int, *, visible: bool) -> Message:
    marker = number.to_bytes(8, "big") + wire(inner.caller) + wire(inner.target)
    body: Message = {
        "hash": _inner_hash(txid, marker),
        "caller_address": show(inner.caller, visible=visible),
        "transferTo_address": show(inner.target, visible=visible),
        "callValueInfo": [{}],
        "note": b"call".hex(),
    }
    if inner.rejected:
        body["rejected"] = True
    return body


def _inner_hash(txid: str, marker: bytes) -> str:
    # java-tron hashes other fields too; the value is an opaque name everywhere.
    return sha256(bytes.fromhex(txid) + marker).hexdigest()


def _inner(trace: dict[str, Any], *, rejected: bool) -> list[Inner]:
    found: list[Inner] = []
    for call in trace.get("calls", []):
        lost = rejected or "error" in call
        caller, target = unhexed(call["from"]), unhexed(call["to"])
        found.append(Inner(caller=caller, target=target, rejected=lost))
        found.extend(_inner(call, rejected=lost))
    return found


def _emitted(trace: dict[str, Any]) -> list[Log]:
    """Return logs in order: `position` counts the calls made before a log of the same frame."""
    calls = trace.get("calls", [])
    logs = list(trace.get("logs", []))
    found: list[Log] = []
    for number in range(len(calls) + 1):
        while logs and int(logs[0]["position"], 16) <= number:
            found.append(log_of(logs.pop(0)))
        if number < len(calls):
            found.extend(_emitted(calls[number]))
    return found


EMPTY_DETAILS: Final = Details(b"", (), ())
