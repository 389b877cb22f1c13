"""Lines of the reviewed report of USDKG, as a page quotes them: from one line through another."""

import re
from pathlib import Path
from typing import Final

REPORT: Final = Path(__file__).parents[1] / "golden" / "usdkg.txt"
_SPAN: Final = re.compile(r'report from "(?P<first>[^"]+)"(?: through "(?P<last>[^"]+)")?')


def excerpt(words: str, report: str) -> str:
    """Return the lines that the words of a mark name, fenced, from their least indent.

    Raises:
        ValueError: the words are no span, or the report has no such lines: what a page explains is
            no longer in the report, and somebody has to write the page anew.
    """
    span = _SPAN.fullmatch(words)
    if span is None:
        message = f'not a span of the report: {words}; write: report from "…" through "…"'
        raise ValueError(message)
    lines = report.splitlines()
    first = _place(lines, span["first"], 0)
    last = first if span["last"] is None else _place(lines, span["last"], first)
    chosen = lines[first : last + 1]
    indent = min(len(line) - len(line.lstrip()) for line in chosen if line)
    return "\n".join(["```text", *(line[indent:] for line in chosen), "```"])


def quoted(page: str) -> tuple[str, ...]:
    """Return the words of every mark of a page, in reading order."""
    return tuple(found.group() for found in _SPAN.finditer(page))


def _place(lines: list[str], text: str, start: int) -> int:
    for place in range(start, len(lines)):
        if text in lines[place]:
            return place
    message = f"the report has no line with {text!r} after line {start}"
    raise ValueError(message)
