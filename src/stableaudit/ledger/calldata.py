"""Finds the calls inside a transaction's calldata that wrappers make for somebody else.

Known wrappers: Safe's execTransaction and the variant without signatures of USDKG's multisig,
multiSend, Gnosis MultiSigWallet, OpenZeppelin's TimelockController, and the generic execute. Each
is read as its contract's ABI decoder reads it: offsets are followed, and what runs out of bounds,
or is no address, is no call. Bytes after the arguments mean nothing there, and nothing here.

A call has the caller that the called contract sees. A delegate call runs foreign code in the
caller's place: it is not a call of that code's contract, and what it makes is the caller's.

Source: Solidity ABI; Safe 1.4.1 Safe.sol, MultiSend.sol; OpenZeppelin TimelockController.sol. The
variant of USDKG's multisig is read off our simulation of its published interface.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES, TransactionCall

SELECTOR_BYTES: Final = 4
MOST_DEPTH: Final = 8
MOST_BYTES: Final = 32 * 2**20
"""Of all calls together: offsets may point at the same bytes again and again."""

_LEAST_COST: Final = 1024
"""What a call costs of MOST_BYTES, however short it is."""

_CALL: Final = 0
_DELEGATE_CALL: Final = 1
_PADDING: Final = bytes(WORD_BYTES - ADDRESS_BYTES)
_OPERATION_BYTES: Final = 1


class _Shape(Enum):
    """How a wrapper's arguments tell its calls."""

    CALL = "target, value, data"
    OPERATION = "target, value, data, operation"
    BATCH = "targets, values, datas"
    PACKED = "one text of operations, targets, values, lengths and datas"


@dataclass(frozen=True, slots=True)
class Function:
    """A function that calldata may call."""

    signature: str
    selector: bytes
    """4 bytes: the first of keccak256 of the signature."""


WRAPPERS: Final = (
    (
        Function(
            "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
            bytes.fromhex("6a761202"),
        ),
        _Shape.OPERATION,
    ),
    (
        Function(
            "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address)",
            bytes.fromhex("60657de7"),
        ),
        _Shape.OPERATION,
    ),
    (Function("multiSend(bytes)", bytes.fromhex("8d80ff0a")), _Shape.PACKED),
    (
        Function("submitTransaction(address,uint256,bytes)", bytes.fromhex("c6427474")),
        _Shape.CALL,
    ),
    (
        Function("execute(address,uint256,bytes,bytes32,bytes32)", bytes.fromhex("134008d3")),
        _Shape.CALL,
    ),
    (
        Function(
            "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)",
            bytes.fromhex("e38335e5"),
        ),
        _Shape.BATCH,
    ),
    (Function("execute(address,uint256,bytes)", bytes.fromhex("b61d27f6")), _Shape.CALL),
)
_SHAPES: Final = MappingProxyType({function.selector: shape for function, shape in WRAPPERS})


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
    at = data.find(_PADDING)
    while at >= 0:
        address = data[at + len(_PADDING) : at + WORD_BYTES]
        argument = at % WORD_BYTES == SELECTOR_BYTES
        nested = at % SELECTOR_BYTES == 0 and any(address[:SELECTOR_BYTES])
        if len(address) == ADDRESS_BYTES and (argument or nested or address[0]):
            found[address] = None
        at = data.find(_PADDING, at + 1)
    return tuple(found)


def address_at(arguments: bytes, index: int) -> bytes | None:
    """Return the address in a word of arguments; None where there is none."""
    try:
        return _address(arguments, WORD_BYTES * index)
    except _UnreadableError:
        return None


def number_at(arguments: bytes, index: int) -> int | None:
    """Return the number in a word of arguments; None where they end before it."""
    try:
        return _number(arguments, WORD_BYTES * index)
    except _UnreadableError:
        return None


@dataclass(frozen=True, slots=True)
class _Frame:
    """A call being followed."""

    caller: bytes
    to: bytes
    """Whose place it runs in; for a delegate call not whose code."""

    data: bytes
    depth: int
    delegated: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """What a wrapper does in its own name."""

    to: bytes
    data: bytes
    operation: int = _CALL


class _UnreadableError(Exception):
    """Bytes that an ABI decoder refuses. Never leaves this module."""


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
        delegated = step.operation == _DELEGATE_CALL
        to = frame.to if delegated else step.to
        yield from _follow(
            _Frame(frame.to, to, step.data, frame.depth + 1, delegated=delegated), budget
        )


def _steps(data: bytes, budget: _Budget) -> tuple[_Step, ...]:
    """Return what a call makes its contract do, all of it or nothing."""
    shape = _SHAPES.get(data[:SELECTOR_BYTES])
    if shape is None:
        return ()
    try:
        return tuple(_affordable(_shaped(shape, data[SELECTOR_BYTES:]), budget))
    except _UnreadableError:
        return ()


def _shaped(shape: _Shape, arguments: bytes) -> Iterator[_Step]:
    match shape:
        case _Shape.CALL:
            yield _single(arguments, _CALL)
        case _Shape.OPERATION:
            yield _single(arguments, _number(arguments, 3 * WORD_BYTES))
        case _Shape.BATCH:
            yield from _batch(arguments)
        case _Shape.PACKED:
            yield from _packed(_bytes(arguments, _number(arguments, 0)))


def _affordable(steps: Iterator[_Step], budget: _Budget) -> Iterator[_Step]:
    for step in steps:
        if step.operation not in {_CALL, _DELEGATE_CALL}:
            raise _UnreadableError
        budget.spend(len(step.data))
        yield step


def _single(arguments: bytes, operation: int) -> _Step:
    data = _bytes(arguments, _number(arguments, 2 * WORD_BYTES))
    return _Step(_address(arguments, 0), data, operation)


def _batch(arguments: bytes) -> Iterator[_Step]:
    targets, values, datas = (_number(arguments, index * WORD_BYTES) for index in range(3))
    count = _number(arguments, targets)
    if not count == _number(arguments, values) == _number(arguments, datas):
        raise _UnreadableError
    elements = arguments[datas + WORD_BYTES :]
    for index in range(count):
        to = _address(arguments, targets + WORD_BYTES * (index + 1))
        yield _Step(to, _bytes(elements, _number(elements, WORD_BYTES * index)))


def _packed(text: bytes) -> Iterator[_Step]:
    at = 0
    while at < len(text):
        operation = text[at]
        target = at + _OPERATION_BYTES
        length = target + ADDRESS_BYTES + WORD_BYTES
        data = _bytes(text, length)
        yield _Step(text[target : target + ADDRESS_BYTES], data, operation)
        at = length + WORD_BYTES + len(data)


def _number(data: bytes, at: int) -> int:
    word = data[at : at + WORD_BYTES]
    if len(word) < WORD_BYTES:
        raise _UnreadableError
    return int.from_bytes(word)


def _address(data: bytes, at: int) -> bytes:
    word = data[at : at + WORD_BYTES]
    if len(word) < WORD_BYTES or not word.startswith(_PADDING):
        raise _UnreadableError
    return word[len(_PADDING) :]


def _bytes(data: bytes, at: int) -> bytes:
    """Return the bytes whose length stands at a place and which follow it."""
    start = at + WORD_BYTES
    text = data[start : start + _number(data, at)]
    if len(text) < _number(data, at):
        raise _UnreadableError
    return text
