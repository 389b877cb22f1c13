"""The events that supply laws read, and how a log becomes one of them.

Whether an argument is indexed does not change an event's topic, and contracts of one family differ
in it: Tether's DestroyedBlackFunds indexes nothing on Ethereum and its address on TRON. So the
arguments are taken from topics and data together, wherever this can be done in one way only:

- all of them in the data, or all addresses in topics and the number in the data;
- all of them in topics, where there are at most two; three would be the Transfer of a token of
  another kind (ERC-721), whose third argument is no amount.

Any other number of topics leaves open which argument is where: Irregular. So are data of another
length, an address whose 12 leading bytes are not zero, and an event that was not asked for.

Source: Solidity ABI, events; ERC-20; the contracts named in each law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import Irregular
from stableaudit.domain.logs import TRANSFER_TOPIC, WORD_BYTES, RawLog

ZERO_ADDRESS: Final = bytes(ADDRESS_BYTES)
_PADDING: Final = bytes(WORD_BYTES - ADDRESS_BYTES)
_MOST_INDEXED: Final = 2


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event: addresses first, then at most one number."""

    signature: str
    topic: bytes
    """32 bytes: keccak256 of the signature."""

    addresses: int
    numbers: int

    @property
    def name(self) -> str:
        """What stands before the bracket."""
        return self.signature.partition("(")[0]


@dataclass(frozen=True, slots=True)
class Fact:
    """A log whose arguments are read."""

    log: RawLog
    event: Event
    accounts: tuple[bytes, ...]
    """20 bytes each, as many as the event has addresses."""

    amounts: tuple[int, ...]
    """Base units; none or one."""


def _event(signature: str, topic: str) -> Event:
    arguments = signature.partition("(")[2]
    return Event(
        signature, bytes.fromhex(topic), arguments.count("address"), arguments.count("uint256")
    )


TRANSFER: Final = _event("Transfer(address,address,uint256)", TRANSFER_TOPIC.hex())
ISSUE: Final = _event(
    "Issue(uint256)", "cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a"
)
REDEEM: Final = _event(
    "Redeem(uint256)", "702d5967f45f6513a38ffc42d6ba9bf230bd40e8f53b16363c7eb4fd2deb9a44"
)
DESTROYED_BLACK_FUNDS: Final = _event(
    "DestroyedBlackFunds(address,uint256)",
    "61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c6",
)
MINT: Final = _event(
    "Mint(address,address,uint256)",
    "ab8530f87dc9b59234c4623bf917212bb2536d647574c8e7e5da92c2ede0c9f8",
)
BURN: Final = _event(
    "Burn(address,uint256)", "cc16f5dbb4873280815c1ee09dbd06736cffcc184412cf7a71a0fdb75d397ca5"
)
SUPPLY_INCREASED: Final = _event(
    "SupplyIncreased(address,uint256)",
    "f5c174d57843e57fea3c649fdde37f015ef08750759cbee88060390566a98797",
)
SUPPLY_DECREASED: Final = _event(
    "SupplyDecreased(address,uint256)",
    "1b7e18241beced0d7f41fbab1ea8ed468732edbcb74ec4420151654ca71c8a63",
)
FROZEN_ADDRESS_WIPED: Final = _event(
    "FrozenAddressWiped(address)",
    "fc5960f1c5a5d2b60f031bf534af053b1bf7d9881989afaeb8b1d164db23aede",
)


def read_log(log: RawLog, events: Mapping[bytes, Event]) -> Fact | Irregular:
    """Return what a log says, or why it says nothing that a law could read."""
    if not log.topics:
        return irregular(log, "a log without topics")
    event = events.get(log.topics[0])
    if event is None:
        return irregular(log, f"an event that was not asked for: topic 0x{log.topics[0].hex()}")
    arguments = event.addresses + event.numbers
    indexed = len(log.topics) - 1
    whole = len(log.data) == WORD_BYTES * (arguments - indexed)
    known = indexed in {0, event.addresses} or indexed == arguments <= _MOST_INDEXED
    if not whole or not known:
        parts = f"{len(log.topics)} topics and {len(log.data)} bytes of data"
        return irregular(log, f"{event.signature} with {parts}")
    words = b"".join((*log.topics[1:], log.data))
    addresses = _words(words[: WORD_BYTES * event.addresses])
    for word in addresses:
        if not word.startswith(_PADDING):
            return irregular(log, f"{event.signature} whose address is 0x{word.hex()}")
    return Fact(
        log,
        event,
        tuple(word[len(_PADDING) :] for word in addresses),
        tuple(int.from_bytes(word) for word in _words(words[WORD_BYTES * event.addresses :])),
    )


def irregular(log: RawLog, reason: str) -> Irregular:
    """Return that a log is not what its law knows."""
    return Irregular(log.block, log.ordinal, reason)


def _words(text: bytes) -> tuple[bytes, ...]:
    return tuple(text[at : at + WORD_BYTES] for at in range(0, len(text), WORD_BYTES))
