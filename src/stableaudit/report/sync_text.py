"""What a sync would cost, and how far the ledgers go after it, for a person at a terminal."""

from collections.abc import Iterator

from stableaudit.domain.ledger import Coverage
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Token
from stableaudit.ledger.fetches import FetchOutcome, PlannedFetch
from stableaudit.report.blocks import Block, Heading, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import block_text, count_text, duration_text
from stableaudit.report.ledger_pages import banner, coverage_rows, deployment_rows
from stableaudit.report.ledger_words import counted


def render_plan(
    token: Token, fetches: tuple[PlannedFetch, ...], *, width: int, colour: bool
) -> str:
    """Return what each chain's fetch would cost, before anything is fetched."""
    blocks = (
        *banner(tuple(one.spec for one in fetches)),
        *(block for one in fetches for block in _planned(token, one)),
        *_all_together(fetches),
    )
    return render_blocks(blocks, width=width, colour=colour)


def render_outcome(
    token: Token, outcomes: tuple[FetchOutcome, ...], *, width: int, colour: bool
) -> str:
    """Return how far each chain's ledger goes now, and why it goes no further."""
    blocks = (
        *banner(tuple(one.spec for one in outcomes)),
        *(block for one in outcomes for block in _outcome(token, one)),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _planned(token: Token, fetch: PlannedFetch) -> Iterator[Block]:
    yield Heading(f"{token.symbol} on {fetch.spec.title}: to fetch")
    rows = [*deployment_rows(fetch.deployment), Row("covered so far", _covered(fetch.coverage))]
    match fetch.plan:
        case FetchPlan() as plan:
            rows += _plan_rows(plan)
        case Unavailable() as why:
            rows.append(Row("cost", f"not known: {why}", Tone.DOUBT))
        case None:
            rows.append(Row("to fetch", "nothing: the ledger is up to date", Tone.GOOD))
    yield Rows(tuple(rows))


def _plan_rows(plan: FetchPlan) -> Iterator[Row]:
    blocks = plan.blocks
    yield Row(
        "blocks",
        f"{count_text(len(blocks))}, from {count_text(blocks.first)} to {count_text(blocks.last)}",
    )
    yield Row("requests", f"about {count_text(plan.requests)}")
    yield Row("time", f"about {duration_text(plan.seconds)}")
    for limit in plan.limits:
        yield Row("rests on", limit)


def _all_together(fetches: tuple[PlannedFetch, ...]) -> Iterator[Block]:
    plans = tuple(one.plan for one in fetches if isinstance(one.plan, FetchPlan))
    unknown = sum(isinstance(one.plan, Unavailable) for one in fetches)
    if not plans and not unknown:
        return
    requests = sum(plan.requests for plan in plans)
    # Chains are fetched at the same time: the slowest decides.
    longest = max((plan.seconds for plan in plans), default=0)
    text = (
        f"Altogether about {count_text(requests)} requests; chains are fetched at the same time, "
        f"so about {duration_text(longest)}. Nothing was fetched."
    )
    if unknown:
        text += f" Not in this: {counted(unknown, 'chain')} whose cost is not known."
    yield Heading("Altogether")
    yield Paragraph(text)


def _outcome(token: Token, outcome: FetchOutcome) -> Iterator[Block]:
    yield Heading(f"{token.symbol} on {outcome.spec.title}: ledger")
    rows = list(deployment_rows(outcome.deployment))
    if outcome.after is None:
        rows.append(Row("ledger", "covers nothing yet", Tone.BAD))
    else:
        rows.append(Row("new", _news(outcome.before, outcome.after)))
        rows += coverage_rows(outcome.after)
    rows += [Row("history changed", told, Tone.BAD) for told in outcome.rewritten]
    rows += [Row("another endpoint went on", told, Tone.DOUBT) for told in outcome.troubles]
    if outcome.failure is not None:
        rows.append(Row("goes no further", str(outcome.failure), Tone.BAD))
    yield Rows(tuple(rows))


def _news(before: Coverage | None, after: Coverage) -> str:
    if before is None:
        blocks = after.last.number - after.origin.block + 1
        return f"{counted(blocks, 'block')}, all of it"
    blocks = after.last.number - before.last.number
    if blocks < 0:
        return f"{counted(-blocks, 'block')} fewer: the chain's history changed, rolled back"
    transfers, entries = after.transfers - before.transfers, after.entries - before.entries
    return (
        f"{counted(blocks, 'block')} with {counted(transfers, 'transfer')} and "
        f"{counted(entries, 'other entry', 'other entries')}"
    )


def _covered(coverage: Coverage | None) -> str:
    return "nothing" if coverage is None else f"everything to {block_text(coverage.last)}"
