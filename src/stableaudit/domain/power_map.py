"""Who holds which power over a token contract, and who moves those who hold it."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from stableaudit.domain.distinct import distinct
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.readings import Unavailable


class Power(StrEnum):
    """What somebody may do to a token, the gravest first."""

    UPGRADE = "upgrade"
    ISSUE = "issue"
    APPOINT = "appoint"
    DESTROY = "destroy"
    FREEZE = "freeze"
    REDEEM = "redeem"
    PAUSE = "pause"
    FEE = "set a fee"


@dataclass(frozen=True, slots=True)
class Grip:
    """One office of a contract: what its holder may do, and who holds it."""

    powers: tuple[Power, ...]
    office: str
    """As it was read: `owner()`, `EIP-1967 admin slot`."""

    holder: AccountId | Unavailable


@dataclass(frozen=True, slots=True)
class Switch:
    """A setting of a contract that decides what holders may do."""

    name: str
    value: str | Unavailable
    """`yes`, `no`, a number, or an address."""


class ProxyKind(StrEnum):
    """How a contract finds the code that it runs."""

    EIP1967 = "EIP-1967 proxy"
    BEACON = "EIP-1967 beacon proxy"
    EIP1822 = "EIP-1822 proxy"
    ZOS = "zeppelinos proxy"
    MINIMAL = "EIP-1167 minimal proxy"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A contract that runs the code of another."""

    kind: ProxyKind
    implementation: AccountId | Unavailable
    code_hash: str | Unavailable
    """Of the implementation."""


class ActorKind(Enum):
    """What stands at an account that holds a power."""

    NOBODY = "nobody: the zero address"
    KEY = "a key"
    DELEGATED_KEY = "a key that runs a contract's code (EIP-7702)"
    PERMISSIONED = "an account with permissions of its own"
    MULTISIG = "a multisig, by its own word"
    SAFE = "a multisig, by the hashes of its code"
    TIMELOCK = "a timelock, by its own word"
    OWNED = "a contract with an owner"
    PUBLISHED_CODE = "published code, which others run and which moves nothing by itself"
    CONTRACT = "a contract; what moves it is not known"
    UNREAD = "not read"


@dataclass(frozen=True, slots=True)
class Member:
    """One of those who decide together."""

    account: AccountId
    weight: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to act for an account: members whose weights reach the threshold."""

    name: str
    """`owners`, `owner permission`, `active permission …`; escaped."""

    threshold: int
    members: tuple[Member, ...]

    @property
    def by_one(self) -> bool:
        """Whether one of the members can act alone."""
        return any(member.weight >= self.threshold for member in self.members)


@dataclass(frozen=True, slots=True)
class Actor:
    """An account in the map: what it is, and who moves it."""

    account: AccountId
    kind: ActorKind
    code_hash: str | None = None
    """Of its code; None where it has none, or where it was not read."""

    rules: tuple[Rule, ...] = ()
    heads: tuple[Grip, ...] = ()
    """Those who may act for it or change it: its owner, its admin, the code that it runs."""

    delay_seconds: int | None = None
    """Between a proposal and its execution."""

    notes: tuple[str, ...] = ()
    """What is odd, and what could not be read; escaped."""

    published: str | None = None
    """What its code is published as, by its hashes: `Safe 1.4.1`; None where that is not known."""

    @property
    def follows(self) -> tuple[AccountId, ...]:
        """Return everybody who moves it, each once."""
        found = [member.account for rule in self.rules for member in rule.members]
        found += [grip.holder for grip in self.heads if isinstance(grip.holder, AccountId)]
        return distinct(found)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A call that owners of a multisig approved and that was not made yet."""

    multisig: AccountId
    digest: bytes
    """32 bytes: what they approved."""

    nonce: int
    approved_by: tuple[AccountId, ...]
    """Owners, each once."""

    threshold: int
    target: AccountId
    selector: bytes
    """First four bytes of the call's data; fewer where it has fewer."""

    recipient: AccountId | None
    """Who would receive newly issued tokens; None where the call issues none of this token."""

    base_units: int | None


@dataclass(frozen=True, slots=True)
class PowerMap:
    """Everything that was learnt of who controls one deployment, at one block."""

    asset: AssetId
    grips: tuple[Grip, ...]
    switches: tuple[Switch, ...]
    proxy: Proxy | None
    actors: tuple[Actor, ...]
    """Each account once: holders of offices in their order, then those who move them."""

    unknown: tuple[str, ...]
    """What this map does not hold, as sentences."""

    pending: tuple[Proposal, ...] = ()
    """Calls that wait for signatures, as far as approvals are on chain and were looked for."""

    def actor(self, account: AccountId) -> Actor | None:
        """Return what stands at an account; None where nobody looked."""
        return next((each for each in self.actors if each.account == account), None)
