"""What can be asked of a chain: typed questions, so that every answer has one meaning.

A reader answers a batch of questions at one block. Each question knows what kind of value answers
it and refuses any other, so a decoder's slip becomes an error here and not a number in a report.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from stableaudit.domain.errors import EvidenceError, InconsistentError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.question_kinds import (
    Question,
    Round,
    RoundQuestion,
    TextQuestion,
    UnsignedQuestion,
)
from stableaudit.domain.readings import Reading

__all__ = (
    "Answers",
    "BalanceOf",
    "CodeHash",
    "Decimals",
    "FeedDecimals",
    "FeedDescription",
    "LatestRound",
    "Name",
    "NativeBalance",
    "Question",
    "Round",
    "RoundData",
    "Symbol",
    "TotalSupply",
)

_HASH: Final = re.compile(r"0x[0-9a-f]{64}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TotalSupply(UnsignedQuestion):
    """All tokens of a contract, in base units. ERC-20 totalSupply."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "totalSupply()"


@dataclass(frozen=True, slots=True)
class Decimals(UnsignedQuestion):
    """How many decimals a token's base unit has. ERC-20 decimals."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "decimals()"


@dataclass(frozen=True, slots=True)
class Name(TextQuestion):
    """The name a token gives itself. ERC-20 name."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "name()"


@dataclass(frozen=True, slots=True)
class Symbol(TextQuestion):
    """The symbol a token gives itself. ERC-20 symbol."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "symbol()"


@dataclass(frozen=True, slots=True)
class BalanceOf(UnsignedQuestion):
    """What one account holds of a token, in base units. ERC-20 balanceOf."""

    holder: AccountId

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"balanceOf({self.holder.local})"


@dataclass(frozen=True, slots=True)
class NativeBalance(UnsignedQuestion):
    """What an account holds of the chain's own coin, in its smallest unit (wei, sun).

    The account is asked about as `contract`. What it has staked, lent or locked in a contract is
    not in it.
    """

    @property
    def label(self) -> str:
        """See Question.label."""
        return "the coins"


@dataclass(frozen=True, slots=True)
class CodeHash(Question[str]):
    """keccak256 of a contract's runtime code, `0x` and 64 hex digits."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "the hash of its code"

    def accept(self, answer: object) -> str:
        """See Question.accept."""
        if isinstance(answer, str) and _HASH.fullmatch(answer) is not None:
            return answer
        raise self.refusal(answer, "a 32-byte hash")


@dataclass(frozen=True, slots=True)
class FeedDecimals(UnsignedQuestion):
    """How many decimals a feed's answer has."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "decimals()"


@dataclass(frozen=True, slots=True)
class FeedDescription(TextQuestion):
    """What a feed says it prices, such as `XAU / USD`."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "description()"


@dataclass(frozen=True, slots=True)
class LatestRound(RoundQuestion):
    """The newest round of a feed in the state of the block."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "latestRoundData()"


@dataclass(frozen=True, slots=True)
class RoundData(RoundQuestion):
    """One round of a feed; a gap is an UndecodableError."""

    round_id: int

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"getRoundData({self.round_id})"

    def accept(self, answer: object) -> Round:
        """See Question.accept. A round of another id answers another question."""
        if isinstance(answer, Round) and answer.round_id == self.round_id:
            return answer
        raise self.refusal(answer, f"round {self.round_id}")


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of a batch of questions: a reading or an error for each."""

    by_question: Mapping[Question[object], Reading[object] | EvidenceError]

    def reading(self, question: Question[T]) -> Reading[T]:
        """Return the reading that answers `question`, or raise its EvidenceError.

        Raises:
            EvidenceError: the error the reader kept for this question.
            InconsistentError: the reader left the question out of its answer.
        """
        answer = self.by_question.get(question)
        match answer:
            case Reading():
                return Reading(
                    question.accept(answer.value),
                    answer.at,
                    answer.observed_at,
                    answer.pin,
                    answer.trust,
                    answer.sources,
                )
            case EvidenceError():
                raise answer
            case _:
                raise InconsistentError(
                    "the batch came back without an answer to it",
                    asked=f"{question.label} of {question.contract}",
                    whom="the chain reader",
                )
