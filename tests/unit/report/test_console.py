"""Text for a terminal: what a person sees first, and what a pipe must not get."""

import re

import pytest
from rich.cells import cell_len

from stableaudit.report.accounts import spell
from stableaudit.report.console import render_text, render_verdict_line, wants_colour
from stableaudit.report.document import Document, build
from tests.unit.report import cases

_SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(params=sorted(cases.ALL))
def document(request: pytest.FixtureRequest) -> Document:
    return build(cases.ALL[request.param]())


@pytest.mark.parametrize("width", [60, 80, 200])
def test_render_text_any_width_keeps_within_it(document: Document, width: int) -> None:
    text = render_text(document, width=width, colour=False, verbose=True)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_render_text_without_colour_has_no_escape(document: Document) -> None:
    assert "\x1b" not in render_text(document, width=80, colour=False)


def test_render_text_with_colour_says_nothing_else(document: Document) -> None:
    coloured = render_text(document, width=80, colour=True)
    assert coloured != (plain := render_text(document, width=80, colour=False))
    assert _SGR.sub("", coloured) == plain


def test_render_text_no_line_ends_in_blanks(document: Document) -> None:
    text = _SGR.sub("", render_text(document, width=80, colour=True))
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [60, 80, 200])
def test_render_text_last_line_is_the_verdict(document: Document, width: int) -> None:
    last = render_text(document, width=width, colour=False).splitlines()[-1]
    assert last.startswith(f"{document.verdict} (exit code ")


def test_render_text_top_holds_what_a_reader_looks_for() -> None:
    top = render_text(build(cases.fresh()), width=80, colour=False).splitlines()[:17]
    assert top[0] == "RECONCILED  Gold Dollar (USDKG) at 2026-11-20T15:00:00Z"
    assert [line.split()[0] for line in top[6:] if line[2] != " "] == [
        "supply",
        "declared",
        "books",
        "books",
        "declared",
        "reserve",
        "coverage",
        "break-even",
        "measured",
    ]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_render_text_simulated_network_is_said_at_top_and_bottom(width: int) -> None:
    lines = render_text(build(cases.usdkg()), width=width, colour=False).splitlines()
    assert "*** SIMULATED NETWORK ***" in lines[1]
    assert "*** SIMULATED NETWORK ***" in "".join(lines[-8:])


def test_render_text_simulated_chain_never_stands_as_an_entry_without_the_word() -> None:
    text = render_text(build(cases.usdkg()), width=200, colour=False)
    chains = r"(?:TRON|Ethereum|BNB Chain)(?:$|,| \().*"
    entries = re.findall(rf"^ {{2}}(?:Price of gold: .*)?{chains}", text, re.MULTILINE)
    assert len(entries) > 6
    assert [entry for entry in entries if "SIMULATED NETWORK" not in entry] == []


def test_render_text_real_network_is_not_called_simulated() -> None:
    assert "SIMULATED" not in render_text(build(cases.fresh()), width=80, colour=False)


def test_render_text_verbose_adds_code_hashes_and_calls() -> None:
    plain, verbose = (
        render_text(build(cases.usdkg()), width=200, colour=False, verbose=verbose)
        for verbose in (False, True)
    )
    for detail in ("0x" + "c0de" * 16, "totalSupply() of Operator A, http://127.0.0.1:8545/…"):
        assert detail in verbose
        assert detail not in plain


def test_render_text_level_is_named_and_never_an_audit() -> None:
    text = render_text(build(cases.usdkg()), width=80, colour=False)
    assert "agreed-upon procedures; no assurance conclusion" in text
    assert "Kreston Digital Assets Ltd (the signer;" in text


def test_render_text_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    document = build(cases.usdkg())
    before = render_text(document, width=80, colour=False)
    for name in ("FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "JUPYTER_COLUMNS", "TTY_INTERACTIVE"):
        monkeypatch.setenv(name, "1")
    assert render_text(document, width=80, colour=False) == before
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" in render_text(document, width=80, colour=True)


def test_render_verdict_line_is_one_line_with_verdict_reason_and_code(document: Document) -> None:
    line = render_verdict_line(document)
    assert "\n" not in line
    assert document.verdict in line
    assert document.why.split(" (")[0] in line
    assert line.endswith(")")
    assert line.startswith("SIMULATED NETWORK ") == document.simulated


@pytest.mark.parametrize(
    ("environ", "is_terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_wants_colour_table(
    environ: dict[str, str],
    is_terminal: bool,  # noqa: FBT001 - a column of the table
    wanted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert wants_colour(environ, is_terminal=is_terminal) is wanted


@pytest.mark.parametrize("width", [60, 80])
def test_render_text_addresses_and_hashes_are_never_broken(width: int) -> None:
    text = render_text(build(cases.usdkg()), width=width, colour=False, verbose=width > 60)
    assert text.count(spell(cases.USDKG_ETHEREUM.asset.contract)) == 1
    if width > 60:
        assert cases.block(cases.BNB).hash in text
