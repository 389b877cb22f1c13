"""What follows from the hash of a block: values, logs, and where a proof broke.

A proof says nothing about whose block it is. A figure rests on the proof and on whatever its block
hash rests on; both belong beside it.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.logs import WORD_BYTES

T_co = TypeVar("T_co", covariant=True)

_MOST_TOPICS: Final = 4


@dataclass(frozen=True, slots=True)
class ProofFailure:
    """Where a proof does not hold, and why."""

    path: str
    """The place in the answer: `header.hash`, `accountProof[3]`, `receipts[7].logs[0].data`."""

    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ProvenValue(Generic[T_co]):
    """A value that no other can stand for without another block hash."""

    value: T_co
    what: str
    """What it is the value of, as a person would say it."""

    block: BlockStamp
    """Its hash was recomputed from the header; number and time are the header's."""

    steps: tuple[str, ...]
    """From the block hash to the value, each checked; never empty."""

    def __post_init__(self) -> None:
        if not self.steps:
            message = f"{self.what} is proven by no step"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ProvenLog:
    """One log with its place. The hash of its transaction is not committed to beside it."""

    transaction_index: int
    """Place of its transaction in the block, from 0."""

    ordinal: int
    """Place among all logs of the block, from 0."""

    address: bytes
    """20 bytes: the contract that wrote it."""

    topics: tuple[bytes, ...]
    data: bytes

    def __post_init__(self) -> None:
        fits = len(self.address) == ADDRESS_BYTES and len(self.topics) <= _MOST_TOPICS
        if not fits or any(len(topic) != WORD_BYTES for topic in self.topics):
            message = f"log {self.ordinal} has no such address or topics"
            raise ValueError(message)
        if min(self.transaction_index, self.ordinal) < 0:
            message = f"no log stands at {self.transaction_index}, {self.ordinal}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ProvenLogs:
    """Every log of one block: none is missing, none is added, none is altered."""

    block: BlockStamp
    receipts: int
    """How many transactions the block has."""

    logs: tuple[ProvenLog, ...]
    """In the order of the block."""

    def __post_init__(self) -> None:
        if tuple(log.ordinal for log in self.logs) != tuple(range(len(self.logs))):
            message = f"the logs of {self.block} are not each there once, in order"
            raise ValueError(message)

    def of(self, contract: bytes) -> tuple[ProvenLog, ...]:
        """Return the logs that one contract wrote."""
        return tuple(log for log in self.logs if log.address == contract)


@dataclass(frozen=True, slots=True)
class TokenProof:
    """A token contract's code, supply and some balances, from one block hash."""

    contract: AccountId
    code_hash: ProvenValue[str]
    """keccak256 of its code, `0x` and 64 digits; behind a proxy that of the proxy."""

    supply: ProvenValue[int]
    balances: tuple[tuple[AccountId, ProvenValue[int]], ...]
    """In the order asked for; 0 where it is shown that there is none."""

    layout: str
    """Whose word it is that these slots are supply and balances: the layout's name."""

    control_slots: tuple[tuple[int, ProvenValue[int]], ...] = ()
    """Slots that say which code a proxy runs and who may change that, each with its word; 0 where
    it is shown to be empty."""

    def __post_init__(self) -> None:
        held = (value for _, value in (*self.balances, *self.control_slots))
        parts = (self.code_hash, self.supply, *held)
        if any(part.block != self.supply.block for part in parts):
            message = f"the proofs of {self.contract} are of several blocks"
            raise ValueError(message)
