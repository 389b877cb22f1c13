"""The endpoints of a chain as a bundle's answers stand in for them."""

from collections.abc import Iterable

from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.adapters.transport.replay import ReplayedTransport
from stableaudit.domain.tokens import ChainSpec


def replayed(
    spec: ChainSpec, answers: Iterable[Recorded]
) -> tuple[tuple[str, str, ReplayedTransport], ...]:
    """Return each endpoint as operator, label and what it answered, in the order of preference."""
    told = tuple(answers)
    return tuple(
        (
            one.operator,
            one.label,
            ReplayedTransport(one.operator, _of(one.operator, one.label, told)),
        )
        for one in spec.endpoints
    )


def _of(operator: str, label: str, told: tuple[Recorded, ...]) -> list[Recorded]:
    return [each for each in told if (each.operator, each.endpoint) == (operator, label)]
