"""What the reference block follows from: a trusted block, or one that validators signed."""

from collections.abc import Iterator

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import FinalityEvidence
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Unavailable
from stableaudit.report.blocks import Row, Tone
from stableaudit.report.figures import block_text, count_text
from stableaudit.report.pages.wording import not_known


def trusted_rows(reference: BlockStamp, trusted: BlockStamp | Unavailable | None) -> Iterator[Row]:
    """Yield how a chain's reference block follows from a trusted one; nothing where none is."""
    if isinstance(trusted, Unavailable):
        yield not_known("linked to it", str(trusted))
    elif trusted is not None:
        yield Row(
            "trusted block",
            say(
                "{trusted}, {after}", trusted=block_text(trusted), after=_after(reference, trusted)
            ),
        )


def finality_rows(
    reference: BlockStamp, found: FinalityEvidence | Unavailable | None, *, verbose: bool
) -> Iterator[Row]:
    """Yield which block validators signed, who they are, and what that rests on."""
    if found is None:
        return
    if isinstance(found, Unavailable):
        yield not_known("signed as final", str(found))
        return
    final = found.final
    if found.unlinked is None:
        yield Row(
            "final block",
            say(
                "{block}, {after}",
                block=block_text(final.block),
                after=_after(reference, final.block),
            ),
        )
    else:
        yield Row("final block", block_text(final.block))
        yield not_known("descends from it", str(found.unlinked))
    signers, validators = count_text(final.signers), count_text(final.validators)
    yield Row(
        "signed by",
        say(
            "{signers} of {validators}; {needed} are needed",
            signers=signers,
            validators=validators,
            needed=count_text(final.needed),
        ),
    )
    for clause in final.rests_on:
        yield Row("which rests on", clause)
    if verbose:
        yield Row("by way of", joined(", ", final.steps), Tone.QUIET)


def _after(reference: BlockStamp, later: BlockStamp) -> str:
    if later == reference:
        return "the reference block itself"
    return say(
        "{number} after it, linked by every header",
        number=count_text(later.number - reference.number),
    )
