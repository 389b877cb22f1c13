"""Who has a role (AccessControl), of those who were asked about: a role has no list to read.

Asked about are all who are in the map otherwise, and whoever called in the newest mints. What comes
of it is true of them and says nothing of others. Source: OpenZeppelin's AccessControl; role names
as tokens spell them.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from stableaudit.controls.seen import Seen, has_none
from stableaudit.domain.control_questions import ControlQuestion, Getter
from stableaudit.domain.distinct import distinct
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.logs import WORD_BYTES
from stableaudit.domain.power_map import Grip, Power
from stableaudit.domain.readings import Unavailable

_ROLES: Final = MappingProxyType(
    {
        "DEFAULT_ADMIN_ROLE": ("00" * WORD_BYTES, (Power.APPOINT,)),
        "MINTER_ROLE": (
            "9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6",
            (Power.ISSUE,),
        ),
        "BURNER_ROLE": (
            "3c11d16cbaffd01df69ce1c404f6340ee057498f5f00246190ea54220576a848",
            (Power.REDEEM,),
        ),
        "PAUSER_ROLE": (
            "65d7a28e3265b37a6474929f336521b332c1681b933f6cb9f3376673440d862a",
            (Power.PAUSE,),
        ),
        "FREEZER_ROLE": (
            "92de27771f92d6942691d73358b3a4673e4880de8356f8f2cf452be87e02d363",
            (Power.FREEZE,),
        ),
        "UPGRADER_ROLE": (
            "189ab7a9244df0848122154315af71fe140f3db0fe014031783b0946b8c9d2e3",
            (Power.UPGRADE,),
        ),
    }
)
_HAS_ROLE: Final = "hasRole(bytes32,address)"
_YES: Final = 1


def role_questions(token: AccountId, accounts: Iterable[AccountId]) -> tuple[ControlQuestion, ...]:
    """Return what to ask to know which roles these accounts have."""
    return tuple(_has(token, role, account) for account in accounts for role, _ in _ROLES.values())


def role_grips(token: AccountId, seen: Seen) -> tuple[Grip, ...]:
    """Return the roles that accounts are answered to have, by role, then in the order asked."""
    asked = asked_about(token, seen)
    return tuple(
        Grip(powers, name, account)
        for name, (role, powers) in _ROLES.items()
        for account in asked
        if seen.number(_has(token, role, account)) == _YES
    )


def unread_roles(token: AccountId, seen: Seen) -> tuple[Unavailable, ...]:
    """Return why it could not be read whether somebody has a role; that there are none is news."""
    answers = (
        seen.value(_has(token, role, account))
        for account in asked_about(token, seen)
        for role, _ in _ROLES.values()
    )
    return tuple(one for one in answers if isinstance(one, Unavailable) and not has_none(one))


def asked_about(token: AccountId, seen: Seen) -> tuple[AccountId, ...]:
    """Return the accounts that were asked about, each once."""
    return distinct(
        AccountId(token.chain, one.arguments[-ADDRESS_BYTES:])
        for one in seen.answers
        if isinstance(one, Getter) and one.contract == token and one.signature == _HAS_ROLE
    )


def is_role(office: str) -> bool:
    """Return whether an office is a role, which several may have.

    Also of its name in a snapshot, which begins with the role's. That nobody is known to have a
    role says nothing.
    """
    return office.partition(", ")[0] in _ROLES


def _has(token: AccountId, role: str, account: AccountId) -> Getter:
    return Getter(token, _HAS_ROLE, bytes.fromhex(role) + account.address.rjust(WORD_BYTES, b"\0"))
