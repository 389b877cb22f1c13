"""Whether a contract runs another's code, and who may change that: by its slots, not its getters.

A transparent proxy hands `admin()` and `implementation()` of strangers on to the implementation, so
what they return is no word about the proxy. Sources: EIP-1967, EIP-1822, EIP-1167; zeppelinos
proxies as Circle and Paxos deployed them.
"""

from typing import Final

from stableaudit.controls.seen import Seen, has_none, is_nobody
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    ControlQuestion,
    Getter,
    StorageWord,
)
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.power_map import Grip, Power, Proxy, ProxyKind
from stableaudit.domain.readings import Unavailable

IMPLEMENTATION: Final = 0x360894A13BA1A3210667C828492DB98DCA3E2076CC3735A920A3CA505D382BBC
ADMIN: Final = 0xB53127684A568B3173AE13B9F8A6016E243E63B6E8EE1178D6A717850B5D6103
BEACON: Final = 0xA3F0AD74E5423AEBFD80D3EF4346578335A9A72AEAEE59FF6CB3582B35133D50
ZOS_IMPLEMENTATION: Final = 0x7050C9E0F4CA769C69BD3A8EF740BC37934F8E2C036E5A723FD8EE048ED3F8C3
ZOS_ADMIN: Final = 0x10D6A54A4754C8869D6886B5F5D7FBFA5B4522237EA5C60D11BC4E7A1FF9390B
PROXIABLE: Final = 0xC5F16F0FCC639FA48A6947836D9850F504798523BF8C9A3A87D5876CF622BCF7

SLOTS: Final = (IMPLEMENTATION, ADMIN, BEACON, ZOS_IMPLEMENTATION, ZOS_ADMIN, PROXIABLE)
"""Fixed by standards: which slot is what is nobody's word."""

_ADMINS: Final = ((ADMIN, "EIP-1967 admin slot"), (ZOS_ADMIN, "zeppelinos admin slot"))
_IMPLEMENTATIONS: Final = (
    (IMPLEMENTATION, ProxyKind.EIP1967),
    (ZOS_IMPLEMENTATION, ProxyKind.ZOS),
    (PROXIABLE, ProxyKind.EIP1822),
)
_UUPS: Final = "proxiableUUID()"
_BY_ITS_CODE: Final = "owner(), by its own code (UUPS)"
_MINIMAL: Final = (
    bytes.fromhex("363d3d373d3d3d363d73"),
    bytes.fromhex("5af43d82803e903d91602b57fd5bf3"),
)


def has_slots(contract: AccountId) -> bool:
    """Return whether slots of a contract can be read at a block: not on TRON."""
    return contract.chain.namespace == "eip155"


def proxy_questions(contract: AccountId, seen: Seen) -> tuple[ControlQuestion, ...]:
    """Return what to ask to know whether a contract is a proxy, as far as that is known by now."""
    slots = SLOTS if has_slots(contract) else ()
    first: list[ControlQuestion] = [CodeOf(contract), *(StorageWord(contract, at) for at in slots)]
    beacon = _named(seen, contract, BEACON)
    if isinstance(beacon, AccountId):
        first.append(Getter(beacon, "implementation()"))
    proxy = proxy_of(contract, seen)
    if proxy is not None and isinstance(proxy.implementation, AccountId):
        first.append(CodeOf(proxy.implementation))
        if proxy.kind is ProxyKind.EIP1967:
            first.append(Getter(proxy.implementation, _UUPS))
    return tuple(first)


def slots_are_read(contract: AccountId, seen: Seen) -> bool:
    """Return whether nothing keeps it open that a contract is a proxy; so where it has no slots."""
    questions = (StorageWord(contract, slot) for slot in SLOTS)
    return not any(isinstance(seen.value(each), Unavailable) for each in questions if each in seen)


def proxy_of(contract: AccountId, seen: Seen) -> Proxy | None:
    """Return what code a contract runs; None where it is its own, as far as its slots tell."""
    beacon = _named(seen, contract, BEACON)
    if isinstance(beacon, AccountId):
        return _with_code(ProxyKind.BEACON, seen.account(Getter(beacon, "implementation()")), seen)
    for slot, kind in _IMPLEMENTATIONS:
        found = _named(seen, contract, slot)
        if isinstance(found, AccountId):
            return _with_code(kind, found, seen)
    code = seen.code(contract)
    target = _minimal_target(code) if isinstance(code, Code) else None
    if target is None:
        return None
    return _with_code(ProxyKind.MINIMAL, AccountId(contract.chain, target), seen)


def upgrade_grips(contract: AccountId, seen: Seen) -> tuple[Grip, ...]:
    """Return who may change the code: the admin of a slot, or the beacon that names it."""
    found = [
        Grip((Power.UPGRADE,), office, holder)
        for slot, office in _ADMINS
        if (holder := _named(seen, contract, slot)) is not None
    ]
    beacon = _named(seen, contract, BEACON)
    if beacon is not None:
        found.append(Grip((Power.UPGRADE,), "EIP-1967 beacon slot", beacon))
    if _upgrades_itself(contract, seen):
        # What OpenZeppelin's UUPS code asks for; the implementation may ask for anything.
        found.append(
            Grip((Power.UPGRADE,), _BY_ITS_CODE, seen.account(Getter(contract, "owner()")))
        )
    return tuple(found)


def _upgrades_itself(contract: AccountId, seen: Seen) -> bool:
    """Return whether the code that a proxy runs says that it can be replaced through itself."""
    implementation = _named(seen, contract, IMPLEMENTATION)
    if not isinstance(implementation, AccountId):
        return False
    return seen.number(Getter(implementation, _UUPS)) == IMPLEMENTATION


def _named(seen: Seen, contract: AccountId, slot: int) -> AccountId | Unavailable | None:
    """Return the account that a slot names; None for an empty one, or one that was not asked."""
    question = StorageWord(contract, slot)
    if question not in seen:
        return None
    found = seen.account(question)
    if isinstance(found, AccountId):
        return None if is_nobody(found) else found
    return None if has_none(found) else found


def _with_code(kind: ProxyKind, implementation: AccountId | Unavailable, seen: Seen) -> Proxy:
    if isinstance(implementation, Unavailable):
        return Proxy(kind, implementation, implementation)
    code = seen.code(implementation)
    return Proxy(kind, implementation, code.hash if isinstance(code, Code) else code)


def _minimal_target(code: Code) -> bytes | None:
    before, after = _MINIMAL
    fits = len(code.short) == len(before) + ADDRESS_BYTES + len(after)
    if not (fits and code.short.startswith(before) and code.short.endswith(after)):
        return None
    return code.short[len(before) : -len(after)]
