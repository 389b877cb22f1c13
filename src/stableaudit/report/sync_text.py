"""What a sync would cost, and how far the ledgers go after it, for a person at a terminal.

The values come from the application, which a report does not know: what is asked of them is
written down here.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.ledger import Coverage
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.report.blocks import Block, Heading, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import block_text, count_text, duration_text
from stableaudit.report.ledger_pages import banner, coverage_rows, deployment_rows
from stableaudit.report.ledger_words import counted


class Kept(Protocol):
    """A ledger that lacks nothing."""

    @property
    def coverage(self) -> Coverage:
        """What it covers."""
        ...


class BroughtUp(Protocol):
    """A ledger that was brought up to date."""

    @property
    def coverage(self) -> Coverage:
        """What it covers now."""
        ...

    @property
    def rewritten(self) -> tuple[str, ...]:
        """What of the committed history had changed."""
        ...

    @property
    def troubles(self) -> tuple[str, ...]:
        """Endpoints that failed before another one went on."""
        ...


class _OfDeployment(Protocol):
    @property
    def deployment(self) -> Deployment: ...

    @property
    def spec(self) -> ChainSpec: ...

    @property
    def until(self) -> BlockStamp | Unavailable: ...


class Planned(_OfDeployment, Protocol):
    """What fetching one deployment's past would cost."""

    @property
    def outcome(self) -> FetchPlan | Kept | Unavailable:
        """The plan, what is kept where nothing is missing, or why there is no plan."""
        ...


class Done(_OfDeployment, Protocol):
    """What came of one deployment's sync."""

    @property
    def outcome(self) -> BroughtUp | Unavailable:
        """The ledger, or why it is not up to date."""
        ...


def plan_document(
    plans: Sequence[Planned], *, width: int, colour: bool = False
) -> tuple[str, bool]:
    """Return what each fetch would cost, and whether that is known of every one."""
    blocks = (
        *banner(tuple(one.spec for one in plans)),
        *(block for one in plans for block in _planned(one)),
        *_altogether(plans),
    )
    known = not any(isinstance(one.outcome, Unavailable) for one in plans)
    return render_blocks(blocks, width=width, colour=colour), known


def outcome_document(
    outcomes: Sequence[Done], *, width: int, colour: bool = False
) -> tuple[str, bool]:
    """Return how far each ledger goes now, and whether every one is up to date."""
    blocks = (
        *banner(tuple(one.spec for one in outcomes)),
        *(block for one in outcomes for block in _outcome(one)),
    )
    complete = not any(isinstance(one.outcome, Unavailable) for one in outcomes)
    return render_blocks(blocks, width=width, colour=colour), complete


def _planned(plan: Planned) -> Iterator[Block]:
    yield Heading(f"{plan.spec.title}: to fetch")
    found = plan.outcome
    rows = [*deployment_rows(plan.deployment), *_until(plan)]
    if isinstance(found, FetchPlan):
        rows += _plan_rows(found)
    elif isinstance(found, Unavailable):
        rows.append(Row("cost", f"not known: {found}", Tone.DOUBT))
    else:
        rows.append(Row("to fetch", "nothing: the ledger is up to date", Tone.GOOD))
        rows += coverage_rows(found.coverage)
    yield Rows(tuple(rows))


def _until(one: _OfDeployment) -> Iterator[Row]:
    if isinstance(one.until, Unavailable):
        yield Row("last final block", f"not known: {one.until}", Tone.DOUBT)
    else:
        yield Row("last final block", block_text(one.until))


def _plan_rows(plan: FetchPlan) -> Iterator[Row]:
    first, last = count_text(plan.blocks.first), count_text(plan.blocks.last)
    yield Row("blocks", f"{count_text(len(plan.blocks))}, from {first} to {last}")
    yield Row("requests", f"about {count_text(plan.requests)}")
    yield Row("time", f"about {duration_text(plan.seconds)}")
    for limit in plan.limits:
        yield Row("rests on", limit)


def _altogether(plans: Sequence[Planned]) -> Iterator[Block]:
    known = tuple(one.outcome for one in plans if isinstance(one.outcome, FetchPlan))
    unknown = sum(isinstance(one.outcome, Unavailable) for one in plans)
    requests = sum(plan.requests for plan in known)
    # Chains are fetched at the same time, deployments of one chain one after the other.
    by_chain = {
        spec: sum(
            one.outcome.seconds
            for one in plans
            if one.spec == spec and isinstance(one.outcome, FetchPlan)
        )
        for spec in {one.spec for one in plans}
    }
    longest = duration_text(max(by_chain.values(), default=0))
    text = (
        f"About {counted(requests, 'request')} in {longest}, all chains at the same time. "
        "Nothing was fetched."
    )
    if unknown:
        text += f" Not in this: {counted(unknown, 'ledger')} of unknown cost."
    yield Heading("Altogether")
    yield Paragraph(text)


def _outcome(done: Done) -> Iterator[Block]:
    yield Heading(f"{done.spec.title}: ledger")
    found = done.outcome
    rows = [*deployment_rows(done.deployment), *_until(done)]
    if isinstance(found, Unavailable):
        rows.append(Row("not up to date", str(found), Tone.BAD))
        yield Rows(tuple(rows))
        return
    rows += coverage_rows(found.coverage)
    rows += [Row("history changed", text, Tone.BAD) for text in found.rewritten]
    rows += [Row("trouble", text, Tone.DOUBT) for text in found.troubles]
    yield Rows(tuple(rows))
