"""What every check states, why, and what settles it: for `explain` and for docs/checks.md.

Both come from the checks themselves, so that neither can say anything else than what is run.
"""

import textwrap
from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Verdict
from stableaudit.reconcile.check import Check
from stableaudit.reconcile.checks import CHECKS
from stableaudit.report.verdicts import EXIT_CODE, MEANING, OTHER_EXIT_CODES, USUAL_GATE

_WIDTH: Final = 80
_PREFACE: Final = """\
# Checks

Generated from the checks themselves (`stableaudit explain ID` prints one of them); do not edit.

A check states one proposition. Where it does not hold, a finding says so, with figures, and has one
of three bearings on the verdict: it *contradicts* the declaration, it leaves the check *undecided*,
or it is *noted* and the verdict stands. A contradiction decides if its severity is `--fail-on` or
above (default: high); anything undecided makes the verdict inconclusive; a contradiction outranks
it. What `--waivers` lets by stays a finding and part of the verdict, and does not count for the
exit code.
"""


def explain(check_id: str) -> str | None:
    """Return what a check or a rule is about, in lines of at most 80 columns; None for no id."""
    check = next((one for one in CHECKS if one.id == check_id), None)
    if check is None:
        return None
    return "\n".join(
        (
            f"{check.id} (severity: {check.severity})",
            "",
            textwrap.fill(check.proposition, _WIDTH),
            "",
            textwrap.fill(f"Why: {check.why}", _WIDTH),
            "",
            textwrap.fill(f"What settles a finding: {check.remedy}", _WIDTH),
        )
    )


def checks_markdown() -> str:
    """Return the text of docs/checks.md: verdicts, exit codes, and a section for each check."""
    return "\n".join(
        (_PREFACE, *_verdicts(), *(line for check in CHECKS for line in _section(check)))
    )


def _verdicts() -> Iterator[str]:
    yield "## Verdicts and exit codes"
    yield ""
    yield "| code | verdict | meaning |"
    yield "|---|---|---|"
    codes = [
        (EXIT_CODE[USUAL_GATE[verdict]], str(verdict), MEANING[verdict]) for verdict in Verdict
    ]
    codes += [(code, "none", meaning) for code, meaning in OTHER_EXIT_CODES]
    for code, verdict, meaning in sorted(codes):
        yield f"| {code} | {verdict} | {meaning} |"
    yield ""
    yield "The output format never changes the code. 4 outranks 3."
    yield ""


def _section(check: Check) -> Iterator[str]:
    yield f"## {check.id}"
    yield ""
    yield f"**{check.proposition}** Severity: {check.severity}."
    yield ""
    yield check.why
    yield ""
    yield f"What settles a finding: {check.remedy}"
    yield ""
