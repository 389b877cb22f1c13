"""Who controlled a token's contracts at an earlier block, as somebody kept it to compare with.

Everything is in one order and nothing stands twice: two snapshots of one state are equal. What was
not read when a snapshot was taken is None in it, and nothing to compare with.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.power_map import ActorKind, Rule


@dataclass(frozen=True, slots=True)
class KeptOffice:
    """One office of a contract, and who held it."""

    office: str
    """As it was read: `owner()`, `EIP-1967 admin slot`."""

    holder: AccountId | None
    """None where it was not read."""


@dataclass(frozen=True, slots=True)
class KeptActor:
    """An account that held a power or moved one who did, and who moved it."""

    account: AccountId
    kind: ActorKind
    """UNREAD where it was not read."""

    code_hash: str | None
    """Of its code; None where it had none, or where it was not read."""

    rules: tuple[Rule, ...]
    """By name, threshold and members; members by account."""

    heads: tuple[KeptOffice, ...]
    """By office."""

    delay_seconds: int | None

    def __post_init__(self) -> None:
        _refuse_twice((head.office for head in self.heads), "office")


@dataclass(frozen=True, slots=True)
class KeptCode:
    """The code that a proxy ran."""

    implementation: AccountId | None
    """None where it was not read."""

    code_hash: str | None
    """None where it was not read."""


@dataclass(frozen=True, slots=True)
class KeptControls:
    """Who controlled one deployment."""

    asset: AssetId
    block: int
    """Number of the block that it was read at."""

    code_hash: str | None
    """Of the token's own code; None where it was not read."""

    proxy: KeptCode | None
    """None where it was no proxy, as far as was told."""

    offices: tuple[KeptOffice, ...]
    """By office."""

    actors: tuple[KeptActor, ...]
    """By account."""

    def __post_init__(self) -> None:
        _refuse_twice((each.office for each in self.offices), "office")
        _refuse_twice((actor.account for actor in self.actors), "account")

    def actor(self, account: AccountId) -> KeptActor | None:
        """Return what stood at an account; None where nobody looked."""
        return next((each for each in self.actors if each.account == account), None)


@dataclass(frozen=True, slots=True)
class ControlSnapshot:
    """Who controlled every deployment of one token."""

    token: str
    """Key of the token."""

    deployments: tuple[KeptControls, ...]
    """By asset."""

    def __post_init__(self) -> None:
        _refuse_twice((each.asset for each in self.deployments), "deployment")

    def deployment(self, asset: AssetId) -> KeptControls | None:
        """Return who controlled a deployment; None where it is not in the snapshot."""
        return next((each for each in self.deployments if each.asset == asset), None)


def _refuse_twice(things: Iterable[Hashable], what: str) -> None:
    seen: set[Hashable] = set()
    for thing in things:
        if thing in seen:
            message = f"the {what} {thing} stands twice"
            raise ValueError(message)
        seen.add(thing)
