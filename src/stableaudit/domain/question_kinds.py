"""What a question is, and the kinds of value that can answer one.

The questions themselves, and the batch of their answers, are in questions.py.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.untrusted import Untrusted

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

    def refusal(self, answer: object, expected: str) -> UndecodableError:
        """Return the error of an answer that is of another type."""
        return UndecodableError(
            f"the decoded answer is a {type(answer).__name__}, not {expected}",
            asked=f"{self.label} of {self.contract}",
            whom="the chain reader",
        )


class UnsignedQuestion(Question[int]):
    """A question whose answer is a uint256."""

    __slots__ = ()

    def accept(self, answer: object) -> int:
        """See Question.accept."""
        if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < 1 << 256:
            return answer
        raise self.refusal(answer, "an integer of 256 bits")


class TextQuestion(Question[Untrusted]):
    """A question whose answer is a text the contract's author chose."""

    __slots__ = ()

    def accept(self, answer: object) -> Untrusted:
        """See Question.accept."""
        if isinstance(answer, Untrusted):
            return answer
        raise self.refusal(answer, "an untrusted text")


class RoundQuestion(Question[Round]):
    """A question whose answer is a round of a price feed."""

    __slots__ = ()

    def accept(self, answer: object) -> Round:
        """See Question.accept."""
        if isinstance(answer, Round):
            return answer
        raise self.refusal(answer, "a round")
