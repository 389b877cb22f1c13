"""Whoever is to hear of a changed verdict, and what they were told, beside the ledgers."""

from dataclasses import dataclass
from pathlib import Path

from stableaudit.adapters.files.secret_file import read_secret, read_secret_url
from stableaudit.adapters.files.watch_file import encode_watched, load_watched
from stableaudit.adapters.system.atomic import write_atomically
from stableaudit.adapters.system.clock import SystemClock
from stableaudit.adapters.transport.messenger import Messenger
from stableaudit.adapters.transport.webhook import webhook_headers, webhook_key
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.watch import Outcome, Patience, change, observed, told
from stableaudit.report.document import Document
from stableaudit.report.notice_json import render_notice_json


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a changed verdict, and how often it must be found first."""

    messenger: Messenger
    patience: Patience
    key: bytes | None

    def hear(self, document: Document, *, store: Path) -> None:
        """Tell what changed since they were told last; nothing where nothing did.

        What could not be told is tried again after the next check, for it stays untold.

        Raises:
            UnreachableError: nobody took it.
            DeclarationError: what was told cannot be kept.
        """
        file = store / f"told-{document.token.key}.json"
        now = Outcome(document.verdict, document.gate)
        watched = observed(load_watched(file), now, patience=self.patience)
        news = change(watched, patience=self.patience)
        try:
            if news is not None:
                body = render_notice_json(document, news, self.patience)
                at = SystemClock().now()
                self.messenger.post("", body, webhook_headers(body, at=at, key=self.key))
                watched = told(watched, news)
        finally:
            _keep(file, encode_watched(watched))


def listener(url: Path, *, key: Path | None, patience: Patience) -> Listener:
    """Return who hears of a changed verdict; nothing is sent.

    Raises:
        DeclarationError: a file is not fit to hold a secret, or holds another kind of one.
    """
    messenger = Messenger(read_secret_url(url), what="the webhook")
    return Listener(messenger, patience, None if key is None else _key(key))


def _key(file: Path) -> bytes:
    text = read_secret(file)
    try:
        return webhook_key(text)
    except ValueError as error:
        raise DeclarationError(
            str(error),
            where=str(Untrusted(str(file))),
            hint="`openssl rand -base64 32` makes one",
        ) from None


def _keep(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        where = str(Untrusted(str(file.parent)))
        raise DeclarationError(f"cannot be made: {error.strerror}", where=where) from error
    write_atomically(file, data)
