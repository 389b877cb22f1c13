"""Whether a multisig is a Safe, by the hashes of the code that it runs: not by what it answers.

Any contract can answer `getThreshold()`, and any can keep the address of a true singleton in slot
0. A Safe is an account whose own code is a published proxy, which does nothing but run the code
that slot 0 names, where that code is a published singleton. Then its answers are its state.

Sources: singletons and fallback handlers: safe-global/safe-deployments, `src/assets/*/*.json` and
`code-hashes.json` (1.2.0 has no hash there); proxies: the runtime code that the factories of those
versions deploy, as several projects list it. All read on 2026-11-22. Slots: safe-smart-account,
`GuardManager.sol` and `FallbackManager.sol`; singletons of zkSync are left out.
"""

from types import MappingProxyType
from typing import Final

from stableaudit.controls.seen import Seen, is_nobody
from stableaudit.domain.control_questions import Code, StorageWord
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.power_map import Grip, Power

SINGLETON: Final = 0
GUARD: Final = 0x4A204F620C8C5CCDCA3FD54D003BADD85BA500436A431F0CBDA4F558C93C34C8
HANDLER: Final = 0x6C9A6C4A39284E37ED1CF53D337577D14212A4870FB976A4366C693B939918D5

_SINGLETONS: Final = MappingProxyType(
    {
        "0xe1f1593df76e69abc2d692792c80f329457551d5e83dde597546a1d58764da80": "Safe 1.0.0",
        "0x56b8be58b5ad629a621593a2e5e5e8e9a28408dc06e95597497b303902772e45": "Safe 1.1.1",
        "0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e": "Safe 1.3.0",
        "0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f": "Safe 1.3.0 (L2)",
        "0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4": "Safe 1.4.1",
        "0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff": "Safe 1.4.1 (L2)",
        "0xdda019cbd7c867a533a2a86e5c53434fdc50b13122b5a5ddb4a8df61b31c20f2": "Safe 1.5.0",
        "0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc": "Safe 1.5.0 (L2)",
    }
)
_HANDLERS: Final = MappingProxyType(
    {
        "0x919a9f5dd111a01f7a8e4b1f5c6a972bb2d1441c67bdec71de6a09d0be92f5b9": "Safe 1.1.1 handler",
        "0x03e69f7ce809e81687c69b19a7d7cca45b6d551ffdec73d9bb87178476de1abf": "Safe 1.3.0 handler",
        "0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9": "Safe 1.4.1 handler",
        "0x3c6a85bcf7b563daa624b884b4e9a1b9fa5371edde7be945d998071a48f28bbc": "Safe 1.5.0 handler",
        "0xba5bafdfba82e226b6dc8ae29bedf5026bd854ab4bee00128ca322717a5f2acf": "Safe 1.5.0 handler",
        "0xcbc723172700efa52cc33ee26c7fc7e284edc8097f9dc307857fe525fec98cd8": "Safe 1.5.0 handler",
    }
)
_PROXIES: Final = frozenset(
    {
        "0xaea7d4252f6245f301e540cfbee27d3a88de543af8e49c5c62405d5499fab7e5",  # 1.1.1
        "0xb89c1b3bdf2cf8827818646bce9a8f6e372885f8c55e5c07acbd307cb133b000",  # 1.3.0
        "0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c",  # 1.4.1
        "0x4e381985ca68b3e5d27b4425fa581c19cf33146d3f887a3cfca96f55528ea46f",  # 1.5.0
    }
)
_RUNS: Final = "runs the code of"
_OF_OWNERS: Final = ((HANDLER, "fallback handler, in its name"), (GUARD, "guard, which may refuse"))


def published(code: Code) -> str | None:
    """Return what published code of Safe this is: a singleton or a handler; None for another."""
    return _SINGLETONS.get(code.hash) or _HANDLERS.get(code.hash)


def safe_questions(account: AccountId, code: Code) -> tuple[StorageWord, ...]:
    """Return what to ask of an account with the code of Safe's proxy; of others, nothing.

    What their slots hold is no word about what they run.
    """
    slots = (SINGLETON, HANDLER, GUARD) if code.hash in _PROXIES else ()
    return tuple(StorageWord(account, slot) for slot in slots)


def singleton_head(account: AccountId, seen: Seen) -> tuple[Grip, ...]:
    """Return whose code Safe's proxy runs; nothing for an account that was not asked."""
    return _named(account, SINGLETON, (Power.UPGRADE,), _RUNS, seen)


def slot_heads(account: AccountId, seen: Seen) -> tuple[Grip, ...]:
    """Return who answers, or may refuse, in the name of a Safe beside its owners.

    A handler is called by the Safe itself with whatever anybody sends: one that is the token, or
    anything that obeys the Safe, gives everybody the power of the owners.
    """
    return tuple(
        grip for slot, office in _OF_OWNERS for grip in _named(account, slot, (), office, seen)
    )


def handler_oddity(account: AccountId, seen: Seen) -> tuple[str, ...]:
    """Return that a Safe's fallback handler runs code that Safe did not publish, as a sentence."""
    slot = StorageWord(account, HANDLER)
    handler = seen.account(slot) if slot in seen else None
    code = seen.code(handler) if isinstance(handler, AccountId) else None
    if not isinstance(handler, AccountId) or not isinstance(code, Code):
        return ()
    if code.size == 0 or code.hash in _HANDLERS:
        return ()
    return (
        say(
            "whoever calls it reaches {local} in its name, whose code is no published handler",
            local=handler.local,
        ),
    )


def safe_of(account: AccountId, seen: Seen) -> str | None:
    """Return which Safe an account is by the hashes of its code; None where it is not one."""
    slot = StorageWord(account, SINGLETON)
    singleton = seen.account(slot) if slot in seen else None
    if not isinstance(singleton, AccountId):
        return None
    code = seen.code(singleton)
    return _SINGLETONS.get(code.hash) if isinstance(code, Code) else None


def _named(
    account: AccountId, slot: int, powers: tuple[Power, ...], office: str, seen: Seen
) -> tuple[Grip, ...]:
    question = StorageWord(account, slot)
    if question not in seen:
        return ()
    holder = seen.account(question)
    if isinstance(holder, AccountId) and is_nobody(holder):
        return ()
    return (Grip(powers, office, holder),)
