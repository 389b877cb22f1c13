"""docs/benchmarks.md keeps the last figures between marks, a pair for each section."""

from pathlib import Path


def renewed(text: str, section: str, lines: list[str]) -> str:
    """Return the document with the marked block of a section replaced.

    Raises:
        ValueError: the document has no such marks.
    """
    begin, end = f"<!-- bench:{section} -->", f"<!-- /bench:{section} -->"
    head, opened, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not opened or not closed:
        message = f"no {begin} … {end} to write between"
        raise ValueError(message)
    body = "\n".join(lines).strip("\n")
    return f"{head}{begin}\n\n{body}\n\n{end}{tail}"


def write(path: Path, section: str, lines: list[str]) -> None:
    """Replace a section's block in the file."""
    path.write_text(renewed(path.read_text(encoding="utf-8"), section, lines), encoding="utf-8")
