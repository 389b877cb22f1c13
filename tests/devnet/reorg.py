"""Reorganisations: blocks of a chain replaced by others, final ones too, while somebody reads.

A reader sees the old blocks or the new ones, never a chain that is shorter: anvil replaces at once,
and the façade answers nobody meanwhile. Blocks that are final are replaced no differently; that a
chain never does so is what a node breaks which changed its history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never, cast

from tests.devnet.chain import SimulatedChain
from tests.devnet.evm import EvmChain
from tests.devnet.scenario.calls import Call
from tests.devnet.tron.chain import TronChain


class ReorgError(Exception):
    """Nothing was replaced, or not what was asked; the message says which blocks."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was done."""

    first: int
    last: int
    before: tuple[str, ...]
    """Hashes of the blocks `first` to `last` as they were; on TRON their ids. Hex with 0x."""
    after: tuple[str, ...]
    """As they are; all of them are others."""


def final_number(chain: SimulatedChain) -> int:
    """Return the highest block that the chain calls final now."""
    one = _known(chain)
    match one:
        case EvmChain():
            return _evm_block(one, "finalized")[0]
        case TronChain():
            with one.lock:
                return one.finalized(one.head)
        case _:
            assert_never(one)


def replace_blocks(chain: SimulatedChain, first: int, calls: Sequence[Call]) -> Replaced:
    """Replace every block from `first` to the head by others of the same times.

    The block `first` then holds `calls` and the others nothing; all that was in them is in no
    block any more. To reach final blocks, begin at `final_number` or below.

    Args:
        chain: with nothing queued; a ticker may be running.
        first: the lowest block that is replaced.
        calls: at least one, so that all hashes are others; each must succeed.

    Raises:
        ReorgError: nothing to replace, no call, or a call failed.
        EvmError: too deep, or something is queued. On TRON: ChainError.
    """
    if not calls:
        raise ReorgError("the blocks would be the same again: give at least one call")
    one = _known(chain)
    with one.lock:
        last = one.head if isinstance(one, TronChain) else _evm_block(one, "latest")[0]
        if not 0 < first <= last:
            raise ReorgError(f"blocks {first} to {last} cannot be replaced")
        before = _hashes(one, first, last)
        match one:
            case EvmChain():
                one.reorganise(last - first + 1, [(c.sender, c.to, c.data) for c in calls])
            case TronChain():
                _replace_on_tron(one, first, last, calls)
            case _:
                assert_never(one)
        return Replaced(first, last, before, _checked(one, first, last, before, len(calls)))


def _replace_on_tron(chain: TronChain, first: int, last: int, calls: Sequence[Call]) -> None:
    blocks = [chain.history.block(number) for number in range(first, last + 1)]
    times = [chain.history.time(block) // 1000 for block in blocks if block is not None]
    chain.reorganise(last - first + 1)
    for call in calls:
        chain.send(call.sender, call.to, call.data)
    for timestamp in times:
        chain.seal(timestamp=timestamp)


def _checked(
    chain: EvmChain | TronChain, first: int, last: int, before: Sequence[str], calls: int
) -> tuple[str, ...]:
    after = _hashes(chain, first, last)
    pairs = enumerate(zip(before, after, strict=True), first)
    same = [number for number, (old, new) in pairs if old == new]
    if same:
        raise ReorgError(f"blocks {same} are what they were")
    succeeded = _succeeded(chain, first)
    if succeeded != calls:
        raise ReorgError(f"{succeeded} of {calls} calls succeeded in block {first}")
    return after


def _succeeded(chain: EvmChain | TronChain, number: int) -> int:
    match chain:
        case EvmChain():
            receipts = chain.anvil.rpc("eth_getBlockReceipts", hex(number))
            return sum(each["status"] == "0x1" for each in cast("list[dict[str, str]]", receipts))
        case TronChain():
            block = chain.history.block(number)
            return sum(each.result == "SUCCESS" for each in (block.outcomes if block else ()))
        case _:
            assert_never(chain)


def _hashes(chain: EvmChain | TronChain, first: int, last: int) -> tuple[str, ...]:
    numbers = range(first, last + 1)
    match chain:
        case EvmChain():
            return tuple(_evm_block(chain, hex(number))[1] for number in numbers)
        case TronChain():
            blocks = (chain.history.block(number) for number in numbers)
            return tuple(f"0x{block.id.hex()}" for block in blocks if block is not None)
        case _:
            assert_never(chain)


def _evm_block(chain: EvmChain, at: str) -> tuple[int, str]:
    block = cast("dict[str, str]", chain.anvil.rpc("eth_getBlockByNumber", at, False))  # noqa: FBT003 - by position
    return int(block["number"], 16), block["hash"]


def _known(chain: SimulatedChain) -> EvmChain | TronChain:
    if not isinstance(chain, EvmChain | TronChain):
        raise ReorgError(f"no way is known to reorganise a {type(chain).__name__}")
    return chain
