"""A report as one line for Nagios, Icinga and their kin: state, why, and figures to plot.

`STABLEAUDIT OK - …|coverage_low=1.012;;1:;0; …`. The word before the dash is the state that
`--exit-style nagios` ends with. A pipe in a text would begin the figures, and is escaped.

Source: Monitoring Plugins' development guidelines (states, one line, performance data).
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Gate, Verdict
from stableaudit.domain.intervals import Interval
from stableaudit.domain.statements import MissingStatement
from stableaudit.report.document import Document
from stableaudit.report.figures import bounds, plain_amount
from stableaudit.report.pages.wording import SIMULATED
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe

_LONGEST: Final = 1_000
"""Characters of text; servers cut lines at 4 to 8 thousand bytes, figures and all."""


class State(IntEnum):
    """What a monitoring server knows, with its exit codes."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


def state_of(verdict: Verdict, gate: Gate) -> State:
    """Return the state of a check that ended in a verdict: never OK but for RECONCILED."""
    if gate is Gate.FAILED:
        return State.CRITICAL
    if gate is Gate.UNDECIDED:
        return State.UNKNOWN
    return State.OK if verdict is Verdict.RECONCILED else State.WARNING


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the line, with its end."""
    del rendering
    simulated = f"{SIMULATED} " if document.simulated else ""
    text = f"{simulated}{document.token.symbol} {document.verdict}: {document.why}"
    figures = " ".join(_figures(document))
    return _line(state_of(document.verdict, document.gate), text, figures)


def render_failure(message: str) -> bytes:
    """Return what takes the place of a report when there is none, with its end."""
    return _line(State.UNKNOWN, message, "")


def _line(state: State, text: str, figures: str) -> bytes:
    shown = safe(text).replace("|", "\\u007c")
    cut = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    after = f"|{figures}" if figures else ""
    return f"STABLEAUDIT {state.name} - {cut}{after}\n".encode()


def _figures(document: Document) -> Iterator[str]:
    """Yield label=value;warn;crit;min;max of what is known."""
    book, supply = document.reserve.book, document.supply
    if isinstance(book.coverage, Interval):
        ratio, least = bounds(book.coverage), Interval.exactly(document.reserve.required_coverage)
        yield f"coverage_low={ratio.low};;{bounds(least).low}:;0;"
        yield f"coverage_high={ratio.high};;;0;"
    if isinstance(supply.native, TokenAmount):
        yield f"supply={plain_amount(supply.native)};;;0;"
    if isinstance(supply.residual, TokenAmount):
        yield f"residual={plain_amount(supply.residual)};;0:0;;"
    if not isinstance(document.statement, MissingStatement):
        oldest = document.policy.max_statement_age_seconds
        yield f"statement_age={document.statement.clock.age_seconds}s;;{oldest};;"
    bearings = tuple(one.bearing for one in document.findings)
    for bearing in Bearing:
        yield f"{bearing.value}={bearings.count(bearing)};;;0;"
