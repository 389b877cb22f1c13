"""Pages of docs/ keep what the program knows between marks, a pair for each part.

What stands outside the marks is written by hand, what stands between them comes from the program:
from its schemas, its settings and the reviewed reports in tests/golden.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

_BLOCK: Final = re.compile(
    r"<!-- (?P<name>[a-z][^>]*?) -->\n.*?<!-- /(?P=name) -->", re.DOTALL | re.MULTILINE
)


def renewed(text: str, make: Callable[[str], str]) -> str:
    """Return the page with every marked part made anew from the words of its mark.

    Raises:
        ValueError: the page has no marked part, so that nothing would hold it to the program.
    """

    def fill(found: re.Match[str]) -> str:
        name = found["name"]
        body = make(name).strip("\n")
        return f"<!-- {name} -->\n\n{body}\n\n<!-- /{name} -->"

    page, parts = _BLOCK.subn(fill, text)
    if not parts:
        message = "the page has no marked part: <!-- name --> … <!-- /name -->"
        raise ValueError(message)
    return page


def table(titles: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return a Markdown table; what would end a cell is escaped."""
    lines = [titles, ("---",) * len(titles), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
