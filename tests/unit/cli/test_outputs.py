"""Where outputs go, and what a format is told of the process."""

from pathlib import Path

import click
import pytest

from stableaudit.adapters.files.schema import json_schema
from stableaudit.cli.declared import declared_in
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.outputs import Output, annotate, refuse_on_a_terminal, write_outputs
from stableaudit.reconcile.checks import CHECKS
from stableaudit.report.declaration_file import KEYS, DeclarationFile
from stableaudit.report.document import build
from tests.unit.report import cases


@pytest.mark.parametrize(
    ("declaration", "uri"),
    [
        (Path("statements/s.toml"), "statements/s.toml"),
        (Path("/home/of-a-person/s.toml"), "s.toml"),
        (Path("../s.toml"), "s.toml"),
    ],
)
def test_sarif_names_a_declaration_as_its_repository_does(
    declaration: Path, uri: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.sarif"
    write_outputs(
        build(cases.usdkg()),
        (Output("sarif", path),),
        ExitCode.INCONCLUSIVE,
        declaration=declaration,
    )
    text = path.read_text("utf-8")
    assert f'"uri": "{uri}"' in text
    assert "of-a-person" not in text


@pytest.mark.parametrize(("format_", "terminal"), [("parquet", False), ("csv", True)])
def test_format_that_a_terminal_may_have_is_let_by(
    format_: str,
    terminal: bool,  # noqa: FBT001 - a column of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    refuse_on_a_terminal(format_)


def test_binary_format_on_a_terminal_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(click.BadParameter, match="--output parquet=PATH"):
        refuse_on_a_terminal("parquet")


@pytest.mark.parametrize(("set_to", "lines"), [("true", 11), ("false", 0), ("", 0), ("1", 0)])
def test_annotations_are_told_to_a_runner_alone_and_not_in_the_report(
    set_to: str, lines: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", set_to)
    annotate(build(cases.usdkg()), declaration=Path("statement.toml"))
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("file=statement.toml")) == ("", lines)


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("s.toml", 'id = "x"\n\n[[reserves]]\nclass = "cash"\n', {"id": 1, "reserves": 3}),
        ("s.json", '{"id": "x",\n "reserves": [\n {}]}', {"id": 1, "reserves": 2}),
    ],
)
def test_declaration_has_the_first_line_of_each_key(
    name: str, text: str, lines: dict[str, int], tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    assert declared_in(file) == DeclarationFile(name, lines)


def test_declaration_that_is_gone_has_no_lines_and_none_is_none(tmp_path: Path) -> None:
    assert declared_in(tmp_path / "gone.toml") == DeclarationFile("gone.toml", {})
    assert declared_in(None) is None


def test_keys_of_checks_are_keys_of_a_declaration_and_checks_that_there_are() -> None:
    schema = json_schema("statement")
    assert set(KEYS) <= {check.id for check in CHECKS}
    assert set(KEYS.values()) <= set(_properties(schema))


def _properties(schema: dict[str, object]) -> set[str]:
    """Every key of every object that a schema describes."""
    found: set[str] = set()
    waiting: list[object] = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            properties = one.get("properties")
            found |= set(properties) if isinstance(properties, dict) else set()
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found
