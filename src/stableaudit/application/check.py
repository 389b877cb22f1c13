"""The main job: scope, evidence, judgement."""

from stableaudit.application.collect import World, collect
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.findings import Severity
from stableaudit.domain.instants import format_instant
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.judge import Result, judge


def check(scope: Scope, world: World, *, as_of: int | None, fail_on: Severity | None) -> Result:
    """Return the result of checking a scope at an instant; without one, now.

    Raises:
        DeclarationError: the instant is in the future.
    """
    now = world.clock.now()
    if as_of is not None and as_of > now:
        raise DeclarationError(
            f"{format_instant(as_of)} is in the future; it is {format_instant(now)}",
            where="--as-of",
            hint="give an instant that has passed",
        )
    measurement_time = now if as_of is None else as_of
    evidence = collect(scope, world, measurement_time=measurement_time)
    return judge(Case(scope, evidence), fail_on=fail_on)
