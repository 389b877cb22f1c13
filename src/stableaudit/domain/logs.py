"""What a chain tells of a contract's past: logs of a closed range of blocks.

By column where they are many, one by one where they are few.

Plain transfers are many, so they travel as columns of equal length that an engine can take as they
are; every other log is few and travels whole. Source: ERC-20 Transfer; Ethereum JSON-RPC,
eth_getLogs; java-tron 4.8.0, whose logs have the same parts.
"""

import hashlib
from array import array
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId

WORD_BYTES: Final = 32
TRANSFER_TOPIC: Final = bytes.fromhex(
    "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
)
"""keccak256 of `Transfer(address,address,uint256)`."""

_PADDING: Final = bytes(WORD_BYTES - ADDRESS_BYTES)
_ZERO_WORD: Final = bytes(WORD_BYTES)
_TRANSFER_TOPICS: Final = 3

TopicPattern: TypeAlias = tuple[tuple[bytes, ...], ...]
"""For each topic position the topics that are wanted; an empty one wants any."""


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which logs of one contract are wanted: those that fit any of the patterns."""

    contract: AccountId
    patterns: tuple[TopicPattern, ...]
    names: tuple[str, ...] = ()
    """Of the events wanted, exactly those of the patterns' first topics, for sources that know
    names alone; empty where they are not known, or would narrow nothing."""

    def wants(self, topics: tuple[bytes, ...]) -> bool:
        """Return whether a log with these topics was asked for."""
        return any(_fits(pattern, topics) for pattern in self.patterns)


def _fits(pattern: TopicPattern, topics: tuple[bytes, ...]) -> bool:
    return len(topics) >= len(pattern) and all(
        not wanted or topic in wanted for wanted, topic in zip(pattern, topics, strict=False)
    )


@dataclass(frozen=True, slots=True)
class RawLog:
    """One log as the chain gave it."""

    block: int
    ordinal: int
    """Position among all logs of its block, from 0."""

    transaction: bytes
    """32 bytes: its hash, on TRON the txid."""

    topics: tuple[bytes, ...]
    """32 bytes each, none to four of them."""

    data: bytes


def is_plain(log: RawLog) -> bool:
    """Return whether a log is a well-formed Transfer between two accounts, neither of them zero.

    Well-formed: three topics, both addresses padded with zeros, 32 bytes of data.
    """
    if len(log.topics) != _TRANSFER_TOPICS or len(log.data) != WORD_BYTES:
        return False
    event, source, destination = log.topics
    return event == TRANSFER_TOPIC and all(
        party.startswith(_PADDING) and party != _ZERO_WORD for party in (source, destination)
    )


@dataclass(frozen=True, slots=True)
class TransferColumns:
    """The columns of logs that are plain by `is_plain`, in chain order."""

    blocks: "array[int]" = field(default_factory=lambda: array("q"))
    ordinals: "array[int]" = field(default_factory=lambda: array("q"))
    senders: bytes = b""
    """20 bytes each."""

    recipients: bytes = b""
    amounts: bytes = b""
    """32 bytes each, big-endian, base units."""

    def __post_init__(self) -> None:
        count = len(self.blocks)
        lengths = (
            len(self.ordinals),
            len(self.senders) // ADDRESS_BYTES,
            len(self.recipients) // ADDRESS_BYTES,
            len(self.amounts) // WORD_BYTES,
        )
        whole = (
            len(self.senders) % ADDRESS_BYTES,
            len(self.recipients) % ADDRESS_BYTES,
            len(self.amounts) % WORD_BYTES,
        )
        if any(length != count for length in lengths) or any(whole):
            message = f"columns of {count} transfers have other lengths: {lengths}"
            raise ValueError(message)

    def __len__(self) -> int:
        return len(self.blocks)


def digest_of(transfers: TransferColumns, others: tuple[RawLog, ...]) -> bytes:
    """Return 32 bytes that tell these logs from any others; of the same logs always the same."""
    seal = hashlib.sha256()
    for column in (transfers.blocks.tobytes(), transfers.ordinals.tobytes()):
        seal.update(column)
    for column in (transfers.senders, transfers.recipients, transfers.amounts):
        seal.update(column)
    for log in others:
        head = f"{log.block} {log.ordinal} {len(log.topics)} {len(log.data)} "
        seal.update(head.encode() + log.transaction + b"".join(log.topics) + log.data)
    return seal.digest()


@dataclass(frozen=True, slots=True)
class BlockTimes:
    """Times of blocks, by column; ascending by number, each block once."""

    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    timestamps: "array[int]" = field(default_factory=lambda: array("q"))
    """Seconds of UTC."""

    def __post_init__(self) -> None:
        if len(self.numbers) != len(self.timestamps):
            message = f"{len(self.numbers)} blocks have {len(self.timestamps)} times"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Every wanted log of a closed range of blocks, each once, checked against the question."""

    blocks: BlockRange
    last: BlockStamp
    """The block `blocks.last`, of the chain that was pinned."""

    transfers: TransferColumns
    others: tuple[RawLog, ...]
    """Every wanted log that is not in `transfers`, in chain order."""

    times: BlockTimes
    """Of every block with a log in this page."""

    source: str
    """Operator, endpoint label and method: whose word this is."""

    digest: bytes
    """32 bytes: `digest_of` its logs; another answer for the same range has another."""

    decided: tuple[str, ...] = ()
    """Where two sources of this page differed, and what decided it; escaped, ready to be shown."""

    def __post_init__(self) -> None:
        if self.last.number != self.blocks.last:
            message = f"a page of {self.blocks} ends with {self.last}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class TransactionCall:
    """The outermost call of a transaction."""

    transaction: bytes
    block: int
    sender: bytes
    """20 bytes: who signed it; on TRON the owner of the contract call."""

    to: bytes | None
    """20 bytes; None where it created a contract."""

    data: bytes

    def __post_init__(self) -> None:
        sizes = {len(party) for party in (self.sender, self.to) if party is not None}
        if sizes != {ADDRESS_BYTES}:
            message = f"a call is from and to addresses of {ADDRESS_BYTES} bytes, not {sizes}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What a fetch would cost, estimated before anything is fetched."""

    blocks: BlockRange
    requests: int
    seconds: int
    limits: tuple[str, ...]
    """The limits that the estimate rests on, as sentences."""
