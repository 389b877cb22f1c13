"""Reading many balances through Multicall3, a contract that stands at one address on most chains.

Every answer begins with the block's number and time, asked of Multicall3 itself. Its layout is read
as the ABI defines it, by offsets, and not as one compiler happens to write it. Source: Multicall3,
aggregate3, getBlockNumber, getCurrentBlockTimestamp; Solidity ABI, dynamic types.
"""

from typing import Final

from stableaudit.adapters.evm.tally import Tally, UnfitTallyError

ADDRESS: Final = bytes.fromhex("ca11bde05977b3631167028862be2a173976ca11")

_WORD: Final = 32
_AGGREGATE3: Final = bytes.fromhex("82ad56cb")
_BLOCK_NUMBER: Final = bytes.fromhex("42cbb15c")
_BLOCK_TIMESTAMP: Final = bytes.fromhex("0f28c97d")
_BALANCE_OF: Final = bytes.fromhex("70a08231")
_HEAD_CALLS: Final = 2


def calldata(token: bytes, holders: tuple[bytes, ...]) -> bytes:
    """Return the calldata of one aggregate3 whose calls may each fail."""
    calls = (
        _call(ADDRESS, _BLOCK_NUMBER),
        _call(ADDRESS, _BLOCK_TIMESTAMP),
        *(_call(token, _BALANCE_OF + _padded(holder)) for holder in holders),
    )
    offsets: list[bytes] = []
    offset = _WORD * len(calls)
    for call in calls:
        offsets.append(_word(offset))
        offset += len(call)
    return b"".join((_AGGREGATE3, _word(_WORD), _word(len(calls)), *offsets, *calls))


def tally_of(answer: bytes, asked: int) -> Tally:
    """Return what aggregate3 answered for that many holders.

    Raises:
        UnfitTallyError: the bytes cannot be its answer.
    """
    numbers = _numbers(answer)
    number, timestamp, *balances = (*numbers, None, None) if len(numbers) < _HEAD_CALLS else numbers
    if len(numbers) != _HEAD_CALLS + asked or number is None or timestamp is None:
        raise UnfitTallyError(f"{len(answer)} bytes that Multicall3 does not answer")
    read = []
    for balance in balances:
        if balance is None:
            break
        read.append(balance)
    return Tally(number, timestamp, tuple(read))


def _call(target: bytes, data: bytes) -> bytes:
    """Return one Call3: target, allowFailure, and the data behind these."""
    tail = data + bytes(-len(data) % _WORD)
    return b"".join((_padded(target), _word(1), _word(3 * _WORD), _word(len(data)), tail))


def _numbers(answer: bytes) -> list[int | None]:
    """Return each Result's word; None where the call failed or did not return one word."""
    start = _at(answer, 0)
    count = _at(answer, start)
    base = start + _WORD
    numbers: list[int | None] = []
    for index in range(count):
        result = base + _at(answer, base + index * _WORD)
        returned = result + _at(answer, result + _WORD)
        whole = _at(answer, result) == 1 and _at(answer, returned) == _WORD
        numbers.append(_at(answer, returned + _WORD) if whole else None)
    return numbers


def _at(answer: bytes, position: int) -> int:
    word = answer[position : position + _WORD]
    if len(word) != _WORD:
        raise UnfitTallyError(f"{len(answer)} bytes, of which one would stand at {position}")
    return int.from_bytes(word)


def _word(number: int) -> bytes:
    return number.to_bytes(_WORD)


def _padded(address: bytes) -> bytes:
    return address.rjust(_WORD, b"\0")
