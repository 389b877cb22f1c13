"""What somebody was told is kept; a file that is none counts as nobody told."""

from pathlib import Path

import pytest

from stableaudit.adapters.files.watch_file import encode_watched, load_watched
from stableaudit.domain.findings import Gate, Verdict
from stableaudit.reconcile.watch import Outcome, Watched

GOOD = Outcome(Verdict.RECONCILED, Gate.PASSED)
BAD = Outcome(Verdict.UNRECONCILED, Gate.FAILED)


@pytest.mark.parametrize("watched", [Watched(), Watched(None, (BAD,)), Watched(BAD, (GOOD, BAD))])
def test_what_was_told_is_read_as_it_was_kept(tmp_path: Path, watched: Watched) -> None:
    file = tmp_path / "told.json"
    file.write_bytes(encode_watched(watched))
    assert load_watched(file) == watched


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"version":2,"told":null,"recent":[]}', b"\xff" * 9, b"[" * 70_000],
)
def test_file_that_is_none_counts_as_nobody_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "told.json"
    file.write_bytes(content)
    assert load_watched(file) == Watched()


def test_file_that_is_not_there_counts_as_nobody_told(tmp_path: Path) -> None:
    assert load_watched(tmp_path / "none" / "told.json") == Watched()
