"""Several operators' answers to one question as one answer. Pure.

1. Put aside who could not say: no state of the block, or unreachable for this question alone.
2. All others give the same value: that value, AGREED or SINGLE, with the weakest pin.
3. All others give the same kind of error: that error.
4. Where a quorum was asked for, and one answer alone has that many operators behind it: that one,
   AGREED, and a dissent that names who was outvoted.
5. Anything else is a disagreement: InconsistentError with every answer in it, and a dissent.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Pin, Reading, Trust, TrustLevel

_SHOWN_BYTES: Final = 64
"""Up to which a raw answer is told whole; a contract may answer with as many as it likes."""

_STRONGEST_FIRST: Final = tuple(Pin)
_HINT: Final = "a third operator (--endpoint), to see who is right"


@dataclass(frozen=True, slots=True)
class Voice:
    """What one operator answered to one question."""

    whom: str
    operator: str
    outcome: Reading[object] | EvidenceError


@dataclass(frozen=True, slots=True)
class Merged:
    """The one answer, and what happened on the way to it."""

    answer: Reading[object] | EvidenceError
    incidents: tuple[Incident, ...]


def outcome_of(answers: Answers, question: Question[object]) -> Reading[object] | EvidenceError:
    """Return a question's reading, its value as the question accepts it, or its error."""
    try:
        return answers.reading(question)
    except EvidenceError as error:
        return error


def merge(
    question: Question[object],
    voices: tuple[Voice, ...],
    *,
    at: BlockStamp,
    asked: int,
    quorum: int | None = None,
) -> Merged:
    """Return the one answer to a question.

    Args:
        question: what was asked.
        voices: of different operators, never empty.
        at: the block it was asked for.
        asked: how many operators were to answer, those that failed altogether included.
        quorum: how many must agree to outvote others; None: nobody is outvoted.
    """
    silent = tuple(
        v.outcome for v in voices if isinstance(v.outcome, PinnedStateError | UnreachableError)
    )
    heard = tuple(v for v in voices if v.outcome not in silent)
    if not heard:
        return Merged(silent[0], ())
    incidents = tuple(Incident.failure(at.chain, error) for error in silent)
    readings = tuple(v.outcome for v in heard if isinstance(v.outcome, Reading))
    errors = tuple(v.outcome for v in heard if isinstance(v.outcome, EvidenceError))
    if not errors and all(reading.value == readings[0].value for reading in readings):
        return Merged(_agreed(readings, asked), incidents)
    if not readings and all(error.kind == errors[0].kind for error in errors):
        return Merged(errors[0], incidents)
    conflict = disagreement(
        f"{question.label} of {question.contract}",
        tuple((voice.whom, _shown(voice.outcome)) for voice in heard),
        at=str(at),
    )
    dissent = bool(errors) or _is_one_question(readings)
    winner = majority(
        tuple((v.outcome.value if isinstance(v.outcome, Reading) else None) for v in heard), quorum
    )
    if winner is None or not dissent:
        return Merged(conflict, (*incidents, Incident(at.chain, dissent, str(conflict))))
    agreeing = tuple(reading for reading in readings if reading.value == winner)
    outvoted = tuple(
        voice.operator
        for voice in heard
        if not isinstance(voice.outcome, Reading) or voice.outcome.value != winner
    )
    told = Incident(at.chain, dissent=True, what=str(conflict), outvoted=outvoted)
    return Merged(_agreed(agreeing, asked), (*incidents, told))


def majority(answers: tuple[object | None, ...], quorum: int | None) -> object | None:
    """Return the one answer that at least a quorum gave and no other; None where there is none.

    Args:
        answers: one of each operator; None for one that gave an error instead.
        quorum: at least 2, or None where nobody may be outvoted.
    """
    if quorum is None:
        return None
    given = [answer for answer in answers if answer is not None]
    enough = [answer for answer in given if given.count(answer) >= max(quorum, 2)]
    return enough[0] if enough and all(one == enough[0] for one in enough) else None


def disagreement(
    asked: str, answers: tuple[tuple[str, str], ...], *, at: str = ""
) -> InconsistentError:
    """Return the error of operators that answer differently: each by name, with its answer."""
    return InconsistentError(
        "different answers: " + "; ".join(f"{whom} says {answer}" for whom, answer in answers),
        asked=asked,
        whom=" and ".join(whom for whom, _ in answers),
        at=at,
        hint=_HINT,
    )


def _agreed(readings: tuple[Reading[object], ...], asked: int) -> Reading[object]:
    # The weakest pin, and of equals the latest block: the reading is no better than that.
    weakest = max(readings, key=lambda r: (_STRONGEST_FIRST.index(r.pin), r.observed_at.number))
    count = len(readings)
    level = TrustLevel.AGREED if count > 1 else TrustLevel.SINGLE
    sources = tuple(source for reading in readings for source in reading.sources)
    trust = Trust(level, count, asked)
    return Reading(readings[0].value, weakest.at, weakest.observed_at, weakest.pin, trust, sources)


def _is_one_question(readings: tuple[Reading[object], ...]) -> bool:
    """Whether all spoke of the same state: unpinned answers from two blocks may rightly differ."""
    unpinned = any(reading.pin is Pin.UNPINNED for reading in readings)
    return not unpinned or len({reading.observed_at for reading in readings}) == 1


def _shown(outcome: Reading[object] | EvidenceError) -> str:
    if isinstance(outcome, EvidenceError):
        return outcome.came
    place = "" if outcome.observed_at == outcome.at else f" (from {outcome.observed_at})"
    return f"{_told(outcome.value)}{place}"


def _told(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    if len(value) <= _SHOWN_BYTES:
        return f"0x{value.hex()}"
    return f"{len(value)} bytes with the sha256 {hashlib.sha256(value).hexdigest()}"
