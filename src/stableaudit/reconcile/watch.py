"""When somebody is told that a check ends otherwise than it did: once, and not of a passing fault.

What was told last is compared with what is found now. It is told when it was found K times in the
last N runs: one refused connection is no news, and neither is what was told already. Nothing is
told of a first run that passes.
"""

from dataclasses import dataclass, replace

from stableaudit.domain.findings import Gate, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended."""

    verdict: Verdict
    gate: Gate


@dataclass(frozen=True, slots=True)
class Watched:
    """What somebody was told, and how the last runs ended."""

    told: Outcome | None = None
    """None where nobody was told anything yet."""

    recent: tuple[Outcome, ...] = ()
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something must be found to be told: `times` in the last `of` runs."""

    times: int = 1
    of: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.times <= self.of:
            message = f"{self.times} in the last {self.of} runs cannot be"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Change:
    """What there is to tell."""

    before: Outcome | None
    """What was told last; None where this is the first."""

    now: Outcome
    times: int
    """In how many of the last runs it was found."""

    @property
    def recovered(self) -> bool:
        """Whether the check passes again, after it was told that it does not."""
        failed = self.before is not None and self.before.gate is not Gate.PASSED
        return failed and self.now.gate is Gate.PASSED


def observed(watched: Watched, now: Outcome, *, patience: Patience) -> Watched:
    """Return what is watched after one more run. Only as many runs are kept as count."""
    return replace(watched, recent=(*watched.recent, now)[-patience.of :])


def change(watched: Watched, *, patience: Patience) -> Change | None:
    """Return what there is to tell after the last run that was observed; None for nothing."""
    now = watched.recent[-1]
    times = watched.recent.count(now)
    quiet = watched.told is None and now.gate is Gate.PASSED
    if now == watched.told or quiet or times < patience.times:
        return None
    return Change(watched.told, now, times)


def told(watched: Watched, news: Change) -> Watched:
    """Return what is watched once somebody was told. The runs before it are settled with it."""
    return Watched(news.now, watched.recent)
