"""What can be asked of a chain: typed questions, so that every answer has one meaning.

A reader answers a batch of questions at one block. Each question knows what kind of value answers
it and refuses any other, so a decoder's slip becomes an error here and not a number in a report.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.readings import Reading
from stableaudit.domain.untrusted import Untrusted

_HASH: Final = re.compile(r"0x[0-9a-f]{64}")

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Round:
    """One answer of a price feed. Source: Chainlink AggregatorV3Interface, getRoundData."""

    round_id: int
    """`phase << 64 | round of the aggregator`."""

    answer: int
    """Price in units of 10^-decimals of the quote currency."""

    started_at: int
    updated_at: int
    """Seconds of UTC."""

    @property
    def phase(self) -> int:
        """Which aggregator behind the proxy answered."""
        return self.round_id >> 64


@dataclass(frozen=True, slots=True)
class Question(ABC, Generic[T_co]):
    """One thing that a contract can be asked."""

    contract: AccountId

    @property
    @abstractmethod
    def label(self) -> str:
        """The call as a person would write it."""

    @abstractmethod
    def accept(self, answer: object) -> T_co:
        """Return the answer as its type; UndecodableError if it is of any other."""

    def _refuse(self, answer: object, expected: str) -> UndecodableError:
        return UndecodableError(
            f"the decoded answer is a {type(answer).__name__}, not {expected}",
            asked=f"{self.label} of {self.contract}",
            whom="the chain reader",
        )


class _UnsignedQuestion(Question[int]):
    """A question whose answer is a uint256."""

    __slots__ = ()

    def accept(self, answer: object) -> int:
        """See Question.accept."""
        if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < 1 << 256:
            return answer
        raise self._refuse(answer, "an integer of 256 bits")


class _TextQuestion(Question[Untrusted]):
    """A question whose answer is a text the contract's author chose."""

    __slots__ = ()

    def accept(self, answer: object) -> Untrusted:
        """See Question.accept."""
        if isinstance(answer, Untrusted):
            return answer
        raise self._refuse(answer, "an untrusted text")


class _RoundQuestion(Question[Round]):
    """A question whose answer is a round of a price feed."""

    __slots__ = ()

    def accept(self, answer: object) -> Round:
        """See Question.accept."""
        if isinstance(answer, Round):
            return answer
        raise self._refuse(answer, "a round")


@dataclass(frozen=True, slots=True)
class TotalSupply(_UnsignedQuestion):
    """All tokens of a contract, in base units. ERC-20 totalSupply."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "totalSupply()"


@dataclass(frozen=True, slots=True)
class Decimals(_UnsignedQuestion):
    """How many decimals a token's base unit has. ERC-20 decimals."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "decimals()"


@dataclass(frozen=True, slots=True)
class Name(_TextQuestion):
    """The name a token gives itself. ERC-20 name."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "name()"


@dataclass(frozen=True, slots=True)
class Symbol(_TextQuestion):
    """The symbol a token gives itself. ERC-20 symbol."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "symbol()"


@dataclass(frozen=True, slots=True)
class BalanceOf(_UnsignedQuestion):
    """What one account holds of a token, in base units. ERC-20 balanceOf."""

    holder: AccountId

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"balanceOf({self.holder.local})"


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
        raise self._refuse(answer, "a 32-byte hash")


@dataclass(frozen=True, slots=True)
class FeedDecimals(_UnsignedQuestion):
    """How many decimals a feed's answer has."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "decimals()"


@dataclass(frozen=True, slots=True)
class FeedDescription(_TextQuestion):
    """What a feed says it prices, such as `XAU / USD`."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "description()"


@dataclass(frozen=True, slots=True)
class LatestRound(_RoundQuestion):
    """The newest round of a feed in the state of the block."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "latestRoundData()"


@dataclass(frozen=True, slots=True)
class RoundData(_RoundQuestion):
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
        raise self._refuse(answer, f"round {self.round_id}")


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
