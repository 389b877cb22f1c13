"""`--ping-url-file`: a sign of life where a run begins, and how it ended, for whoever waits for it.

The manner of healthchecks.io, which others follow: POST to URL/start, then to URL/EXIT-CODE with
what there is to read. A monitor that died sends nothing, and the one who waits says so. Nothing
that goes wrong here changes how the run ends: it is a warning on standard error.

Source: https://healthchecks.io/docs/http_api/ (up to 100 kB of a body are kept).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.exits import ExitCode

if TYPE_CHECKING:
    from stableaudit.adapters.transport.messenger import Messenger

MAX_BODY_BYTES: Final = 100_000
_HEADERS: Final = {"Content-Type": "text/plain; charset=utf-8"}


class Heartbeat:
    """Who is told that a run began and ended; nobody where no file was named."""

    def __init__(self, file: Path | None) -> None:
        """Read the address; nothing is sent.

        Raises:
            DeclarationError: the file is not fit to hold a secret.
        """
        self._messenger = None if file is None else _messenger_of(file)

    def begin(self) -> None:
        """Tell that the run began, so that how long it took is known, too."""
        self._tell("start", b"")

    def end(self, code: ExitCode, text: str) -> None:
        """Tell how it ended, with the beginning of what there is to read."""
        self._tell(str(int(code)), body_of(text))

    def _tell(self, path: str, body: bytes) -> None:
        if self._messenger is None:
            return
        from stableaudit.domain.errors import UnreachableError

        try:
            self._messenger.post(path, body, _HEADERS)
        except UnreachableError as error:
            click.echo(f"warning: {error.whom} was not told: {error.came}", err=True)


def body_of(text: str) -> bytes:
    """Return as much of the beginning of a text as is kept, in UTF-8 and no character cut."""
    cut = text.encode("utf-8", errors="replace")[:MAX_BODY_BYTES]
    return cut.decode("utf-8", errors="ignore").encode()


def _messenger_of(file: Path) -> "Messenger":
    from stableaudit.adapters.files.secret_file import read_secret_url
    from stableaudit.adapters.transport.messenger import Messenger

    return Messenger(read_secret_url(file), what="the heartbeat")
