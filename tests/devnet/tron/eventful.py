"""A history full of events for tests of their readers, and what is true of it.

Two tokens and a prober, several transactions of one token in a block, a fee that makes two logs, a
nested call, a slot without a block, and a contract that emits as many Transfers as are wanted and
may run out of energy amid them.
"""

from collections.abc import Iterator
from typing import Final

from tests.devnet.artifacts import Artifact, encode_call, event_topic, load
from tests.devnet.chain import Sent
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.engine import Log
from tests.devnet.tron.signing import key_address

GOLD: Final = load("GoldDollarSim")
PROBE: Final = load("Probe")
TOKEN: Final = bytes.fromhex("a1" * 20)
LOOKALIKE: Final = bytes.fromhex("a2" * 20)
PROBE_AT: Final = bytes.fromhex("b2" * 20)
SPAM_AT: Final = bytes.fromhex("c3" * 20)
OWNER: Final = key_address(1)
HOLDER: Final = key_address(5)
OTHER: Final = key_address(6)

_RUNTIME: Final = bytes.fromhex(
    "600035"  # n, the only word of calldata
    "5b8015603c57"  # while n:
    "80600052"  # data = n
    "8033"  # to = n, from = the caller
    "7f" + event_topic(GOLD, "Transfer").hex() + "60206000a3"  # log3
    "60019003600356"  # n -= 1
    "5b00"
)
_CREATION: Final = (
    bytes.fromhex(f"60{len(_RUNTIME):02x}600c60003960{len(_RUNTIME):02x}6000f3") + _RUNTIME
)
SPAM: Final = Artifact(
    "Spam", tuple(each for each in GOLD.abi if each["type"] != "constructor"), _CREATION, _RUNTIME
)
"""Emits n Transfers, without balances: as many logs as a test wants, cheaply."""


def spam(count: int) -> bytes:
    """Return the calldata that makes the spam contract emit so many Transfers."""
    return count.to_bytes(32, "big")


def play(chain: TronChain) -> dict[str, Sent]:
    """Make the history; return its acts by a word for each."""
    for token in (TOKEN, LOOKALIKE):
        chain.place(GOLD, [OWNER, OWNER], at=token, sender=OWNER)
    chain.place(PROBE, [], at=PROBE_AT, sender=OWNER)
    chain.place(SPAM, [], at=SPAM_AT, sender=OWNER)
    acts: dict[str, Sent] = {}

    def block(*named: tuple[str, bytes, bytes, bytes], timestamp: int | None = None) -> None:
        for _, sender, to, data in named:
            chain.send(sender, to, data)
        for (name, *_), sent in zip(named, chain.seal(timestamp=timestamp), strict=True):
            acts[name] = sent

    def gold(function: str, *arguments: object) -> bytes:
        return encode_call(GOLD, function, *arguments)

    block(
        ("issue", OWNER, TOKEN, gold("issue", HOLDER, 1_000_000)),
        ("lookalike issue", OWNER, LOOKALIKE, gold("issue", HOLDER, 777)),
    )
    chain.seal_empty(3)
    block(
        ("lookalike", HOLDER, LOOKALIKE, gold("transfer", OTHER, 7)),
        ("first", HOLDER, TOKEN, gold("transfer", OTHER, 30)),
        ("approve", HOLDER, TOKEN, gold("approve", OTHER, 50)),
        ("second", HOLDER, TOKEN, gold("transfer", OTHER, 12)),
    )
    block(("probe", HOLDER, TOKEN, gold("transfer", PROBE_AT, 500)))
    inner = gold("transfer", OTHER, 5)
    block(
        ("nested", HOLDER, PROBE_AT, encode_call(PROBE, "callAndSwallow", TOKEN, inner)),
        ("zero", HOLDER, TOKEN, gold("transfer", bytes(20), 9)),
    )
    head = chain.history.time(chain.history.head) // 1000
    block(("fee", OWNER, TOKEN, gold("setParams", 20)), timestamp=head + 60)
    block(("taxed", HOLDER, TOKEN, gold("transfer", OTHER, 10_000)))
    chain.send(HOLDER, SPAM_AT, spam(3))
    # Energy for some logs of the hundred: TRON's nodes may list them under the failed transaction.
    call = {"owner_address": wire(HOLDER), "contract_address": wire(SPAM_AT), "data": spam(100)}
    chain.submit("TriggerSmartContract", call, sender=HOLDER, fee_limit=3_000_000)
    chain.send(HOLDER, SPAM_AT, spam(2))
    acts |= zip(("emitted", "exhausted", "emitted after"), chain.seal(), strict=True)
    chain.seal_empty(2)
    block(("redeem", HOLDER, TOKEN, gold("transfer", OWNER, 100)))
    block(("alone", HOLDER, TOKEN, gold("transfer", OTHER, 1)))
    block(("last", HOLDER, TOKEN, gold("transfer", OTHER, 3)))
    return acts


def logs_of(chain: TronChain, contract: bytes) -> Iterator[tuple[int, int, bytes, Log]]:
    """Yield block, ordinal, transaction and log of every event of a contract, in chain order."""
    for block in chain.history.with_transactions(0, chain.head):
        ordinal = 0
        for transaction, outcome in zip(block.transactions, block.outcomes, strict=True):
            for log in outcome.logs:
                if log.address == contract:
                    yield block.number, ordinal, transaction.txid(), log
                ordinal += 1
