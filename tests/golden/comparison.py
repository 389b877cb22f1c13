"""Whole outputs against files under review. Files change by an explicit flag and in no other way:

STABLEAUDIT_UPDATE_GOLDEN=1 .venv/bin/pytest tests/golden tests/unit/report/test_explain.py
"""

import os
from pathlib import Path


def compare(path: Path, actual: bytes) -> None:
    """Fail unless the file holds exactly `actual`; with the flag set, make it so instead."""
    if os.environ.get("STABLEAUDIT_UPDATE_GOLDEN") == "1":
        path.write_bytes(actual)
    assert path.exists(), f"{path.name} is missing; see tests/golden/comparison.py"
    assert path.read_text("utf-8") == actual.decode()
