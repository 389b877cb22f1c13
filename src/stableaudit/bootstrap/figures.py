"""A figure of a bundle walked back to the raw answers in it, with the network off."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from stableaudit.adapters.evidence.answers import kept_answers
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.bootstrap.bundles import Verified, of_hostile_evidence, verify_bundle
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Gate
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import BalanceOf, Question
from stableaudit.domain.raw_answers import RawAnswer
from stableaudit.domain.readings import Source
from stableaudit.domain.tokens import Finality
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.figures_of import figure_named
from stableaudit.reconcile.grounds import Ground, InSheet, Read, walk

Raw: TypeAlias = Mapping[str, tuple[RawAnswer, ...]]
"""Raw answers by the name of the figure that was decoded from them; one for each operator."""

Find: TypeAlias = Callable[
    [Question[object], BlockStamp, Iterable[Recorded]], Iterator[tuple[RawAnswer, object]]
]
"""Gives the answers to a question at a block, and what each decodes to."""

_MOST_FOR_ONE: Final = 1 << 18
"""Bytes of a request in which a single call is looked for; those for many holders are longer."""


def explained(
    path: Path, name: str, exit_code: Callable[[Gate], int]
) -> tuple[Verified, Ground, Raw]:
    """Return a bundle that holds together, a figure of it, and the raw answers below that.

    Raises:
        BundleError: see verify_bundle.
        DeclarationError: there is no such figure.
    """
    verified = verify_bundle(path, exit_code)
    case = verified.result.case
    with of_hostile_evidence(), kept_answers(path, verified.bundle) as kept:
        ground = figure_named(verified.result, name)
        raw = {one.name: tuple(_raw(one, case, kept)) for one in walk(ground)}
    return verified, ground, raw


def _raw(
    ground: Ground, case: Case, kept: Mapping[str, tuple[Recorded, ...]]
) -> Iterator[RawAnswer]:
    match ground.rests_on:
        case Read(reading=reading, questions=questions):
            for source in reading.sources:
                chain = reading.at.chain
                answers = _of(source, kept.get(case.scope.chain(chain).key, ()))
                found = _read(questions, reading.observed_at, reading.value, answers, case)
                yield found or _not_found(source)
        case InSheet() as one:
            source = Source(one.sheet.operator, one.sheet.endpoint, "")
            answers = _of(source, kept.get(case.scope.chain(one.contract.chain).key, ()))
            yield _in_sheet(one, answers, case) or _not_found(source)
        case _:
            return


def _read(
    questions: tuple[Question[object], ...],
    at: BlockStamp,
    value: object,
    answers: tuple[Recorded, ...],
    case: Case,
) -> RawAnswer | None:
    """Return the answer that gave the value; where none did, the first, and that it did not."""
    find = _finder(at.chain, case)
    short = [one for one in answers if one.question_size <= _MOST_FOR_ONE]
    found = [each for one in questions for each in find(one, at, short)]
    equal = (raw for raw, decoded in found if decoded == value)
    return next(equal, next((replace(raw, equal=False) for raw, _ in found), None))


def _in_sheet(one: InSheet, answers: tuple[Recorded, ...], case: Case) -> RawAnswer | None:
    evidence = case.chain(one.contract.chain)
    if evidence is None or not isinstance(evidence.reference, BlockStamp):
        return None
    question = BalanceOf(one.contract, one.holder)
    found = _read((question,), evidence.reference, one.base_units, answers, case)
    if found is None and evidence.chain.namespace == "eip155":
        from stableaudit.adapters.evm.raw_answers import balance_in_many

        many = tuple(balance_in_many(one.contract, one.holder, one.base_units, answers))
        found = next((each for each in many if each.hex), next(iter(many), None))
    return found


def _finder(chain: ChainId, case: Case) -> Find:
    if case.scope.chain(chain).finality is Finality.SOLIDIFIED:
        from stableaudit.adapters.tron import raw_answers as of_tron

        return of_tron.answers_to
    from stableaudit.adapters.evm import raw_answers as of_evm

    return of_evm.answers_to


def _of(source: Source, kept: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    whose = (source.operator, source.endpoint)
    return tuple(one for one in kept if (one.operator, one.endpoint) == whose)


def _not_found(source: Source) -> RawAnswer:
    why = "no answer in the bundle is to a question that asks for just this"
    return RawAnswer(source.operator, source.endpoint, "", 0, 0, "", None, why)
