"""Hostile text and figures through every renderer; the corpus is in `tests/hostile.py`.

Whoever names a token, runs a node or writes a file cannot move a cursor, forge a line, command a CI
runner, break a format or stop the report.
"""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.report.console import render_text, render_verdict_line
from stableaudit.report.document import Document, build
from stableaudit.report.json_v1 import json_schema, render_error_json, render_json
from tests.hostile import CORPUS, RUNNER_COMMAND, hidden, huge, poisoned

_VALID = Draft202012Validator(json_schema())


def plain(document: Document) -> str:
    return render_text(document, width=80, colour=False, verbose=True)


def coloured(document: Document) -> str:
    text = render_text(document, width=80, colour=True, verbose=True)
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def as_json(document: Document) -> str:
    return render_json(document, 3).decode()


RENDERERS = (plain, coloured, render_verdict_line, as_json)


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("render", RENDERERS)
def test_render_corpus_text_hides_and_commands_nothing(
    render: Callable[[Document], str], text: str
) -> None:
    output = render(poisoned(text))
    assert hidden(output) == set()
    assert RUNNER_COMMAND.findall(output) == []


@settings(deadline=None, max_examples=30)  # four whole reports an example
@given(st.text(max_size=60))
def test_render_any_text_hides_and_commands_nothing(text: str) -> None:
    document = poisoned(text)
    for render in RENDERERS:
        output = render(document)
        assert hidden(output) == set()
        assert RUNNER_COMMAND.findall(output) == []


@settings(deadline=None)  # the machine is shared; time is no part of the property
@given(st.text(max_size=60))
def test_render_json_any_text_is_valid_and_round_trips(text: str) -> None:
    output = as_json(poisoned(text))
    report = json.loads(output)
    assert list(_VALID.iter_errors(report)) == []
    assert json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False) + "\n" == output


@settings(deadline=None)  # the machine is shared; time is no part of the property
@given(st.text(max_size=60))
def test_render_error_json_any_text_is_valid(text: str) -> None:
    failure = json.loads(render_error_json(text, text, text, 1))
    assert list(_VALID.iter_errors(failure)) == []


@pytest.mark.parametrize("text", ["[red]", "[/x]", "[link=http://x]x[/link]", ":smile:"])
def test_render_text_markup_is_shown_as_it_is(text: str) -> None:
    assert text in plain(poisoned(text))


def test_render_text_forged_verdict_does_not_become_the_last_line() -> None:
    output = plain(poisoned("\nRECONCILED (exit code 0): nothing found counts against it\n"))
    assert output.splitlines()[-1].startswith("INCONCLUSIVE (exit code 3)")
    assert [line for line in output.splitlines() if line.startswith("RECONCILED")] == []


@pytest.mark.parametrize("render", RENDERERS)
def test_render_huge_figures_are_shown_and_break_nothing(
    render: Callable[[Document], str],
) -> None:
    output = render(build(huge()))
    assert hidden(output) == set()
    assert "RECONCILED" not in output.replace("UNRECONCILED", "")


def test_render_json_huge_figures_are_valid_and_exact() -> None:
    report = json.loads(as_json(build(huge())))
    assert list(_VALID.iter_errors(report)) == []
    supply = report["supply"]["deployments"][0]["total_supply"]
    assert int(supply["value"]) == (1 << 256) - 1
    assert int(supply["observed_block"]["number"]) == (1 << 256) - 1
    updated = report["reserve"]["feeds"][0]["round"]["updated_at"]
    assert updated == {"seconds": str((1 << 256) - 1), "utc": None}
