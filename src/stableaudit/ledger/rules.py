"""What a supply law states: which events change the supply, whom they name, which repeat them."""

from dataclasses import dataclass

from stableaudit.domain.ledger import EntryKind
from stableaudit.ledger.events import Event


@dataclass(frozen=True, slots=True)
class Act:
    """One way in which the supply changes."""

    event: Event
    kind: EntryKind
    """MINT, BURN or WIPE."""

    account: int | None
    """Which of the event's addresses is credited or debited; None where it names nobody."""

    repeated: bool
    """A Transfer from or to the zero address in the same transaction tells the same act again."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that tells one supply law from another."""

    acts: tuple[Act, ...]
    """Empty where `zero_transfers` says it all."""

    wipe_mark: Event | None = None
    """An event that makes the next burn of its account, in its transaction, a wipe."""

    zero_transfers: bool = False
    """Transfers from and to the zero address are the mints and burns.

    Otherwise the zero address is an account like any other: a Transfer changes no supply, unless
    it repeats an act, and then it is the act that counts.
    """

    @property
    def repeats(self) -> bool:
        """Whether some act is told twice."""
        return any(act.repeated for act in self.acts)

    @property
    def supply_events(self) -> tuple[Event, ...]:
        """Every event that the law reads beside Transfer."""
        marks = () if self.wipe_mark is None else (self.wipe_mark,)
        return (*(act.event for act in self.acts), *marks)
