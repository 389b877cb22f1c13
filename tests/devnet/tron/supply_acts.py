"""A token of many transfers and few supply events, which a test makes at will, and its history.

Each call emits one event of the caller's choosing, a Transfer from the zero address, as Tether on
TRON repeats an Issue, and then as many Transfers as are wanted. Two such tokens have the same
history, but for the number of their transfers.
"""

from typing import Final

from tests.devnet.artifacts import Artifact, event_topic
from tests.devnet.chain import Sent
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.eventful import GOLD, HOLDER, OTHER, OWNER

FEW_AT: Final = bytes.fromhex("d1" * 20)
MANY_AT: Final = bytes.fromhex("d2" * 20)
TRANSFERS: Final = {FEW_AT: 5, MANY_AT: 200}
"""Of each call; there are ten that succeed."""

_TRANSFER: Final = event_topic(GOLD, "Transfer").hex()
_ACT: Final = bytes.fromhex(
    "60403603"  # the size of calldata after two words
    "8060406000"
    "37"  # memory = that calldata
    "602035"  # topic = the second word
    "906000a1"  # log1
    "336000"  # to = the caller, from = the zero address
    "7f" + _TRANSFER + "60206000a3"
)
_LOOP: Final = (
    bytes.fromhex("600035"),  # n = the first word
    bytes.fromhex("5b8015"),  # while n:
    bytes.fromhex("806000528033") + bytes.fromhex("7f" + _TRANSFER + "60206000a3"),
    bytes.fromhex("6001900360"),  # n -= 1
    bytes.fromhex("565b00"),
)


def _runtime() -> bytes:
    load, head, body, count, end = _LOOP
    start = len(_ACT) + len(load)
    stop = start + len(head) + 3 + len(body) + len(count) + 2
    return b"".join(
        (_ACT, load, head, b"\x60", bytes([stop]), b"\x57", body, count, bytes([start]), end)
    )


_RUNTIME: Final = _runtime()
_CREATION: Final = (
    bytes.fromhex(f"60{len(_RUNTIME):02x}600c60003960{len(_RUNTIME):02x}6000f3") + _RUNTIME
)
ACTOR: Final = Artifact(
    "Actor", tuple(each for each in GOLD.abi if each["type"] != "constructor"), _CREATION, _RUNTIME
)


def call(event: str, *words: int, transfers: int) -> bytes:
    """Return the calldata that emits an event with these words, and so many Transfers."""
    data = b"".join(word.to_bytes(32) for word in words)
    return transfers.to_bytes(32) + event_topic(GOLD, event) + data


def play(chain: TronChain) -> dict[str, Sent]:
    """Make the history of both tokens; return the acts of the second by a word for each."""
    account = int.from_bytes(OTHER)
    blocks: tuple[tuple[tuple[str, str, tuple[int, ...]], ...], ...] = (
        (("issue", "Issue", (1_000_000,)),),
        (("params", "Params", (1,)),),
        (("moved", "Params", (2,)), ("redeem", "Redeem", (300,))),
        (("params again", "Params", (3,)),),
        (
            ("issue more", "Issue", (70,)),
            ("destroy", "DestroyedBlackFunds", (account, 41)),
            ("redeem more", "Redeem", (8,)),
        ),
        (("moved again", "Params", (4,)),),
        (("last", "Issue", (5,)),),
    )
    for token in TRANSFERS:
        chain.place(ACTOR, [], at=token, sender=OWNER)
    acts: dict[str, Sent] = {}
    for block in blocks:
        for token, transfers in TRANSFERS.items():
            for _, event, words in block:
                chain.send(HOLDER, token, call(event, *words, transfers=transfers))
        sealed = chain.seal()
        acts |= zip((name for name, *_ in block), sealed[len(block) :], strict=True)
        chain.seal_empty(2)
    for token in TRANSFERS:
        # Its Issue comes before its energy ends: nodes may list it under the failed transaction.
        data = call("Issue", 666, transfers=1000)
        asked = {"owner_address": wire(HOLDER), "contract_address": wire(token), "data": data}
        chain.submit("TriggerSmartContract", asked, sender=HOLDER, fee_limit=3_000_000)
    acts["exhausted"] = chain.seal()[-1]
    return acts
