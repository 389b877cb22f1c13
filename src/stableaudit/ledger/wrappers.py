"""The contracts that make calls for others, and what their calldata say they do.

Known: Safe's execTransaction and the variant without signatures of USDKG's multisig, multiSend,
Gnosis MultiSigWallet, OpenZeppelin's TimelockController, and the generic execute. Each is read as
its contract reads it: offsets are followed, bytes after the arguments mean nothing, and where
anything runs out of bounds, is no address or no operation, the whole of it does nothing.

Source: Safe 1.4.1, Safe.sol and MultiSend.sol; OpenZeppelin, TimelockController.sol. The variant of
USDKG's multisig is read off our simulation of its published interface.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final, assert_never

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES
from stableaudit.ledger.abi import UnreadableError, address_at, bytes_at, number_at

SELECTOR_BYTES: Final = 4
CALL: Final = 0
DELEGATE_CALL: Final = 1
_OPERATION_BYTES: Final = 1


@dataclass(frozen=True, slots=True)
class Function:
    """A function that calldata may call."""

    signature: str
    selector: bytes
    """4 bytes: the first of keccak256 of the signature."""


class _Shape(Enum):
    """How a wrapper's arguments tell its calls."""

    CALL = "target, value, data"
    OPERATION = "target, value, data, operation"
    BATCH = "targets, values, datas"
    PACKED = "one text of operations, targets, values, lengths and datas"


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
class Step:
    """What a wrapper does in its own name."""

    to: bytes
    data: bytes
    operation: int = CALL
    """CALL or DELEGATE_CALL."""


def steps_in(data: bytes) -> Iterator[Step]:
    """Yield what a call makes the called contract do, in order; nothing for a call of other kinds.

    Raises:
        UnreadableError: the contract would refuse it, so none of the steps happened.
    """
    shape = _SHAPES.get(data[:SELECTOR_BYTES])
    if shape is None:
        return
    for step in _shaped(shape, data[SELECTOR_BYTES:]):
        if step.operation not in {CALL, DELEGATE_CALL}:
            raise UnreadableError
        yield step


def _shaped(shape: _Shape, arguments: bytes) -> Iterator[Step]:
    match shape:
        case _Shape.CALL:
            yield _single(arguments, CALL)
        case _Shape.OPERATION:
            yield _single(arguments, number_at(arguments, 3 * WORD_BYTES))
        case _Shape.BATCH:
            yield from _batch(arguments)
        case _Shape.PACKED:
            yield from _packed(bytes_at(arguments, number_at(arguments, 0)))
        case _ as never:
            assert_never(never)


def _single(arguments: bytes, operation: int) -> Step:
    data = bytes_at(arguments, number_at(arguments, 2 * WORD_BYTES))
    return Step(address_at(arguments, 0), data, operation)


def _batch(arguments: bytes) -> Iterator[Step]:
    targets, values, datas = (number_at(arguments, index * WORD_BYTES) for index in range(3))
    count = number_at(arguments, targets)
    if not count == number_at(arguments, values) == number_at(arguments, datas):
        raise UnreadableError
    elements = arguments[datas + WORD_BYTES :]
    for index in range(count):
        to = address_at(arguments, targets + WORD_BYTES * (index + 1))
        yield Step(to, bytes_at(elements, number_at(elements, WORD_BYTES * index)))


def _packed(text: bytes) -> Iterator[Step]:
    at = 0
    # MultiSend counts its place from the word with the length on, and so leaves a last word unread.
    while at + WORD_BYTES < len(text):
        operation = text[at]
        target = at + _OPERATION_BYTES
        length = target + ADDRESS_BYTES + WORD_BYTES
        data = bytes_at(text, length)
        yield Step(text[target : target + ADDRESS_BYTES], data, operation)
        at = length + WORD_BYTES + len(data)
