"""The bundle that an audit writes beside its reports, where one was asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from stableaudit.adapters.evidence.writer import Draft
    from stableaudit.adapters.files.settings import Settings
    from stableaudit.adapters.signing.signer import Signer
    from stableaudit.adapters.transport.journal import Keep
    from stableaudit.reconcile.judge import Result
    from stableaudit.report.document import Document


class NoBundle:
    """No bundle was asked for: nothing is kept."""

    journal: "Callable[[str], Keep] | None" = None

    def receiving(self) -> "AbstractContextManager[object]":
        """Keep no file."""
        return nullcontext()

    def finish(
        self, result: "Result", document: "Document", settings: "Settings", *, exit_code: int
    ) -> None:
        """Write nothing."""


class NewBundle(NoBundle):
    """A bundle that is being filled."""

    def __init__(self, draft: "Draft", signer: "Signer | None", *, timestamp: bool) -> None:
        """Fill a draft, and sign it in the end where somebody does."""
        self._timestamp = timestamp
        self._signer = signer
        self.journal = draft.journal.of
        self._draft = draft
        self._received: list[tuple[str, bytes]] = []

    @contextmanager
    def receiving(self) -> Iterator[None]:
        """Keep the files that are read inside, as they were read."""
        from stableaudit.adapters.files.plain_file import receiving

        with receiving() as received:
            yield
        self._received = received

    def finish(
        self, result: "Result", document: "Document", settings: "Settings", *, exit_code: int
    ) -> None:
        """Let the bundle of a check appear; a copy of a rate file that was read is part of it.

        Raises:
            BundleError: something cannot be written.
            SigningError: the signer cannot.
        """
        from stableaudit.adapters.files.plain_file import read_bytes
        from stableaudit.bootstrap.bundles import finish_bundle

        file = settings.rates.file
        if file is not None and result.case.scope.rate_pairs:
            self._received.append((file.name, read_bytes(file)))
        finish_bundle(
            self._draft,
            result,
            document,
            exit_code=exit_code,
            received=self._received,
            settings=settings,
            signer=self._signer,
            timestamp=self._timestamp,
        )


@contextmanager
def bundling(
    target: Path | None,
    *,
    replace: bool,
    key: Path | None = None,
    agent: str | None = None,
    timestamp: bool = False,
) -> Iterator[NoBundle]:
    """Yield what keeps the evidence of an audit; unless it is finished, nothing of it stays.

    Raises:
        BundleError: the target is there and may not be replaced, or cannot be written.
        SigningError: the key cannot be used.
    """
    if target is None and (key is not None or agent is not None):
        raise click.UsageError("--sign and --sign-agent are about --bundle, which is not given")
    if key is not None and agent is not None:
        raise click.UsageError("--sign and --sign-agent are two signers; one signs")
    if target is None:
        for option, given in (("--force", replace), ("--timestamp-query", timestamp)):
            if given:
                raise click.UsageError(f"{option} is about --bundle, which is not given")
        yield NoBundle()
        return
    from stableaudit.adapters.evidence.writer import new_bundle
    from stableaudit.adapters.system.clock import SystemClock

    signer = _signer(key, agent)  # first of all: a key that cannot be used costs nothing yet
    with new_bundle(target, SystemClock(), replace=replace) as draft:
        yield NewBundle(draft, signer, timestamp=timestamp)


def _signer(key: Path | None, agent: str | None) -> "Signer | None":
    if key is not None:
        from stableaudit.adapters.signing.keys import read_signer

        return read_signer(key)
    if agent is not None:
        from stableaudit.adapters.signing.agent import find_signer
        from stableaudit.adapters.system.environment import environment

        return find_signer(environment().get("SSH_AUTH_SOCK"), agent)
    return None
