"""What somebody was told of a token's checks, kept from one run to the next.

A file that is damaged, or of another version, counts as none: then a verdict that does not pass is
told once more, which is better than not at all.
"""

from pathlib import Path
from typing import Final, Literal

import msgspec

from stableaudit.domain.findings import Gate, Verdict
from stableaudit.reconcile.watch import Outcome, Watched

_VERSION: Final = 1
_MOST_BYTES: Final = 1 << 16


class _Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verdict: Verdict
    gate: Gate


class _Watched(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: Literal[1]
    told: _Outcome | None
    recent: tuple[_Outcome, ...]


def load_watched(path: Path) -> Watched:
    """Return what a file kept; what was never watched where there is no such file."""
    try:
        with path.open("rb") as file:
            kept = msgspec.json.decode(file.read(_MOST_BYTES), type=_Watched)
    except (OSError, ValueError):  # msgspec's errors are ValueErrors
        return Watched()
    told = None if kept.told is None else _outcome(kept.told)
    return Watched(told, tuple(_outcome(one) for one in kept.recent))


def encode_watched(watched: Watched) -> bytes:
    """Return what a file keeps, as UTF-8 JSON with a final newline."""
    kept = _Watched(
        _VERSION,
        None if watched.told is None else _kept(watched.told),
        tuple(_kept(one) for one in watched.recent),
    )
    return msgspec.json.encode(kept) + b"\n"


def _outcome(kept: _Outcome) -> Outcome:
    return Outcome(kept.verdict, kept.gate)


def _kept(outcome: Outcome) -> _Outcome:
    return _Outcome(outcome.verdict, outcome.gate)
