"""A report as JUnit XML, which every CI server shows: a suite for the token, a test for each check.

A contradiction is a failure, whatever `--fail-on` lets by: the exit code says what counts, and the
suite what was found. What is undecided is an error; what is noted stands in the test's output, as
JUnit has no word for it. A check that has nothing to say about such a token is skipped.

XML 1.0 has no way to write a control character; every text is made safe before it gets here.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from stableaudit.domain.findings import Bearing, Finding
from stableaudit.reconcile.check import Check
from stableaudit.reconcile.checks import CHECKS
from stableaudit.report.document import Document
from stableaudit.report.figures import instant_text
from stableaudit.report.finding_text import headline, lines_of
from stableaudit.report.kinds import kind_text
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the checks as JUnit XML in UTF-8; the verdict is a property of the suite."""
    cases = tuple(_cases(document))
    counts = {
        "tests": str(len(cases)),
        "failures": str(_count(cases, "failure")),
        "errors": str(_count(cases, "error")),
        "skipped": str(_count(cases, "skipped")),
    }
    root = Element("testsuites", {"name": safe(document.program), **counts})
    measured = safe(instant_text(document.measurement_time))
    name = safe(document.token.symbol)
    suite = SubElement(root, "testsuite", {"name": name, "timestamp": measured, **counts})
    properties = SubElement(suite, "properties")
    for what, value in (
        ("verdict", document.verdict.value),
        ("why", document.why),
        ("exit code", str(rendering.exit_code)),
        ("simulated", "true" if document.simulated else "false"),
        ("repeat", document.repeat),
    ):
        SubElement(properties, "property", {"name": what, "value": safe(value)})
    suite.extend(cases)
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _count(cases: tuple[Element, ...], outcome: str) -> int:
    return sum(case.find(outcome) is not None for case in cases)


def _cases(document: Document) -> Iterator[Element]:
    run = {entry.id for entry in document.checks}
    for check in CHECKS:
        case = Element(
            "testcase",
            {
                "classname": safe(f"stableaudit.{document.token.key}"),
                "name": safe(f"{check.id} {check.proposition}"),
            },
        )
        if check.id in run:
            _tell(case, document, check)
        else:
            kind = kind_text(document.token.kind)
            SubElement(case, "skipped", {"message": f"says nothing about a {kind}"})
        yield case


def _tell(case: Element, document: Document, check: Check) -> None:
    found = tuple(one for one in document.findings if one.check == check.id)
    contradictions = tuple(one for one in found if one.bearing is Bearing.CONTRADICTS)
    undecided = tuple(one for one in found if one.bearing is Bearing.UNDECIDED)
    decides = contradictions or undecided
    if decides:
        # One element, whatever the number: servers count a test once, and some show the first only.
        outcome = SubElement(
            case,
            "failure" if contradictions else "error",
            {"type": decides[0].bearing.value, "message": headline(decides[0])},
        )
        outcome.text = _text(decides, document)
    others = tuple(one for one in found if one not in decides)
    if others:
        SubElement(case, "system-out").text = _text(others, document)


def _text(found: tuple[Finding, ...], document: Document) -> str:
    required = document.policy.min_coverage
    return "\n".join(
        "\n".join((f"[{one.severity}, {one.bearing}]", *lines_of(one, required=required)))
        for one in found
    )
