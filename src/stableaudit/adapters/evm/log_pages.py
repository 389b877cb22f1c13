"""Checked logs and the header of their last block as a page."""

from array import array
from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.log_checks import require_ascending
from stableaudit.adapters.evm.log_set import LogSet, Seal, following, with_times
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.logs import BlockTimes, LogPage, digest_of

ENOUGH_LOGS: Final = 5_000
MOST_WINDOWS: Final = 8
"""In one page: enough to make its one header cheap, few enough to be complete soon."""


def is_full(sets: Sequence[LogSet]) -> bool:
    """Return whether windows with these logs make a page."""
    return len(sets) >= MOST_WINDOWS or sum(map(len, sets)) >= ENOUGH_LOGS


def page_of(
    blocks: BlockRange, sets: Sequence[LogSet], *, last: BlockStamp, source: str
) -> LogPage:
    """Return the page of consecutive windows that fill `blocks`, of which `last` is the last.

    Every block with a log must have its time by now.

    Raises:
        ContradictionError: `last` is not the block that the logs say it is, or times descend.
    """
    logs = with_times(following(sets), {last.number: last})
    times = BlockTimes(
        array("q", logs.seals),
        array("q", (seal.timestamp or 0 for seal in logs.seals.values())),
    )
    require_ascending({**logs.seals, last.number: Seal(last.hash, last.timestamp)})
    digest = digest_of(logs.transfers, logs.others)
    return LogPage(blocks, last, logs.transfers, logs.others, times, source, digest)
