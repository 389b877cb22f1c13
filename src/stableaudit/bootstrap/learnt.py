"""Endpoints' limits, remembered from run to run beside the ledgers."""

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from stableaudit.adapters.files.learnt_limits import Limits, encode_limits, load_limits
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.system.atomic import write_atomically
from stableaudit.domain.errors import DeclarationError

if TYPE_CHECKING:
    from stableaudit.adapters.evm.events import EvmEvents
    from stableaudit.adapters.evm.sizes import Caps
    from stableaudit.domain.tokens import Endpoint

_FILE: Final = "endpoint-limits.json"


class LearntLimits:
    """What each endpoint allowed so far, and the readers that go on learning."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.store / _FILE
        self._known = load_limits(self._path)
        self._learning: list[tuple[str, EvmEvents]] = []

    def of(self, endpoint: "Endpoint") -> "Caps":
        """Return what is known of an endpoint."""
        from stableaudit.adapters.evm.sizes import Caps

        known = self._known.get(endpoint.label, Limits())
        return Caps(known.blocks, known.logs)

    def learn_from(self, endpoint: "Endpoint", events: "EvmEvents") -> None:
        """Remember to ask a reader, in the end, what it has learnt."""
        self._learning.append((endpoint.label, events))

    def keep(self) -> None:
        """Write what was learnt; where there is no folder or no right to, it is learnt again."""
        learnt = dict(self._known)
        for label, events in self._learning:
            caps = events.caps
            if caps.blocks is not None or caps.logs is not None:
                learnt[label] = Limits(caps.blocks, caps.logs)
        if learnt == self._known or not self._path.parent.is_dir():
            return
        with suppress(DeclarationError):
            write_atomically(self._path, encode_limits(learnt))
