"""A Parquet file that cannot be written is our error; what can is in tests/unit/report."""

import tempfile
from pathlib import Path

import pytest

from stableaudit.adapters.store.parquet import parquet_bytes
from stableaudit.domain.errors import StoreError
from stableaudit.report.tables import INTEGER, TEXT, finished

TABLE = finished({"a": TEXT, "b \"c'": INTEGER}, [("x", 1), (None, None)])


def test_parquet_without_a_place_for_temporary_files_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StoreError, match=r"a temporary Parquet file: cannot be written: .*No such"):
        parquet_bytes(TABLE.frame, TABLE.sql_types)


def test_parquet_of_a_column_that_is_not_there_says_so() -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        parquet_bytes(TABLE.frame, {"z": "VARCHAR"})


def test_parquet_quotes_names_and_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = tmp_path / "it's"
    odd.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(odd))
    assert parquet_bytes(TABLE.frame, TABLE.sql_types)[:4] == b"PAR1"
    assert list(odd.iterdir()) == []
