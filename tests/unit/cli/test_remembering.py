"""A document that draws the history: earlier checks beside the days of its own evidence."""

from dataclasses import replace
from pathlib import Path

from stableaudit.cli.remembering import with_earlier
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import build
from tests.cases import healthy_case
from tests.result_cases import kept, store_at

DOCUMENT = build(judge(healthy_case(), fail_on=Severity.HIGH))


def test_document_with_earlier_results_has_them_and_its_own_beside_its_days(
    tmp_path: Path,
) -> None:
    store = store_at(tmp_path / "some.jsonl")
    store.append(kept(why="Earlier.", later=-5))
    drawn = with_earlier(DOCUMENT, store, kept(why="Now."))
    assert drawn.history is not None
    assert [one.why for one in drawn.history.results] == ["Earlier.", "Now."]
    assert DOCUMENT.history is not None
    assert drawn.history.days == DOCUMENT.history.days
    assert replace(drawn, history=DOCUMENT.history) == DOCUMENT


def test_document_stays_what_it_is_where_the_results_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text("not ours\n")
    assert with_earlier(DOCUMENT, store_at(path), kept()) is DOCUMENT


def test_document_without_a_history_gets_none(tmp_path: Path) -> None:
    bare = replace(DOCUMENT, history=None)
    assert with_earlier(bare, store_at(tmp_path / "some.jsonl"), kept()) is bare
