"""A report as SARIF 2.1.0, for code scanning: each check a rule, each finding a result.

| bearing | kind | level |
|---|---|---|
| contradicts | fail | by its severity: error, warning or note |
| undecided | open | none |
| noted | informational | none |

By the standard only what fails has a level. A check that found nothing is a rule without results:
platforms that do not look at `kind` would show every `pass` as an alert. In a message, brackets
make a link and braces a placeholder; they are escaped.

Source: SARIF 2.1.0 (OASIS), sections 3.11.5, 3.11.6, 3.27.9 and 3.27.10.
"""

import hashlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from stableaudit import __version__
from stableaudit.domain.findings import Bearing, Finding, Severity
from stableaudit.reconcile.check import Check
from stableaudit.reconcile.checks import checks_for
from stableaudit.report.declaration_file import DeclarationFile
from stableaudit.report.document import Document
from stableaudit.report.figures import instant_text, quantity_text
from stableaudit.report.finding_text import headline, sentence_of
from stableaudit.report.json_v1 import encode_plain
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_KINDS: Final = {
    Bearing.CONTRADICTS: "fail",
    Bearing.UNDECIDED: "open",
    Bearing.NOTED: "informational",
}
_LEVELS: Final = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"},
)
_FINGERPRINT: Final = "checkSubjectStatement/v1"


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the findings as SARIF in UTF-8, keys sorted, with a final newline."""
    checks = checks_for(document.token)
    order = {check.id: index for index, check in enumerate(checks)}
    run = {
        "tool": {
            "driver": {
                "name": "stableaudit",
                "version": __version__,
                "rules": [_rule(check) for check in checks],
            }
        },
        "automationDetails": {"id": f"stableaudit/{quote(safe(document.token.key), safe='')}/"},
        # A finding is no failure of the tool: it did what it was run for.
        "invocations": [{"executionSuccessful": True, "exitCode": rendering.exit_code}],
        "results": [_result(one, order, document, rendering) for one in document.findings],
        "properties": {
            "verdict": document.verdict.value,
            "why": document.why,
            "token": document.token.key,
            "measurementTime": instant_text(document.measurement_time),
            "simulated": document.simulated,
            "repeat": document.repeat,
        },
    }
    return encode_plain({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(check: Check) -> Mapping[str, object]:
    return {
        "id": check.id,
        "shortDescription": {"text": _message(check.proposition)},
        "fullDescription": {"text": _message(check.why)},
        "help": {"text": _message(check.remedy)},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"severity": str(check.severity)},
    }


def _result(
    finding: Finding, order: Mapping[str, int], document: Document, rendering: Rendering
) -> Mapping[str, object]:
    fails = finding.bearing is Bearing.CONTRADICTS
    required = document.policy.min_coverage
    return {
        "ruleId": finding.check,
        "ruleIndex": order[finding.check],
        "kind": _KINDS[finding.bearing],
        "level": _LEVELS[finding.severity] if fails else "none",
        "message": {"text": _message(sentence_of(finding, required=required))},
        "locations": [_location(finding, rendering.declaration)],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(finding)},
        "properties": {
            "severity": str(finding.severity),
            "bearing": finding.bearing.value,
            "figures": [
                {"label": named.label, "text": quantity_text(named.value, mark=required)}
                for named in finding.figures
            ],
        },
    }


def _location(finding: Finding, declaration: DeclarationFile | None) -> Mapping[str, object]:
    logical = {"logicalLocations": [{"fullyQualifiedName": finding.subject}]}
    if declaration is None:
        return logical
    line = declaration.line_of(finding.check)
    region = {} if line is None else {"region": {"startLine": line}}
    uri = quote(safe(declaration.path))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, **region}, **logical}


def _message(text: str) -> str:
    return safe(text).translate(_ESCAPES)


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same while a finding does: its statement has no figures in it."""
    return hashlib.sha256(f"{finding.check} {headline(finding)}".encode()).hexdigest()
