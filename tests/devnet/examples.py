"""The examples as if they had been written yesterday: a statement's dates move, its figures stay.

Examples carry fixed dates, so that their bytes and digests are the same for everyone. A month later
they are stale, as they should be; whoever wants to see them fresh takes a copy with newer dates.
"""

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples"
_WRITTEN: Final = date(2026, 11, 20)
_AROUND: Final = timedelta(days=800)
"""How far from it the dates are that a statement speaks of; older ones are history."""

_DAY: Final = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def dated_yesterday(name: str, folder: Path) -> Path:
    """Copy an example into a folder, its day moved to yesterday, and return the copy."""
    copy = folder / name
    shutil.copytree(EXAMPLES / name, copy)
    later = datetime.now(UTC).date() - timedelta(days=1) - _WRITTEN
    for path in copy.glob("*.toml"):
        path.write_text(_moved(path.read_text("utf-8"), later), "utf-8")
    return copy


def _moved(text: str, later: timedelta) -> str:
    def move(found: re.Match[str]) -> str:
        day = date.fromisoformat(found.group())
        return day.isoformat() if abs(day - _WRITTEN) > _AROUND else (day + later).isoformat()

    return _DAY.sub(move, text)
