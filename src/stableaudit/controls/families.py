"""The offices and switches of each family of token, and which powers an office has.

Sources: the published contracts of each family as knowledge/tokens.md and evm.md 5 have them. A
law says which family: how supply moves and who may move it were written by the same hands.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from stableaudit.domain.power_map import Power
from stableaudit.domain.tokens import SupplyLaw


@dataclass(frozen=True, slots=True)
class Office:
    """A getter of a token that names who may do something."""

    signature: str
    powers: tuple[Power, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A getter of a token that tells a setting."""

    signature: str
    is_flag: bool


@dataclass(frozen=True, slots=True)
class Family:
    """What to ask of a token of one kind."""

    offices: tuple[Office, ...]
    settings: tuple[Setting, ...]
    unknown: tuple[str, ...] = ()
    """What no getter tells, as sentences."""

    has_roles: bool = False
    """Whether powers may be roles (AccessControl)."""


_PAUSED: Final = Setting("paused()", is_flag=True)
_FEE: Final = Setting("basisPointsRate()", is_flag=False)
_TETHER: Final = Family(
    (
        Office(
            "owner()",
            (
                Power.UPGRADE,
                Power.ISSUE,
                Power.DESTROY,
                Power.FREEZE,
                Power.REDEEM,
                Power.PAUSE,
                Power.FEE,
            ),
        ),
    ),
    (_PAUSED, Setting("deprecated()", is_flag=True), _FEE),
)
_USDKG: Final = Family(
    (
        Office("owner()", (Power.ISSUE, Power.REDEEM, Power.PAUSE, Power.FEE)),
        Office("compliance()", (Power.DESTROY, Power.FREEZE)),
    ),
    (_PAUSED, _FEE),
)
_FIAT_TOKEN: Final = Family(
    (
        Office("owner()", (Power.APPOINT,)),
        Office("masterMinter()", (Power.ISSUE, Power.APPOINT)),
        Office("blacklister()", (Power.FREEZE,)),
        Office("pauser()", (Power.PAUSE,)),
    ),
    (_PAUSED,),
    ("Its minters and what each may still mint are told by events alone, which are not read.",),
)
_PAXOS: Final = Family(
    (
        Office("owner()", (Power.APPOINT, Power.PAUSE)),
        Office("supplyController()", (Power.ISSUE, Power.REDEEM)),
        Office("assetProtectionRole()", (Power.DESTROY, Power.FREEZE)),
    ),
    (_PAUSED,),
)
_OTHER: Final = Family(
    (Office("owner()", (Power.APPOINT,)), Office("defaultAdmin()", (Power.APPOINT,))),
    (_PAUSED,),
    ("Who else has a role (AccessControl) is told by events alone, which are not read.",),
    has_roles=True,
)


def family_of(law: SupplyLaw) -> Family:
    """Return what to ask of a token of a law."""
    match law:
        case SupplyLaw.TETHER | SupplyLaw.TETHER_TRON:
            return _TETHER
        case SupplyLaw.USDKG:
            return _USDKG
        case SupplyLaw.FIAT_TOKEN:
            return _FIAT_TOKEN
        case SupplyLaw.PAXOS:
            return _PAXOS
        case SupplyLaw.ZERO_TRANSFER:
            return _OTHER
        case _ as never:
            assert_never(never)
