"""A chain's past in memory behind the EventReader port: one history, told page by page."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.evidence import Incident
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.logs import (
    TRANSFER_TOPIC,
    BlockTimes,
    FetchPlan,
    LogPage,
    LogQuery,
    RawLog,
    TransactionCall,
    TransferColumns,
    digest_of,
)
from tests.fakes.chain_reader import ETHEREUM, stamp

ZERO = bytes(20)


def transfer(block: int, ordinal: int, sender: bytes, recipient: bytes, amount: int) -> RawLog:
    """Return a well-formed Transfer."""
    topics = (TRANSFER_TOPIC, bytes(12) + sender, bytes(12) + recipient)
    return RawLog(block, ordinal, block.to_bytes(32), topics, amount.to_bytes(32))


@dataclass(eq=False)
class FakeEvents:
    """Implements EventReader. `broken` is raised by everything while set."""

    operator: str
    logs: tuple[RawLog, ...] = ()
    """The whole history, in chain order."""

    held: Mapping[bytes, int] = field(default_factory=dict)
    """What `balances` answers; accounts that are not in it hold nothing."""

    code: frozenset[bytes] = frozenset()
    """Accounts that are contracts."""

    calls: Mapping[bytes, TransactionCall] = field(default_factory=dict)
    chain: ChainId = ETHEREUM
    endpoint: str = ""
    fork: str = ""
    page: int = 100
    """Blocks of a page."""

    later: int = 0
    """How many blocks after the one asked for balances are of."""

    broken: EvidenceError | None = None
    breaks_after: int | None = None
    """Pages that are given before `broken` is raised."""

    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.endpoint = self.endpoint or f"https://{self.operator}.example"

    def plan(self, query: LogQuery, blocks: BlockRange) -> FetchPlan:
        del query
        return FetchPlan(blocks, -(-len(blocks) // self.page), 1, (f"{self.page} blocks",))

    def pages(self, query: LogQuery, blocks: BlockRange) -> Iterator[LogPage]:
        self.asked.append(f"pages {blocks.first}-{blocks.last}")
        first, given = blocks.first, 0
        while first <= blocks.last:
            if self.broken is not None and given >= (self.breaks_after or 0):
                raise self.broken
            last = min(first + self.page - 1, blocks.last)
            yield self._page(query, BlockRange(first, last))
            first, given = last + 1, given + 1

    def transactions(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, TransactionCall]:
        self.asked.append("transactions")
        if self.broken is not None and self.breaks_after is None:
            raise self.broken
        return {txid: self.calls[txid] for txid, _ in wanted if txid in self.calls}

    def balances(
        self, token: AccountId, holders: Sequence[bytes], *, at: BlockStamp
    ) -> BalanceSheet:
        del token
        self.asked.append(f"balances of {len(holders)}")
        if self.broken is not None:
            raise self.broken
        return BalanceSheet(
            self.operator,
            self.endpoint,
            "fake balances",
            b"".join(holders),
            tuple(self.held.get(holder, 0) for holder in holders),
            array("q", [at.number + self.later] * len(holders)),
        )

    def contracts(self, accounts: Sequence[bytes], *, at: BlockStamp) -> frozenset[bytes]:
        del at
        if self.broken is not None:
            raise self.broken
        return self.code & frozenset(accounts)

    def incidents(self) -> tuple[Incident, ...]:
        return ()

    def _page(self, query: LogQuery, blocks: BlockRange) -> LogPage:
        wanted = [
            log
            for log in self.logs
            if blocks.first <= log.block <= blocks.last and query.wants(log.topics)
        ]
        plain = [log for log in wanted if _is_plain(log)]
        others = tuple(log for log in wanted if not _is_plain(log))
        columns = TransferColumns(
            array("q", [log.block for log in plain]),
            array("q", [log.ordinal for log in plain]),
            b"".join(log.topics[1][12:] for log in plain),
            b"".join(log.topics[2][12:] for log in plain),
            b"".join(log.data for log in plain),
        )
        numbers = sorted({log.block for log in wanted})
        return LogPage(
            blocks,
            self._stamp(blocks.last),
            columns,
            others,
            BlockTimes(
                array("q", numbers), array("q", [self._stamp(n).timestamp for n in numbers])
            ),
            f"{self.operator} ({self.endpoint}), fake logs",
            digest_of(columns, others),
        )

    def _stamp(self, number: int) -> BlockStamp:
        return replace(stamp(number, fork=self.fork), chain=self.chain)


def _is_plain(log: RawLog) -> bool:
    if log.topics[0] != TRANSFER_TOPIC:
        return False
    return all(log.topics[index][12:] != ZERO for index in (1, 2))
