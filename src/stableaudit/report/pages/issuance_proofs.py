"""What blocks bear out of a ledger's mints and burns, who signed them, and what that rests on."""

from collections import Counter
from collections.abc import Iterator

from stableaudit.domain.issuance_proofs import (
    FinalityProof,
    IssuanceEvidence,
    ProvenBlock,
    Shown,
    UnprovenBlock,
)
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Unavailable
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Row, Tone
from stableaudit.report.figures import block_text, count_text
from stableaudit.report.ledger_words import counted
from stableaudit.report.pages.wording import not_known


def issuance_rows(evidence: IssuanceEvidence | None, *, verbose: bool) -> Iterator[Row]:
    """Yield the rows of one deployment's blocks; none where nobody asked."""
    if evidence is None:
        return
    proofs = evidence.proofs
    if isinstance(proofs, Unavailable):
        yield not_known("mints and burns", str(proofs))
        return
    proven = tuple(each for each in proofs.blocks if isinstance(each, ProvenBlock))
    unproven = tuple(each for each in proofs.blocks if isinstance(each, UnprovenBlock))
    yield from _shown(proven, evidence.sampled)
    if unproven:
        yield Row("not proven", _blocks(len(unproven)), Tone.DOUBT)
    if evidence.left_out:
        older = say("{left_out} older mints and burns", left_out=count_text(evidence.left_out))
        yield Row("not asked", older, Tone.DOUBT)
    for rests_on, count in Counter(each.rests_on for each in proven).items():
        yield Row(
            "block hash", say("{rests_on} ({blocks})", rests_on=rests_on, blocks=_blocks(count))
        )
    signers = dict.fromkeys(spell(one) for each in proven for one in each.signers)
    if signers:
        yield Row("signed by", joined(", ", signers))
    yield from _final(proofs.finality)
    if verbose:
        yield from _each(proven, unproven)


def _shown(proven: tuple[ProvenBlock, ...], sampled: tuple[int, ...]) -> Iterator[Row]:
    with_events = [each for each in proven if each.block.number not in sampled]
    for shown, count in Counter(each.shown for each in with_events).items():
        what = "mints and burns" if shown is Shown.LOGS else "mints"
        yield Row(what, say("{blocks} proven: {value}", blocks=_blocks(count), value=shown.value))
    if sampled:
        picked = _blocks(len(proven) - len(with_events))
        count_of = count_text(len(sampled))
        yield Row(
            "sampled",
            say(
                "{picked} proven of {count_of} that the reference block's hash picked",
                picked=picked,
                count_of=count_of,
            ),
        )


def _each(proven: tuple[ProvenBlock, ...], unproven: tuple[UnprovenBlock, ...]) -> Iterator[Row]:
    for block in proven:
        yield Row(
            "proven",
            say(
                "{block}, {lines} lines",
                block=block_text(block.block),
                lines=count_text(block.lines),
            ),
            Tone.QUIET,
        )
    for missing in unproven:
        yield Row("not proven", str(missing.reason), Tone.QUIET)


def _final(finality: FinalityProof | Unavailable | None) -> Iterator[Row]:
    if isinstance(finality, Unavailable):
        yield not_known("final", str(finality))
    elif finality is not None:
        yield Row(
            "final",
            say(
                "{builders} producers built on block {number} until {last}",
                builders=count_text(finality.builders),
                number=count_text(finality.block.number),
                last=count_text(finality.last),
            ),
        )
        yield Row("which rests on", finality.rests_on)


def _blocks(count: int) -> str:
    return counted(count, "block")
