"""A figure walked back to what it stands on, for a person at a terminal."""

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from stableaudit.domain.bars import BarList
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.prices import PriceFile
from stableaudit.domain.proofs import ProvenValue
from stableaudit.domain.raw_answers import RawAnswer
from stableaudit.domain.readings import Pin, Unavailable
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.grounds import (
    Basis,
    ByLedger,
    ByProof,
    Given,
    Ground,
    InSheet,
    Read,
    Rule,
    walk,
)
from stableaudit.reconcile.judge import Result
from stableaudit.report.blocks import Block, Heading, Lead, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import count_text, instant_text, quantity_text
from stableaudit.report.ground_words import FORMULAS, GIVERS
from stableaudit.report.pages.wording import not_known, trust_words


def render_ground(
    result: Result,
    ground: Ground,
    raw: Mapping[str, tuple[RawAnswer, ...]],
    *,
    inputs: Mapping[str, str],
    width: int,
    colour: bool,
) -> str:
    """Return in words what a figure stands on, every term once, from above.

    Args:
        result: the audit that it is a figure of.
        ground: the figure.
        raw: by the name of a reading, the answers that it was decoded from.
        inputs: paths in the bundle of the files that a person named, by their digest.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    return render_blocks(_blocks(result, ground, raw, inputs), width=width, colour=colour)


def _blocks(
    result: Result,
    ground: Ground,
    raw: Mapping[str, tuple[RawAnswer, ...]],
    inputs: Mapping[str, str],
) -> Iterator[Block]:
    evidence = result.case.evidence
    yield Heading(f"What a figure of {result.case.scope.token.symbol} stands on")
    yield Rows((Row("measurement time", instant_text(evidence.measurement_time)),))
    for one in walk(ground):
        value = one.value
        unknown = isinstance(value, Open)
        shown = "not known" if isinstance(value, Open) else quantity_text(value)
        yield Lead(one.name, Tone.DOUBT if unknown else Tone.STRONG, shown)
        yield Rows((*_why(value), *_basis(one, inputs), *_answers(raw.get(one.name, ()))), indent=2)


def _why(value: object) -> Iterator[Row]:
    if isinstance(value, Open):
        yield not_known("value", value.missing)


def _basis(ground: Ground, inputs: Mapping[str, str]) -> Iterator[Row]:
    basis = ground.rests_on
    if isinstance(basis, Rule):
        yield Row("is", FORMULAS[basis])
        for term in ground.terms:
            value = term.value
            shown = "not known" if isinstance(value, Open) else quantity_text(value)
            yield Row("of", f"{term.name} = {shown}")
    else:
        yield from _had_of(basis, inputs)


def _had_of(basis: Basis, inputs: Mapping[str, str]) -> Iterator[Row]:
    match basis:
        case Read():
            yield from _read(basis)
        case InSheet(sheet, contract, holder, _, block):
            yield Row("asked", f"balanceOf({holder.local}) of {contract}, with others at once")
            yield Row("how", sheet.method)
            yield Row("block", count_text(block))
            yield Row("given by", f"{sheet.operator}, {sheet.endpoint}")
        case ByLedger(coverage):
            yield Row("is", "a sum over the events of the ledger")
            yield Row("from", f"block {count_text(coverage.origin.block)}: {coverage.origin.why}")
            yield from _block("to", coverage.last)
            yield Row("given by", ", ".join(coverage.sources) or "nobody")
            yield Row("raw", _NOT_HERE, Tone.QUIET)
        case ByProof(proven, confirmed):
            yield from _block("block", proven.block)
            yield from _proven(proven, confirmed)
        case ReserveStatement():
            yield Row("declared in", f"{basis.id} of {basis.issuer}")
            yield Row("file", basis.named or basis.provenance.source)
            yield from _digest(basis.digest, inputs)
        case PriceFile() | BarList():
            yield Row("file", basis.name)
            yield from _digest(basis.sha256, inputs)
        case Given():
            yield Row("given by", GIVERS[basis])
        case Unavailable():
            yield Row("asked", basis.asked)
            yield not_known("why", str(basis))
        case _ as never:
            assert_never(never)


def _digest(sha256: str, inputs: Mapping[str, str]) -> Iterator[Row]:
    yield Row("sha256", sha256 or "none: it is no file")
    if sha256:
        here = inputs.get(sha256, "not in the bundle: it came with the program's registry")
        yield Row("copy", here, Tone.QUIET)


_NOT_HERE: Final = "the answers to runs before this one are not in the bundle"


def _read(basis: Read) -> Iterator[Row]:
    reading = basis.reading
    yield Row("asked", f"{basis.questions[0].label} of {basis.questions[0].contract}")
    yield from _block("block", reading.observed_at)
    if reading.observed_at != reading.at:
        yield from _block("speaks of", reading.at)
    yield Row("pin", str(reading.pin))
    if reading.pin is Pin.DERIVED:
        yield Row(
            "is", "what was read at the later block, less what the ledger's events moved since"
        )
    yield Row("trust", trust_words(reading))
    if basis.proven is not None:
        yield from _proven(basis.proven, basis.confirmed)


def _proven(proven: ProvenValue[int], confirmed: tuple[str, ...]) -> Iterator[Row]:
    yield Row("proven", f"{count_text(proven.value)}, {proven.what}")
    for number, step in enumerate(proven.steps, start=1):
        yield Row(f"step {number}", step, Tone.QUIET)
    yield Row("slots confirmed by", ", ".join(confirmed) or "nobody")


def _block(label: str, block: BlockStamp) -> Iterator[Row]:
    yield Row(label, f"{count_text(block.number)} of {instant_text(block.timestamp)}")
    yield Row("hash", block.hash)


def _answers(answers: tuple[RawAnswer, ...]) -> Iterator[Row]:
    for one in answers:
        yield Row("answered by", f"{one.operator}, {one.endpoint}")
        if one.hex:
            yield Row("raw", one.hex)
            if not one.equal:
                yield Row("but", "these digits are another number than the figure", Tone.BAD)
        else:
            yield Row("raw", f"cannot be narrowed: {one.why}", Tone.DOUBT)
        if one.sha256:
            yield Row("stands in", f"answers/{one.sha256}.zst")
            yield Row("at", _place(one), Tone.QUIET)


def _place(one: RawAnswer) -> str:
    words = [] if one.offset is None else [f"byte {count_text(one.offset)} of its content"]
    if one.calls > 1:
        words.append(f"the answer to call {one.call} of {one.calls} in one request")
    if one.hex and one.why:
        words.append(one.why)
    if one.hex and one.offset is None:
        words.append("the digits stand there more than once")
    return "; ".join(words) or "no one place"
