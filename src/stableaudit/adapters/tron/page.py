"""From logs that stand to a page of the ledger's own form. Asks nobody."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import (
    BlockTimes,
    LogPage,
    LogQuery,
    RawLog,
    TransferColumns,
    digest_of,
    is_plain,
)


def page_of(
    logs: Iterable[RawLog],
    query: LogQuery,
    *,
    blocks: BlockRange,
    last: BlockStamp,
    times: Mapping[int, int],
    source: str,
    decided: Sequence[str],
    inquiry: Inquiry,
) -> LogPage:
    """Return the page of the wanted ones among these logs, in chain order.

    Args:
        logs: all of them of the query's contract, in any order.
        query: which ones are wanted.
        blocks: what the page covers.
        last: the stamp of its last block.
        times: seconds of UTC of every block that has a log.
        source: whose word this is.
        decided: where sources differed.
        inquiry: for errors.

    Raises:
        InconsistentError: two logs at one place, or times that are not of blocks in order.
    """
    ordered = sorted(logs, key=lambda log: (log.block, log.ordinal))
    for before, log in pairwise(ordered):
        if before.block == log.block and before.ordinal == log.ordinal:
            raise inquiry.inconsistent(f"two logs at place {log.ordinal} of block {log.block}")
    wanted = [log for log in ordered if query.wants(log.topics)]
    plain = [log for log in wanted if is_plain(log)]
    others = tuple(log for log in wanted if not is_plain(log))
    transfers = TransferColumns(
        array("q", [log.block for log in plain]),
        array("q", [log.ordinal for log in plain]),
        b"".join(log.topics[1][-ADDRESS_BYTES:] for log in plain),
        b"".join(log.topics[2][-ADDRESS_BYTES:] for log in plain),
        b"".join(log.data for log in plain),
    )
    return LogPage(
        blocks,
        last,
        transfers,
        others,
        _times({log.block for log in wanted}, times, last, inquiry),
        source,
        digest_of(transfers, others),
        tuple(decided),
    )


def _times(
    numbers: Iterable[int], times: Mapping[int, int], last: BlockStamp, inquiry: Inquiry
) -> BlockTimes:
    ordered = sorted(numbers)
    points = [(number, times[number]) for number in ordered]
    for (early, before), (late, after) in pairwise([*points, (last.number, last.timestamp)]):
        # At least a slot a block; where the last block itself has logs it stands twice.
        if after - before < SLOT_SECONDS * (late - early) or (early == late and after != before):
            raise inquiry.inconsistent(
                f"block {early} at {before} s of 1970 and block {late} at {after} s"
            )
    return BlockTimes(array("q", ordered), array("q", [time for _, time in points]))
