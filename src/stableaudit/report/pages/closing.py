"""What stands beside the figures: times, chains, tolerances, open points, limits, command."""

from collections.abc import Iterator

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.evidence import EndpointEvidence
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.conduct import ConductLine
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    block_text,
    count_text,
    instant_against,
    instant_text,
)
from stableaudit.report.pages.anchors import finality_rows, trusted_rows
from stableaudit.report.pages.wording import SIMULATED, marked, not_known, provenance_row
from stableaudit.report.sections.chains import ChainEntry
from stableaudit.report.sections.times import TimeEntry

_INDENT = 2


def times(document: Document) -> Iterator[Block]:
    """Yield every instant that the figures speak of, and how far it lies from the measurement."""
    yield Heading("Times")
    measured = document.measurement_time
    yield Rows(
        (
            Row("measurement time", instant_text(measured)),
            *(Row(entry.what, _apart(entry, measured)) for entry in document.times),
            Row("evidence collected", instant_against(document.collected_at, measured)),
        )
    )


def _apart(entry: TimeEntry, measurement_time: int) -> str:
    text = instant_against(entry.seconds, measurement_time)
    return say("{text}, {simulated}", text=text, simulated=SIMULATED) if entry.simulated else text


def chains(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield where each chain was pinned and who was asked."""
    yield Heading("Chains and operators")
    if not document.chains:
        yield Paragraph("No chain was asked: nothing is declared to stand on one.")
    for chain in document.chains:
        yield from chain_blocks(chain, verbose=verbose)
    if document.conduct:
        yield Lead("Conduct while the chains were read", Tone.DOUBT)
        yield Rows(tuple(_conduct(line) for line in document.conduct), indent=_INDENT)


def chain_blocks(chain: ChainEntry, *, verbose: bool) -> Iterator[Block]:
    """Yield where one chain was pinned and who was asked."""
    yield Lead(marked(chain.title, simulated=chain.simulated))
    yield Rows(tuple(_chain(chain, verbose=verbose)), indent=_INDENT)


def _conduct(line: ConductLine) -> Row:
    times = joined(
        ", ",
        (
            say("{value} {count}×", value=one.value, count=count_text(count))
            for one, count in line.times
        ),
    )
    return Row(line.whom, say("{title}: {times}", title=line.chain.title, times=times))


def _chain(chain: ChainEntry, *, verbose: bool) -> Iterator[Row]:
    yield Row("poses as" if chain.simulated else "chain", str(chain.id))
    if isinstance(chain.reference, Unavailable):
        yield not_known("reference block", str(chain.reference))
    else:
        yield Row("reference block", block_text(chain.reference))
        yield Row("after reading", _reread(chain.reference, chain.reread))
        yield from trusted_rows(chain.reference, chain.trusted)
        yield from finality_rows(chain.reference, chain.finality, verbose=verbose)
        if verbose:
            yield Row("block hash", chain.reference.hash, Tone.QUIET)
    for endpoint in chain.endpoints:
        yield Row(endpoint.operator, _endpoint(endpoint))
    for incident in chain.incidents:
        yield Row("dissent" if incident.dissent else "incident", incident.what, Tone.DOUBT)


def _reread(reference: BlockStamp, reread: BlockStamp | Unavailable) -> str:
    if isinstance(reread, Unavailable):
        return say("not known: {reread}", reread=reread)
    if reread == reference:
        return "the same block"
    return say("another block: {reread}", reread=block_text(reread))


def _endpoint(endpoint: EndpointEvidence) -> str:
    if isinstance(endpoint.vitals, Unavailable):
        return say(
            "{endpoint}, not used: {vitals}", endpoint=endpoint.endpoint, vitals=endpoint.vitals
        )
    return say(
        "{endpoint}, {used}",
        endpoint=endpoint.endpoint,
        used="used" if endpoint.used else "not used",
    )


def open_points(document: Document) -> Iterator[Block]:
    """Yield what the registry does not know, or on which its sources conflict."""
    yield Heading("What is not known")
    if not document.open_points:
        yield Paragraph("The registry lists no open point about this token.")
    for point in document.open_points:
        word = "sources conflict" if point.conflict else "unknown"
        yield Lead(word, Tone.DOUBT, point.about)
        yield Paragraph(point.statement, indent=_INDENT)
        yield Rows((provenance_row(point.provenance),), indent=_INDENT)


def limits(document: Document) -> Iterator[Block]:
    """Yield what a check does not prove."""
    yield Heading("What this check does not prove")
    for limit in document.limits:
        yield Paragraph(limit)


def repeat(document: Document) -> Iterator[Block]:
    """Yield the command that asks again."""
    yield Heading("How to repeat it")
    yield Paragraph(document.repeat, Tone.STRONG, indent=_INDENT, verbatim=True)
    yield Paragraph(
        say(
            "This was {program}. Chains read by block hash answer alike for as "
            "long as a node keeps that state; TRON keeps no past state and is read "
            "anew. Endpoints and files must be the same.",
            program=document.program,
        ),
        Tone.QUIET,
    )
