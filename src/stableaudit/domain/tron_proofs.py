"""What can be proven on TRON without believing the node that told it, and what it rests on.

A block's header commits to its number, time, producer, parent and complete list of transactions,
each with its signatures and its result code. It does not commit to logs, to the receipts that hold
them, to what a call returned, to balances, supplies, code or permissions: of those TRON gives no
proof, and whatever is said of them rests on the agreement of independent operators.

Source: java-tron 4.8.0, BlockCapsule, DposService and core/Tron.proto (knowledge, tron.md 3).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import TransactionCall

PRODUCERS: Final = 27
"""Active at a time."""

NEEDED: Final = 19
"""Of these, who must have built on a block, its own producer among them, to make it final."""

SUCCESS: Final = 1
"""The number of the result code of a call that did not fail."""

_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class ProofFailure:
    """Where a proof breaks, and why. What it was to prove is not disproven: it is unproven."""

    path: str
    """The part of what was given: `headers[3].signature`, `transactions`."""

    reason: str
    """Escaped, ready to be shown."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Producer:
    """One that makes blocks, and the key that signs them."""

    account: bytes
    """20 bytes."""

    key: bytes
    """20 bytes: the account of the key in its witness permission; its own where it has none."""

    def __post_init__(self) -> None:
        if len(self.account) != ADDRESS_BYTES or len(self.key) != ADDRESS_BYTES:
            raise ValueError(f"an account has {ADDRESS_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class ProducerSet:
    """The active producers and their keys, which no header commits to: somebody's word.

    Every proof of finality rests on it. It is of the time it was told: the network elects anew
    every six hours, so it says nothing of older blocks.
    """

    producers: tuple[Producer, ...]
    """PRODUCERS of them, in the order of their accounts: equal sets are equal tuples."""

    told_by: str
    """Whose word it is."""

    def __post_init__(self) -> None:
        accounts = tuple(each.account for each in self.producers)
        if accounts != tuple(sorted(set(accounts))) or len(accounts) != PRODUCERS:
            raise ValueError(f"a producer set has {PRODUCERS} distinct accounts, in their order")
        if not self.told_by:
            raise ValueError("a producer set is somebody's word")

    def key_of(self, account: bytes) -> bytes | None:
        """Return the key that signs for an account; None for one that is not active."""
        return next((each.key for each in self.producers if each.account == account), None)

    def rests_on(self) -> str:
        """Return what a proof by this set rests on, as a sentence."""
        return (
            f"the list of the {PRODUCERS} active witnesses and their signing keys as told by "
            f"{self.told_by}; no header commits to it"
        )


class KeyStanding(Enum):
    """What is known of the key that signed a header."""

    ACTIVE = "the key that is told for this active producer"
    OWN = "the producer's own key; whether it was a producer then is not known"
    OTHER = "another key than the producer's own; whether it might sign then is not known"


@dataclass(frozen=True, slots=True)
class ProvenHeader:
    """A header whose id is that of its bytes and whose signature somebody made over them."""

    number: int
    block_id: bytes
    parent_id: bytes
    timestamp: int
    """Seconds of UTC."""

    transactions_root: bytes
    """All zero for a block without transactions."""

    producer: bytes
    """Whom the header names, 20 bytes."""

    signer: bytes
    """Whose key signed, 20 bytes."""

    standing: KeyStanding

    def __post_init__(self) -> None:
        hashes = (self.block_id, self.parent_id, self.transactions_root)
        if any(len(each) != _HASH_BYTES for each in hashes):
            raise ValueError(f"hashes of a header have {_HASH_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class ProvenFinality:
    """A block that NEEDED distinct producers have built on: it cannot be replaced any more."""

    block: ProvenHeader
    last: ProvenHeader
    """Of the run that proves it."""

    builders: tuple[bytes, ...]
    """The distinct producers of the run in the order of their first block, the block's first."""

    producer_set: ProducerSet
    """What it rests on: see ProducerSet.rests_on."""

    def __post_init__(self) -> None:
        if len(set(self.builders)) != len(self.builders) or len(self.builders) < NEEDED:
            raise ValueError(f"finality takes {NEEDED} distinct producers")


@dataclass(frozen=True, slots=True)
class NoCall:
    """A transaction that calls no contract that could be read, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProvenTransaction:
    """A transaction as its block commits to it.

    Committed: these bytes, in this place, with these signatures and these result codes. Every node
    runs a contract call again and refuses the block if its result code differs. Not committed: what
    the call did, logged or returned, and whether the signers may act for the sender.
    """

    position: int
    transaction: bytes
    """Its id, 32 bytes: sha256 of its raw data. Signatures and results are not in the id."""

    signers: tuple[bytes, ...]
    """Accounts of the keys that signed, 20 bytes each, in the order of the signatures."""

    permission_id: int
    """Which permission of the sender was used; 0 is the owner's."""

    results: tuple[int, ...]
    """The numbers of `contractRet`; one for each entry of `ret`, nearly always one."""

    call: TransactionCall | NoCall

    @property
    def succeeded(self) -> bool:
        """Whether the block commits to success of the transaction's own, outermost call."""
        return self.results == (SUCCESS,)


@dataclass(frozen=True, slots=True)
class ProvenTransactions:
    """Every transaction of a block: none is left out, added, changed or moved."""

    block: ProvenHeader
    transactions: tuple[ProvenTransaction, ...]
    """In the order of the block."""

    def find(self, transaction: bytes) -> ProvenTransaction | None:
        """Return the transaction of an id; None proves that it is not in the block."""
        return next((each for each in self.transactions if each.transaction == transaction), None)


@dataclass(frozen=True, slots=True)
class IssuingCall:
    """A call to a token that orders an issuance."""

    caller: bytes
    """As the token sees it: a multisig where the call is nested in one of its."""

    recipient: bytes
    base_units: int
    nested: bool
    """If so, only the wrapper's success is committed. A wrapper may swallow the failure of the call
    inside, and then nothing was issued: that it was made rests on the log, which nothing proves."""


@dataclass(frozen=True, slots=True)
class ProvenIssuance:
    """An issuance's transaction: in its block, signed, successful, ordering what the ledger says.

    The ledger's entry comes from a log, and the log is not proven. What is: the order to issue.
    """

    block: ProvenHeader
    transaction: ProvenTransaction
    calls: tuple[IssuingCall, ...]
    """One for each of the ledger's entries, in their order."""

    def __post_init__(self) -> None:
        if not self.calls or not self.transaction.succeeded:
            raise ValueError("an issuance is ordered by a call, and its transaction succeeded")

    @property
    def is_direct(self) -> bool:
        """Whether the committed success is that of the issuing call itself."""
        return not any(each.nested for each in self.calls)
