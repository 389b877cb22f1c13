"""Reports as they are given out, compared whole. A person reads each file before it changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.cli.exits import exit_code
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text, render_verdict_line
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from stableaudit.report.language import Language
from tests.cases import crypto_case
from tests.golden.comparison import compare
from tests.unit.report.cases import ALL, usdkg
from tests.unit.report.on_chain_cases import holdings

_HERE = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(ALL))
def test_text_any_case_is_as_reviewed(name: str) -> None:
    text = render_text(build(ALL[name]()), width=80, colour=False)
    compare(_HERE / f"{name}.txt", text.encode())


@pytest.mark.parametrize("name", sorted(ALL))
def test_json_any_case_is_as_reviewed(name: str) -> None:
    result = ALL[name]()
    compare(_HERE / f"{name}.json", render_json(build(result), int(exit_code(result.gate))))


@pytest.mark.parametrize("width", [60, 200])
def test_text_at_other_widths_is_as_reviewed(width: int) -> None:
    text = render_text(build(usdkg()), width=width, colour=False)
    compare(_HERE / f"usdkg-{width}.txt", text.encode())


@pytest.mark.parametrize("language", [Language.RUSSIAN, Language.KYRGYZ])
def test_text_in_other_languages_is_as_reviewed(language: Language) -> None:
    document = replace(build(usdkg()), language=language)
    text = render_text(document, width=100, colour=False)
    compare(_HERE / f"usdkg-{language}.txt", text.encode())


def test_text_verbose_is_as_reviewed() -> None:
    text = render_text(build(usdkg()), width=100, colour=False, verbose=True)
    compare(_HERE / "usdkg-verbose.txt", text.encode())


def test_verdict_lines_are_as_reviewed() -> None:
    lines = [f"{render_verdict_line(build(ALL[name]()))}\n" for name in sorted(ALL)]
    compare(_HERE / "verdict-lines.txt", "".join(lines).encode())


def test_text_of_holdings_on_chain_is_as_reviewed() -> None:
    text = render_text(build(holdings()), width=80, colour=False, verbose=True)
    compare(_HERE / "holdings.txt", text.encode())


def test_text_of_holdings_on_chain_as_declared_says_so_in_a_line() -> None:
    result = judge(crypto_case(), fail_on=Severity.HIGH)
    compare(_HERE / "holdings-line.txt", f"{render_verdict_line(build(result))}\n".encode())
