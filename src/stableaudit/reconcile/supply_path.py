"""How many tokens were issued at each time: the native deployments together, block by block."""

from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.amounts import TokenAmount
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.flow_events import chain_flows
from stableaudit.reserves.flows import SupplyEvent, exactly


@dataclass(frozen=True, slots=True)
class SupplyStep:
    """What one block minted and burned, and what was issued after it."""

    last: SupplyEvent
    """The block's last mint or burn."""

    minted: TokenAmount
    burned: TokenAmount
    supply: TokenAmount


@dataclass(frozen=True, slots=True)
class SupplyPath:
    """The natively minted supply over time."""

    before: TokenAmount
    """What was issued before the first step."""

    steps: tuple[SupplyStep, ...]
    """One for each block that minted or burned, by time; empty where none did."""

    left_out: int
    """Earlier mints and burns that were not kept; they are in `before`."""


def supply_path(case: Case) -> SupplyPath | Open:
    """Return the supply over time; open where a native deployment's mints are not known."""
    chain = chain_flows(case)
    if isinstance(chain, Open):
        return chain
    events = sorted(chain.whole, key=_place)
    supply = chain.supply - sum((one.amount.tokens for one in events), Fraction(0))
    before = exactly(supply)
    steps: list[SupplyStep] = []
    minted, burned = Fraction(0), Fraction(0)
    for index, event in enumerate(events):
        change = event.amount.tokens
        minted, burned = minted + max(change, Fraction(0)), burned - min(change, Fraction(0))
        if index + 1 < len(events) and _block(events[index + 1]) == _block(event):
            continue
        supply += minted - burned
        steps.append(SupplyStep(event, exactly(minted), exactly(burned), exactly(supply)))
        minted, burned = Fraction(0), Fraction(0)
    return SupplyPath(before, tuple(steps), chain.left_out)


def _place(event: SupplyEvent) -> tuple[int, str, int, int]:
    return event.place


def _block(event: SupplyEvent) -> tuple[str, int]:
    return str(event.asset), event.block
