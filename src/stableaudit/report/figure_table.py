"""A report as one long table: a row for each figure, each check, and each figure of a finding.

One table and not several, so that a file is one file: filter by `record`. Numbers are plain
decimals as text with all their digits, `low` and `high` alike for an exact one; what is not known
is empty, and `text` says why. No other text is run by a spreadsheet (`cells`).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.findings import Bearing, Finding, NamedQuantity
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.grounds import Ground, Read, walk
from stableaudit.report.cells import cell
from stableaudit.report.document import CheckEntry, Document
from stableaudit.report.figures import instant_text
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe_line
from stableaudit.report.tables import TEXT, Cell, FinishedTable, csv_bytes, finished
from stableaudit.report.v1.fill_findings import figure

COLUMNS: Final = dict.fromkeys(
    (
        *("token", "measured_at", "record", "name", "subject", "label", "status", "severity"),
        *("low", "high", "unit", "trust", "pin", "block", "text"),
    ),
    TEXT,
)
"""`record` is `run`, `figure`, `check` or `finding`. `name` is the figure's as `explain` knows it,
or the check's id. `status` is `known` or `open` of a figure; `pass`, `warn`, `inconclusive` or
`fail` of a check; the bearing of a finding; the verdict of the run."""

_WORDS: Final = {
    Bearing.NOTED: "warn",
    Bearing.UNDECIDED: "inconclusive",
    Bearing.CONTRADICTS: "fail",
}


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the table as CSV in UTF-8 with a header."""
    del rendering
    lines = csv_bytes(figure_table(document)).decode().splitlines()
    return "".join(f"{safe_line(line)}\n" for line in lines).encode()


def figure_table(document: Document) -> FinishedTable:
    """Return a row for the run, then figures, checks and findings in the report's order."""
    measured = instant_text(document.measurement_time)
    head = cell(document.token.key), cell(measured)
    return finished(COLUMNS, ((*head, *row) for row in _rows(document)))


def _rows(document: Document) -> Iterator[tuple[Cell, ...]]:
    required = document.policy.min_coverage
    simulated = "simulated" if document.simulated else None
    why = cell(document.why)
    yield ("run", None, None, simulated, document.verdict.value, *(None,) * 7, why)
    for ground in document.figures:
        yield _figure(ground, required)
    for check in document.checks:
        yield _check(check, document.findings)
    for finding in document.findings:
        yield from _finding(finding, required)


def _figure(ground: Ground, required: Fraction) -> tuple[Cell, ...]:
    name = ("figure", cell(ground.name), None, None)
    if isinstance(ground.value, Open):
        return (*name, "open", *(None,) * 7, cell(ground.value.missing))
    quantity = _quantity(NamedQuantity(ground.name, ground.value), required)
    return (*name, "known", None, *quantity[:3], *_basis(ground), quantity[3])


def _basis(ground: Ground) -> tuple[Cell, Cell, Cell]:
    """Return trust, pin and block where all that was read for a figure has the same ones."""
    read = (one.rests_on.reading for one in walk(ground) if isinstance(one.rests_on, Read))
    bases = {(str(one.trust), one.pin.value, str(one.at.number), one.at.chain) for one in read}
    if len(bases) != 1:
        return None, None, None
    ((trust, pin, block, _),) = bases
    return trust, pin, block


def _quantity(named: NamedQuantity, required: Fraction) -> tuple[Cell, Cell, Cell, Cell]:
    told = figure(named, required)
    return told.low, told.high, cell(told.unit) or None, cell(told.text)


def _check(check: CheckEntry, findings: tuple[Finding, ...]) -> tuple[Cell, ...]:
    statuses = ("pass", *_WORDS.values())
    found = {_WORDS[one.bearing] for one in findings if one.check == check.id}
    status = max(found, key=statuses.index, default="pass")
    name = ("check", check.id, None, None, status, str(check.severity))
    return (*name, *(None,) * 6, cell(check.proposition))


def _finding(finding: Finding, required: Fraction) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for what was found, then one for each of its figures."""
    name = "finding", finding.check, cell(finding.subject)
    weight = finding.bearing.value, str(finding.severity)
    yield (*name, None, *weight, *(None,) * 6, cell(finding.statement))
    for named in finding.figures:
        low, high, unit, text = _quantity(named, required)
        yield (*name, cell(named.label), *weight, low, high, unit, None, None, None, text)
