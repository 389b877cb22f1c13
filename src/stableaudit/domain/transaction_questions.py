"""What is asked of a chain about one transaction that somebody names by its hash.

Neither tells of state: what a transaction is, and what came of it, stands in its block for good. A
block at or below the reference block is final with it.
"""

from dataclasses import dataclass

from stableaudit.domain.question_kinds import Question


@dataclass(frozen=True, slots=True)
class SentTransaction:
    """Who sent a transaction, to whom, carrying what."""

    sender: bytes
    """20 bytes: whose account signed it; on TRON the owner of its one contract call."""

    to: bytes | None
    """20 bytes; None where it created a contract."""

    data: bytes
    """Of the call."""

    memo: bytes
    """Beside the call. TRON alone."""


@dataclass(frozen=True, slots=True)
class TransactionOutcome:
    """What came of a transaction."""

    block: int
    """Number of the block that holds it."""

    succeeded: bool


@dataclass(frozen=True, slots=True)
class TransactionOf(Question[SentTransaction]):
    """A transaction that an account is said to have sent; the account is `contract`."""

    transaction: bytes
    """32 bytes: its hash, on TRON its id."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"transaction 0x{self.transaction.hex()}"

    def accept(self, answer: object) -> SentTransaction:
        """See Question.accept."""
        if isinstance(answer, SentTransaction):
            return answer
        raise self.refusal(answer, "a transaction")


@dataclass(frozen=True, slots=True)
class OutcomeOf(Question[TransactionOutcome]):
    """What came of a transaction that an account is said to have sent."""

    transaction: bytes

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"the outcome of transaction 0x{self.transaction.hex()}"

    def accept(self, answer: object) -> TransactionOutcome:
        """See Question.accept."""
        if isinstance(answer, TransactionOutcome):
            return answer
        raise self.refusal(answer, "the outcome of a transaction")
