"""What a figure stands on: a tree from the figure down to readings, declarations and the ledger.

A figure either follows from other figures by a rule, or was had from somebody: then its basis says
of whom. No text is made here; a rule is told in words by the report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from stableaudit.domain.bars import BarList
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet, Coverage
from stableaudit.domain.prices import PriceFile
from stableaudit.domain.proofs import ProvenValue
from stableaudit.domain.quantities import Quantity
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.books import Open


class Rule(StrEnum):
    """How a figure follows from its terms."""

    NATIVE_SUM = "native sum"
    SCALED = "scaled"
    WITNESSED = "witnessed"
    """Each term gives the same figure for itself."""

    DECLARED_LESS_MINTED = "declared less minted"
    MINTED_LESS_BURNED = "minted less burned"
    LEDGER_LESS_SUPPLY = "ledger less supply"
    AT_PAR = "at par"
    LESS_DEDUCTIONS = "less deductions"
    COVERAGE = "coverage"
    SURPLUS = "surplus"
    SUM_OF_ASSETS = "sum of assets"
    ELIGIBLE = "eligible"
    GOLD_VALUE = "gold value"
    HOLDING_VALUE = "holding value"
    HULL = "hull"
    ROUND_PRICE = "round price"


class Given(StrEnum):
    """Who gave a figure that nobody was asked for."""

    POLICY = "policy"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True)
class Read:
    """A value that a chain answered."""

    reading: Reading[int] | Reading[Round]
    questions: tuple[Question[object], ...]
    """Any of which it answers, never empty: a round is asked for as the latest or by its id."""

    proven: ProvenValue[int] | None = None
    """What the block itself holds, where that was proven."""

    confirmed: tuple[str, ...] = ()
    """Operators that showed which slot is what."""


@dataclass(frozen=True, slots=True)
class InSheet:
    """One balance of the many that one operator was asked for at once."""

    sheet: BalanceSheet
    contract: AccountId
    holder: AccountId
    base_units: int
    block: int
    """Number of the block that it was answered from."""


@dataclass(frozen=True, slots=True)
class ByLedger:
    """A sum over the events of a ledger, which may be of earlier runs."""

    coverage: Coverage


@dataclass(frozen=True, slots=True)
class ByProof:
    """A value that was proven beside the readings."""

    proven: ProvenValue[int]
    confirmed: tuple[str, ...]


Basis: TypeAlias = (
    Read
    | InSheet
    | ByLedger
    | ByProof
    | ReserveStatement
    | BarList
    | PriceFile
    | Given
    | Unavailable
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A figure, and what it stands on."""

    name: str
    """Dotted, stable: `supply.ethereum`."""

    value: Quantity | Open
    rests_on: Rule | Basis
    terms: tuple["Ground", ...] = ()
    """Empty where it rests on a basis."""


def read_ground(
    name: str,
    observed: Reading[int] | Unavailable,
    question: Question[object],
    proven: ProvenValue[int] | None = None,
    confirmed: tuple[str, ...] = (),
) -> Ground:
    """Return a number as a chain answered it, or the reason for not having it."""
    if isinstance(observed, Unavailable):
        return Ground(name, Open(str(observed)), observed)
    return Ground(name, observed.value, Read(observed, (question,), proven, confirmed))


def walk(ground: Ground) -> Iterator[Ground]:
    """Yield a figure and everything below it, each name once, from above."""
    seen: set[str] = set()
    waiting = [ground]
    while waiting:
        one = waiting.pop(0)
        if one.name not in seen:
            seen.add(one.name)
            yield one
            waiting[:0] = one.terms
