"""Options read by hand from a command line that may itself be what is wrong.

click stops at the first mistake, and what a machine was promised for that case stands behind it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

AUDITS: Final = frozenset({"check", "reserves"})
FLAGS: Final = frozenset(
    {"-q", "--quiet", "-v", "--verbose", "--force", "--timestamp-query", "--annotations"}
)
"""Options of an audit that take no value."""


def values_of(arguments: Sequence[str], option: str) -> tuple[str, ...]:
    """Return the values of an option, in order; empty where it is not given."""
    return tuple(
        word.partition("=")[2] if word.startswith(f"{option}=") else value
        for word, value in pairwise((*arguments, ""))
        if word == option or word.startswith(f"{option}=")
    )


def is_audit(arguments: Sequence[str]) -> bool:
    """Return whether the command gives out a report."""
    return next((word for word in arguments if not word.startswith("-")), "") in AUDITS


def token_of(arguments: Sequence[str]) -> str:
    """Return the token that an audit names, without the folders of its file; empty for none."""
    words = pairwise(("", *arguments))
    takes_value = tuple(
        word for before, word in words if not word.startswith("-") and not _wants_value(before)
    )
    named = takes_value[1] if len(takes_value) > 1 else ""
    return named.rpartition("/")[2].removesuffix(".toml").lower()


def _wants_value(word: str) -> bool:
    return word.startswith("-") and word not in FLAGS and "=" not in word
