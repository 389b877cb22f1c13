"""What a token's own events tell of who controls it, from its ledger's first block on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stableaudit.domain.ledger_evidence import SupplyHistory
from stableaudit.domain.logs import RawLog
from stableaudit.domain.readings import Unavailable


class ControlKind(StrEnum):
    """What was done by a power over a token, as its events say."""

    GRANT = "a role was granted"
    REVOKE = "a role was revoked"
    ROLE_ADMIN = "who grants a role changed"
    OFFICE = "an office changed hands"
    UPGRADE = "the code was replaced"
    PAUSE = "the token was paused"
    UNPAUSE = "the token was resumed"
    FREEZE = "an account was frozen"
    UNFREEZE = "an account was released"
    SETTING = "a setting was changed"
    ISSUE = "tokens were issued"
    REDEEM = "tokens were redeemed"
    DESTROY = "tokens were destroyed"


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log as it was kept, and when its block was."""

    log: RawLog
    timestamp: int
    """Of its block, seconds of UTC."""


@dataclass(frozen=True, slots=True)
class ControlLogs:
    """The last logs of control up to a block, in chain order."""

    logs: tuple[KeptLog, ...]
    left_out: int
    """How many before the first of them were left out."""


@dataclass(frozen=True, slots=True)
class ControlHistory:
    """What a token told of control in the blocks that its ledger covers."""

    first: int
    """The ledger's first block."""

    last: int
    """Its last one, or the reference block where that is earlier."""

    told: ControlLogs
    supply: SupplyHistory
    """The newest mints, burns and wipes."""

    frozen: Mapping[bytes, int] | Unavailable
    """Balances in base units, by the ledger, of the accounts that are frozen by these events."""
