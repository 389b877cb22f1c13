"""Block headers by number, many in few requests."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from stableaudit.adapters.evm.blocks import HeaderError, stamp_of
from stableaudit.adapters.evm.errors import Context, service_error
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.identifiers import ChainId

MOST_CALLS: Final = 100
"""In one batch: what every provider that takes batches is known to take."""

_ANOTHER: Final = "another endpoint (--endpoint)"
_WITHOUT_BODIES: Final = False


def read_headers(
    rpc: JsonRpc, chain: ChainId, numbers: Iterable[int], *, whom: str
) -> dict[int, BlockStamp]:
    """Return the block of each number.

    Raises:
        UnreachableError: nobody answered, or with an error.
        InconsistentError: no block, or another than was asked for.
        UndecodableError: the answer is no header.
    """
    stamps: dict[int, BlockStamp] = {}
    waiting = iter(numbers)
    while batch := tuple(islice(waiting, MOST_CALLS)):
        calls = [("eth_getBlockByNumber", (hex(number), _WITHOUT_BODIES)) for number in batch]
        asked = f"the headers of blocks {batch[0]} to {batch[-1]}"
        for number, answer in zip(batch, rpc.batch(calls, asked=asked), strict=True):
            stamps[number] = _stamp(answer, number, chain, whom)
    return stamps


def _stamp(answer: object, number: int, chain: ChainId, whom: str) -> BlockStamp:
    context = Context(f"block {number} of {chain}", whom)
    if isinstance(answer, RpcError):
        raise service_error(answer, context)
    if answer is None:
        raise context.error(InconsistentError, "no such block (null)", _ANOTHER)
    try:
        stamp = stamp_of(answer, chain)
    except HeaderError as error:
        raise context.error(UndecodableError, str(error), _ANOTHER) from None
    if stamp.number != number:
        raise context.error(InconsistentError, f"{stamp} instead", _ANOTHER)
    return stamp
