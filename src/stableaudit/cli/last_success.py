"""When a check of a token last ended with 0, by the metrics file that is about to be replaced.

A monitor asks how long ago that was. A run that failed must not forget it.
"""

import re
from contextlib import suppress
from pathlib import Path

from stableaudit.domain.errors import StableauditError


def last_success(path: Path, token: str) -> int | None:
    """Return seconds of UTC; None where the file is not there, is not ours or does not say."""
    from stableaudit.adapters.files.plain_file import read_text
    from stableaudit.report.exposition import label
    from stableaudit.report.openmetrics import LAST_SUCCESS

    with suppress(StableauditError):
        line = rf'^{LAST_SUCCESS}{{token="{re.escape(label(token))}"}} ([0-9]{{1,12}})$'
        found = re.search(line, read_text(path), re.MULTILINE)
        return None if found is None else int(found[1])
    return None
