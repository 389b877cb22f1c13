"""What the tests of TRON's event reader share: the devnet, questions, and pages as plain rows."""

from dataclasses import dataclass

from stableaudit.adapters.tron.events import TronEvents
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TRANSFER_TOPIC, LogPage, LogQuery
from tests.devnet.artifacts import event_topic
from tests.devnet.chain import Sent
from tests.devnet.tron.eventful import GOLD, SPAM_AT, TOKEN, logs_of
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import TronNode
from tests.unit.adapters.tron.http_node import CHAIN, events_of

WANTED = (TRANSFER_TOPIC, event_topic(GOLD, "Issue"), event_topic(GOLD, "Redeem"))
QUERY = LogQuery(AccountId(CHAIN, TOKEN), ((WANTED,),))
SPAM_QUERY = LogQuery(AccountId(CHAIN, SPAM_AT), (((TRANSFER_TOPIC,),),))

Row = tuple[int, int, tuple[bytes, ...], bytes]
"""Block, ordinal, topics, data."""


@dataclass
class Devnet:
    node: TronNode
    acts: dict[str, Sent]

    @property
    def blocks(self) -> BlockRange:
        """Every block that is solidified."""
        return BlockRange(self.node.chain.history.first, self.node.chain.head - self.node.solid_lag)

    def truth(self, query: LogQuery = QUERY, blocks: BlockRange | None = None) -> list[Row]:
        within = blocks or self.blocks
        return [
            (number, ordinal, log.topics, log.data)
            for number, ordinal, _, log in logs_of(self.node.chain, query.contract.address)
            if query.wants(log.topics) and within.first <= number <= within.last
        ]


@dataclass
class Fetched:
    pages: list[LogPage]
    reader: TronEvents
    requests: dict[str, int]

    @property
    def rows(self) -> list[Row]:
        return sorted(row for page in self.pages for row in rows_of(page))

    @property
    def told(self) -> str:
        return "\n".join(incident.what for incident in self.reader.incidents())

    @property
    def decided(self) -> str:
        return "\n".join(sentence for page in self.pages for sentence in page.decided)


def fetch(
    devnet: Devnet,
    faults: Faults | None = None,
    *,
    query: LogQuery = QUERY,
    blocks: BlockRange | None = None,
    seconds: float = 60.0,
) -> Fetched:
    """Read a range from an operator with these faults; requests are counted by the method."""
    with devnet.node.mirror(faults=faults) as operator:
        reader = events_of(operator.url, seconds=seconds)
        pages = list(reader.pages(query, blocks or devnet.blocks))
        requests = {path.rpartition("/")[2]: count for path, count in operator.requests.items()}
    return Fetched(pages, reader, requests)


def rows_of(page: LogPage) -> list[Row]:
    moved = page.transfers
    plain = [
        (
            moved.blocks[at],
            moved.ordinals[at],
            (
                TRANSFER_TOPIC,
                moved.senders[20 * at : 20 * at + 20].rjust(32, b"\0"),
                moved.recipients[20 * at : 20 * at + 20].rjust(32, b"\0"),
            ),
            moved.amounts[32 * at : 32 * at + 32],
        )
        for at in range(len(moved))
    ]
    return plain + [(log.block, log.ordinal, log.topics, log.data) for log in page.others]
