"""Finds the calls to a token inside a transaction's calldata, and the addresses that stand there.

A call has the caller that the called contract sees. A delegate call runs foreign code in the
caller's place: it is not a call of that code's contract, and what it makes is the caller's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES, TransactionCall
from stableaudit.ledger.abi import ADDRESS_PADDING, UnreadableError
from stableaudit.ledger.wrappers import DELEGATE_CALL, SELECTOR_BYTES, Step, steps_in

MOST_DEPTH: Final = 8
MOST_BYTES: Final = 32 * 2**20
"""Of all calls together: offsets may point at the same bytes again and again."""

_LEAST_COST: Final = 1024
"""What a call costs of MOST_BYTES, however short it is."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the called contract sees it."""

    caller: bytes
    to: bytes
    data: bytes
    nested: bool
    """False for the transaction's own call."""


def calls_to(contract: bytes, call: TransactionCall) -> tuple[Call, ...]:
    """Return every call to a contract in a transaction, in the order they are made.

    Empty where the transaction holds more than is followed: part of its calls would be worse than
    none.
    """
    if call.to is None:
        return ()
    outermost = _Frame(call.sender, call.to, call.data, depth=0, delegated=False)
    try:
        return tuple(
            Call(frame.caller, frame.to, frame.data, nested=frame.depth > 0)
            for frame in _follow(outermost, _Budget())
            if frame.to == contract and not frame.delegated
        )
    except _TooMuchError:
        return ()


def addresses_in(data: bytes) -> tuple[bytes, ...]:
    """Return whatever may be an address argument in calldata, in order, each once.

    Every word of the arguments that is padded like an address, however small; and at any other
    place, since nested calls shift words, twelve zero bytes followed by an address that begins with
    a byte other than zero, or within its first four bytes where it stands as ABI nesting puts it.
    Amounts may be among them: they are candidates to be asked about, no more.
    """
    found: dict[bytes, None] = {}
    at = data.find(ADDRESS_PADDING)
    while at >= 0:
        address = data[at + len(ADDRESS_PADDING) : at + WORD_BYTES]
        argument = at % WORD_BYTES == SELECTOR_BYTES
        nested = at % SELECTOR_BYTES == 0 and any(address[:SELECTOR_BYTES])
        if len(address) == ADDRESS_BYTES and (argument or nested or address[0]):
            found[address] = None
        at = data.find(ADDRESS_PADDING, at + 1)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A call being followed."""

    caller: bytes
    to: bytes
    """Whose place it runs in; for a delegate call not whose code."""

    data: bytes
    depth: int
    delegated: bool


class _TooMuchError(Exception):
    """More than is followed. Never leaves this module."""


@dataclass(slots=True)
class _Budget:
    left: int = MOST_BYTES

    def spend(self, size: int) -> None:
        self.left -= max(size, _LEAST_COST)
        if self.left < 0:
            raise _TooMuchError


def _follow(frame: _Frame, budget: _Budget) -> Iterator[_Frame]:
    if frame.depth > MOST_DEPTH:
        raise _TooMuchError
    yield frame
    for step in _steps(frame.data, budget):
        delegated = step.operation == DELEGATE_CALL
        to = frame.to if delegated else step.to
        yield from _follow(
            _Frame(frame.to, to, step.data, frame.depth + 1, delegated=delegated), budget
        )


def _affordable(data: bytes, budget: _Budget) -> Iterator[Step]:
    for step in steps_in(data):
        budget.spend(len(step.data))
        yield step


def _steps(data: bytes, budget: _Budget) -> tuple[Step, ...]:
    """Return what a call makes its contract do, all of it or nothing."""
    try:
        return tuple(_affordable(data, budget))
    except UnreadableError:
        return ()
