"""Findings as commands to GitHub's runner, which shows them beside the code and on the job's page.

A contradiction is an error, what is undecided a warning, what is noted a notice. Every text is made
safe first, so it has no line ends; a percent sign, and in a property a colon and a comma, are
escaped as the runner reads them. Source: actions/toolkit, command.ts.
"""

from typing import Final

from stableaudit.domain.findings import Bearing, Finding
from stableaudit.report.declaration_file import DeclarationFile
from stableaudit.report.document import Document
from stableaudit.report.finding_text import sentence_of
from stableaudit.report.safe_text import safe

_COMMANDS: Final = {
    Bearing.CONTRADICTS: "error",
    Bearing.UNDECIDED: "warning",
    Bearing.NOTED: "notice",
}


def annotations(document: Document, *, declaration: DeclarationFile | None) -> str:
    """Return a line for each finding, each ended; empty without findings.

    Args:
        document: whose findings they are.
        declaration: the declaration's file, where one was named.
    """
    return "".join(f"{_line(one, document, declaration)}\n" for one in document.findings)


def _line(finding: Finding, document: Document, declaration: DeclarationFile | None) -> str:
    place = "" if declaration is None else _place(finding, declaration)
    title = _property(f"{finding.check} {finding.severity}")
    message = sentence_of(finding, required=document.policy.min_coverage).replace("%", "%25")
    return f"::{_COMMANDS[finding.bearing]} {place}title={title}::{message}"


def _place(finding: Finding, declaration: DeclarationFile) -> str:
    line = declaration.line_of(finding.check)
    at = "" if line is None else f"line={line},"
    return f"file={_property(declaration.path)},{at}"


def _property(text: str) -> str:
    return safe(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
