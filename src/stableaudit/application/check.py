"""The main job: scope, evidence, judgement."""

from stableaudit.application.collect import World, collect
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.findings import Severity
from stableaudit.domain.instants import format_instant
from stableaudit.ports.clock import Clock
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.judge import Result, judge


def check(scope: Scope, world: World, *, as_of: int | None, fail_on: Severity | None) -> Result:
    """Return the result of checking a scope at an instant; without one, now.

    Raises:
        DeclarationError: the instant is in the future.
    """
    instant = measurement_time(as_of, world.clock, option="--as-of")
    evidence = collect(scope, world, measurement_time=instant)
    return judge(Case(scope, evidence), fail_on=fail_on)


def measurement_time(asked: int | None, clock: Clock, *, option: str) -> int:
    """Return the instant that an option asks for; without one, now.

    Raises:
        DeclarationError: the instant is in the future.
    """
    now = clock.now()
    if asked is not None and asked > now:
        raise DeclarationError(
            f"{format_instant(asked)} is in the future; it is {format_instant(now)}",
            where=option,
            hint="give an instant that has passed",
        )
    return now if asked is None else asked
