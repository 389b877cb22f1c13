"""Sessions as a page shows them: commands after `$`, then what they print.

In what is printed, `…` on a line of its own stands for any lines and `…` within one for any text.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SESSION: Final = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PROMPT: Final = "$ "
_ANY: Final = "…"


@dataclass(frozen=True, slots=True)
class Step:
    """A command and the lines that the page shows beneath it."""

    command: str
    shown: tuple[str, ...]


def steps_of(page: Path) -> tuple[Step, ...]:
    """Return every command of a page's sessions, in reading order.

    Raises:
        ValueError: a session begins with something else than a command, or there is none.
    """
    lines = [
        line
        for found in _SESSION.finditer(page.read_text("utf-8"))
        for line in found[1].splitlines()
    ]
    steps: list[Step] = []
    for line in lines:
        if line.startswith(_PROMPT):
            steps.append(Step(line.removeprefix(_PROMPT), ()))
        elif steps:
            steps[-1] = Step(steps[-1].command, (*steps[-1].shown, line))
        else:
            message = f"{page.name}: output before any command: {line}"
            raise ValueError(message)
    if not steps:
        message = f"{page.name}: no session"
        raise ValueError(message)
    return tuple(steps)


def fits(shown: tuple[str, ...], printed: str) -> bool:
    """Return whether what was printed is what the page shows."""
    pattern = "".join(
        r"(?:.*\n)*" if line == _ANY else ".*".join(map(re.escape, line.split(_ANY))) + r"\n"
        for line in shown
    )
    lines = [f"{line.rstrip()}\n" for line in printed.splitlines()]
    return re.fullmatch(pattern, "".join(lines)) is not None


def script(steps: tuple[Step, ...], mark: str) -> str:
    """Return a shell script of all steps that prints `mark` on a line of its own after each.

    `$?` means the step before, as it would in a terminal.
    """
    return "".join(
        f"{step.command}\n_ended=$?; printf '\\n%s\\n' {mark}; (exit $_ended)\n" for step in steps
    )
