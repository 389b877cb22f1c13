"""What `declare` prints, compared whole. A person reads each file before it changes."""

from dataclasses import replace
from pathlib import Path

from stableaudit.adapters.files.statement_draft import ASSURANCE, REDEMPTION, Draft
from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.report.declare_json import render_diff_json, render_validation_json
from stableaudit.report.declare_text import render_diff, render_validation
from tests.cases import STATEMENT
from tests.golden.comparison import compare
from tests.unit.reserves.test_statement_diff import EVENT, FULL

_HERE = Path(__file__).parent
OLD = replace(FULL, digest="ab" * 32, supersedes=Unknown(), issuer="Issuer [red]\x1b[31m")
NEW = replace(
    STATEMENT,
    id="S-2",
    digest="cd" * 32,
    as_of=STATEMENT.as_of - 1,
    supersedes="ab" * 32,
    reserves=(replace(STATEMENT.gold[0], quantity=Figure("399.5"), bars=Unknown()),),
    issuances=(replace(EVENT, id="i2"),),
)
PROBLEMS = (
    DeclarationError("says nothing", where="x.toml, line 3, key a", hint="write more"),
    DeclarationError("says \x1b[2J", where="x.toml, line 4, key b"),
)


def test_diff_as_text_is_as_reviewed() -> None:
    text = render_diff(OLD, NEW, width=80, colour=False)
    compare(_HERE / "declare-diff.txt", text.encode())


def test_diff_as_json_is_as_reviewed() -> None:
    compare(_HERE / "declare-diff.json", render_diff_json(OLD, NEW, 4))


def test_validation_as_text_is_as_reviewed() -> None:
    shown = replace(OLD, previous=NEW)
    valid = render_validation("./x.toml", shown, width=80, colour=False)
    invalid = render_validation("./x.toml", PROBLEMS, width=80, colour=False)
    compare(_HERE / "declare-validate.txt", f"{valid}\n{invalid}".encode())


def test_validation_as_json_is_as_reviewed() -> None:
    compare(_HERE / "declare-valid.json", render_validation_json("./x.toml", OLD, 0))
    compare(_HERE / "declare-invalid.json", render_validation_json("./x.toml", PROBLEMS, 2))


def test_draft_with_every_table_is_as_reviewed() -> None:
    draft = Draft("2026-11-21", contracts=(("tron", "T…"),)).having(ASSURANCE).having(REDEMPTION)
    compare(_HERE / "declare-new.toml", draft.text().encode())
