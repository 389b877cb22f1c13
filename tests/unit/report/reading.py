"""What a reader of each format finds in it: a parser of the format's own, and no code of ours.

`READERS` has one for every format of a report. A new format needs one, or its hostile test fails.
"""

import csv
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from types import MappingProxyType
from xml.etree.ElementTree import Element

import duckdb
from defusedxml.ElementTree import fromstring
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)
from markdown_it import MarkdownIt
from markdown_it.token import Token
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as parse_openmetrics,
)
from prometheus_client.parser import text_string_to_metric_families as parse_prometheus

from stableaudit.report.figure_table import COLUMNS
from stableaudit.report.json_v1 import json_schema
from tests.devnet.tools import ensure_tools, sarif_schema
from tests.unit.report.html.reading import elements, tree

csv.field_size_limit(1 << 24)  # the longest hostile text, as often as a sentence repeats it
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_KNOWN = {
    *("paragraph", "heading", "blockquote", "bullet_list", "list_item", "strong"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_VALID = Draft202012Validator(json_schema())


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown as its reader has it."""

    words: tuple[str, ...]
    """Text outside code, where GitHub looks for names, numbers and addresses."""

    code: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    """Rows of cells, the header first; a cell as its source."""


def read_text(data: bytes) -> str:
    """Lines of UTF-8, the last one ended."""
    text = data.decode()
    assert text.endswith("\n")
    return text


def read_json(data: bytes) -> object:
    """An object that its own schema describes."""
    report: object = json.loads(data)
    assert list(_VALID.iter_errors(report)) == []
    return report


def read_html(output: bytes) -> object:
    """The page's elements; tests/unit/report/html looks closer."""
    root = tree(output)
    assert not {"script", "iframe", "object", "embed"} & {element.tag for element in elements(root)}
    return root


def read_markdown(data: bytes) -> Prose:
    """Headings, paragraphs, lists and tables; anything else fails, HTML and links first of all."""
    blocks = _MARKDOWN.parse(data.decode())
    leaves = [leaf for block in blocks for leaf in (block.children or [block])]
    kinds = {token.type for token in (*blocks, *leaves)} - {"inline", "text", "code_inline"}
    assert {kind.removesuffix("_open").removesuffix("_close") for kind in kinds} <= _KNOWN
    words = tuple(leaf.content for leaf in leaves if leaf.type == "text")
    code = tuple(leaf.content for leaf in leaves if leaf.type == "code_inline")
    return Prose(words, code, tuple(_tables(blocks)))


def read_junit(data: bytes) -> Element:
    """Suites whose counts are those of their tests."""
    root: Element = fromstring(data)
    for suite in (root, *root.iter("testsuite")):
        tests = list(suite.iter("testcase"))
        found = {
            "tests": len(tests),
            **{
                f"{kind}{plural}": sum(test.find(kind) is not None for test in tests)
                for kind, plural in (("failure", "s"), ("error", "s"), ("skipped", ""))
            },
        }
        assert {name: int(suite.attrib[name]) for name in found} == found
    return root


def read_nagios(data: bytes) -> tuple[str, str, dict[str, str]]:
    """State, text, and figures by their label: one line, one pipe, plain decimals."""
    text = read_text(data)
    assert text.count("\n") == 1
    head, *figures = text.removesuffix("\n").split("|")
    assert len(figures) <= 1
    found = re.fullmatch(r"STABLEAUDIT (OK|WARNING|CRITICAL|UNKNOWN) - (.*)", head)
    assert found is not None
    values = dict(one.split("=") for figure in figures for one in figure.split(" "))
    number, edge = r"-?[0-9]+(?:\.[0-9]+)?", r"[-0-9.:]*"
    for value in values.values():
        assert re.fullmatch(rf"{number}s?;{edge};{edge};{edge};{edge}", value) is not None
    return found[1], found[2], values


def read_metrics(data: bytes) -> dict[str, list[tuple[dict[str, str], str]]]:
    """Samples by metric, as text of their own digits; as Prometheus and OpenMetrics read them."""
    text = read_text(data)
    assert text.endswith("\n# EOF\n")
    for parse in (parse_prometheus, parse_openmetrics):
        families = list(parse(text))
        assert {family.type for family in families} == {"gauge"}
        assert {sample.timestamp for family in families for sample in family.samples} == {None}
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, list[tuple[dict[str, str], str]]] = {}
    parsed = [one for family in parse_prometheus(text) for one in family.samples]
    for sample, line in zip(parsed, samples, strict=True):
        digits = line.rpartition(" ")[2]
        assert float(digits) == float(sample.value)
        found.setdefault(sample.name, []).append((sample.labels, digits))
    for name, each in found.items():
        assert len({tuple(labels.items()) for labels, _ in each}) == len(each), name
    return found


@cache
def _sarif() -> Draft202012Validator:
    """The standard's schema, as the makers of its reference tools give it out; read, not copied."""
    return Draft202012Validator(json.loads(sarif_schema(ensure_tools()).read_text("utf-8")))


def read_sarif(data: bytes) -> object:
    """A log that the standard's schema describes, by whose rules only what fails has a level."""
    log = json.loads(data)
    assert list(_sarif().iter_errors(log)) == []
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert (result["kind"] == "fail") is (result["level"] != "none")
    return run


def read_csv(data: bytes) -> tuple[dict[str, str], ...]:
    """Rows of one width, of which a spreadsheet would run no cell."""
    rows = tuple(csv.DictReader(StringIO(read_text(data)), strict=True))
    assert {tuple(row) for row in rows} == {tuple(COLUMNS)}
    cells = {cell for row in rows for cell in row.values()}
    run = {cell for cell in cells if re.match(r"\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]", cell)}
    assert {cell for cell in run if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", cell) is None} == set()
    return rows


def read_parquet(data: bytes) -> tuple[dict[str, str], ...]:
    """The same rows as in CSV, text in every column, nothing for an empty cell."""
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(data)
        file.flush()
        table = duckdb.read_parquet(file.name)
        assert set(map(str, table.types)) == {"VARCHAR"}
        rows = table.fetchall()
        return tuple(
            {name: cell or "" for name, cell in zip(table.columns, row, strict=True)}
            for row in rows
        )


def _tables(blocks: list[Token]) -> Iterator[tuple[tuple[str, ...], ...]]:
    rows: list[list[str]] = []
    for block in blocks:
        if block.type == "table_open":
            rows = []
        elif block.type == "tr_open":
            rows.append([])
        elif block.type == "inline" and rows and block.level > 1:
            rows[-1].append(block.content)
        elif block.type == "table_close":
            yield tuple(tuple(row) for row in rows)
            rows = []


READERS: MappingProxyType[str, Callable[[bytes], object]] = MappingProxyType(
    {
        "text": read_text,
        "json": read_json,
        "html": read_html,
        "markdown": read_markdown,
        "summary": read_markdown,
        "junit": read_junit,
        "nagios": read_nagios,
        "openmetrics": read_metrics,
        "sarif": read_sarif,
        "csv": read_csv,
        "parquet": read_parquet,
    }
)
