"""`--notify-url-file`: a message where the verdict changed, and another where it passes again."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from stableaudit.bootstrap.watching import Listener
    from stableaudit.report.document import Document

_MOST_RUNS: Final = 100
_ONCE: Final = (1, 1)
_PATTERN: Final = re.compile(r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})")


class _Patience(click.ParamType[tuple[int, int]]):
    """`K/N`: found K times in the last N checks."""

    name = "K/N"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return both numbers."""
        found = _PATTERN.fullmatch(str(value))
        times, of = _ONCE if found is None else (int(found[1]), int(found[2]))
        if found is None or not times <= of <= _MOST_RUNS:
            self.fail(f"{value!r} is not K/N with K from 1 to N, and N at most 100", param, ctx)
        return times, of


AFTER: Final = _Patience()


class Notifier:
    """Who hears of a changed verdict; nobody where no file was named."""

    def __init__(
        self, url: Path | None, *, key: Path | None, after: tuple[int, int] | None
    ) -> None:
        """Read the address and key; nothing is sent.

        Raises:
            click.UsageError: a key or count without an address.
            DeclarationError: a file is not fit to hold a secret.
        """
        for option, given in (("--notify-key-file", key), ("--notify-after", after)):
            if url is None and given is not None:
                raise click.UsageError(f"{option} is about --notify-url-file, which is not given")
        self._listener = None if url is None else _listener(url, key, after or _ONCE)

    def tell(self, document: "Document", store: Path) -> None:
        """Tell what changed since the last message; a failure is a warning."""
        if self._listener is None:
            return
        from stableaudit.domain.errors import DeclarationError, UnreachableError

        try:
            self._listener.hear(document, store=store)
        except UnreachableError as error:
            click.echo(f"warning: {error.whom} was not told: {error.came}", err=True)
        except DeclarationError as error:
            click.echo(f"warning: what the webhook was told is not kept: {error}", err=True)


def _listener(url: Path, key: Path | None, after: tuple[int, int]) -> "Listener":
    from stableaudit.bootstrap.watching import listener
    from stableaudit.reconcile.watch import Patience

    return listener(url, key=key, patience=Patience(*after))
