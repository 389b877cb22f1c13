"""Who has a role (AccessControl) or may mint (FiatToken), of those who were asked about.

Neither has a list to read. Asked about are all whom events name, all who are in the map otherwise,
and whoever called in the newest mints. What comes of it is true of them and says nothing of others.
Source: OpenZeppelin's AccessControl; Circle's FiatToken; role names as tokens spell them.
"""

import re
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
_MORE: Final = MappingProxyType(
    {
        "PAUSE_ROLE": (
            "139c2898040ef16910dc9f44dc697df79363da767d8bc92f2e310312b816e46d",
            (Power.PAUSE,),
        ),
        "BLACKLISTER_ROLE": (
            "98db8a220cd0f09badce9f22d0ba7e93edb3d404448cc3560d391ab096ad16e9",
            (Power.FREEZE,),
        ),
        "ASSET_PROTECTION_ROLE": (
            "e3e4f9d7569515307c0cdec302af069a93c9e33f325269bac70e6e22465a9796",
            (Power.DESTROY, Power.FREEZE),
        ),
        "SUPPLY_CONTROLLER_ROLE": (
            "9c00d6f280439b1dfa4da90321e0a3f3c2e87280f4d07fea9fa43ff2cf02df2b",
            (Power.ISSUE, Power.REDEEM),
        ),
    }
)
"""Names of roles that nobody is asked for unless an event names them."""

MINTER: Final = b""
"""Stands for the role of a minter that is none, but a place in the contract's own list."""

_KNOWN: Final = MappingProxyType(
    {
        MINTER: ("isMinter(address)", (Power.ISSUE,)),
        **{
            bytes.fromhex(role): (name, powers)
            for name, (role, powers) in (*_ROLES.items(), *_MORE.items())
        },
    }
)
_PLACES: Final = MappingProxyType({role: place for place, role in enumerate(_KNOWN)})
_UNNAMED: Final = "role 0x"
_DIGITS: Final = re.compile(r"[0-9a-f]{64}")
_HAS_ROLE: Final = "hasRole(bytes32,address)"
_IS_MINTER: Final = "isMinter(address)"
_YES: Final = 1


def role_questions(token: AccountId, accounts: Iterable[AccountId]) -> tuple[ControlQuestion, ...]:
    """Return what to ask to know which roles these accounts have."""
    return tuple(
        holds(token, bytes.fromhex(role), account)
        for account in accounts
        for role, _ in _ROLES.values()
    )


def holds(token: AccountId, role: bytes, account: AccountId) -> Getter:
    """Return the question whether an account has a role; see MINTER."""
    word = account.address.rjust(WORD_BYTES, b"\0")
    return Getter(token, _HAS_ROLE, role + word) if role else Getter(token, _IS_MINTER, word)


def role_name(role: bytes) -> str:
    """Return what a role is called; its digits where nobody here knows the name."""
    return _KNOWN[role][0] if role in _KNOWN else f"{_UNNAMED}{role.hex()}"


def role_grips(token: AccountId, seen: Seen) -> tuple[Grip, ...]:
    """Return the roles that accounts are answered to have, by role, then in the order asked."""
    held = [one for one in _asked(token, seen) if seen.number(holds(token, *one)) == _YES]
    ranked = sorted(held, key=_rank)
    return tuple(Grip(_powers(role), role_name(role), account) for role, account in ranked)


def unread_roles(token: AccountId, seen: Seen) -> tuple[Unavailable, ...]:
    """Return why it could not be read whether somebody has a role; that there are none is news."""
    answers = (seen.value(holds(token, *one)) for one in _asked(token, seen))
    return tuple(one for one in answers if isinstance(one, Unavailable) and not has_none(one))


def asked_about(token: AccountId, seen: Seen) -> tuple[AccountId, ...]:
    """Return the accounts that were asked about, each once."""
    return distinct(account for _, account in _asked(token, seen))


def is_role(office: str) -> bool:
    """Return whether an office is a role, which several may have.

    Also of its name in a snapshot, which begins with the role's. That nobody is known to have a
    role says nothing.
    """
    return role_of(office) is not None


def role_of(office: str) -> bytes | None:
    """Return the role that an office is, by its name as is_role takes it; None for no role."""
    name = office.partition(", ")[0]
    digits = _DIGITS.fullmatch(name.removeprefix(_UNNAMED))
    if digits is not None and name.startswith(_UNNAMED):
        return bytes.fromhex(digits[0])
    return next((role for role, (known, _) in _KNOWN.items() if known == name), None)


def _rank(held: tuple[bytes, AccountId]) -> tuple[int, bytes]:
    role, _ = held
    return _PLACES.get(role, len(_PLACES)), role


def _asked(token: AccountId, seen: Seen) -> tuple[tuple[bytes, AccountId], ...]:
    """Return role and account of every question for one, in the order asked."""
    return tuple(
        (one.arguments[:-WORD_BYTES], AccountId(token.chain, one.arguments[-ADDRESS_BYTES:]))
        for one in seen.answers
        if isinstance(one, Getter)
        and one.contract == token
        and one.signature in (_HAS_ROLE, _IS_MINTER)
    )


def _powers(role: bytes) -> tuple[Power, ...]:
    return _KNOWN[role][1] if role in _KNOWN else ()
