"""A chain of the TRON façade on which USDKG was issued in every way that a proof meets.

Through a multisig, directly, inside a call that swallows its failure, and by one who may not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from stableaudit.adapters.tron.node import Node
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.chain import Sent
from tests.devnet.tron.node import TronNode
from tests.unit.adapters.tron.http_node import http_of

GOLD, MULTISIG = load("GoldDollarSim"), load("MultisigSim")
TOKEN, SAFE = bytes.fromhex("a1" * 20), bytes.fromhex("a2" * 20)
LAG, AMOUNT = 19, 30_000_000_000_000
_NOBODY = bytes(20)


@dataclass
class IssuedDevnet:
    node: TronNode
    issued: Sent
    """Through the multisig."""
    direct: Sent
    """Of a second token, whose owner is a key."""
    swallowed: Sent
    """The multisig succeeds, the call inside it fails."""
    refused: Sent

    @property
    def asked(self) -> Node:
        return Node(http_of(Endpoint("tester", self.node.url)))

    @property
    def holder(self) -> bytes:
        return self.node.chain.key_address(5)

    def mint(self, sent: Sent) -> Entry:
        return Entry(
            EntryKind.MINT,
            sent.block,
            0,
            bytes.fromhex(sent.txid),
            Boundary.SUPPLY,
            self.holder,
            AMOUNT,
            Attribution.NESTED_CALLDATA,
        )


@contextmanager
def issued_devnet() -> Iterator[IssuedDevnet]:
    """Yield the chain with 29 quiet blocks behind the last issuance."""
    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=LAG) as node:
        chain = node.chain
        owners = [chain.key_address(key) for key in (1, 2, 3)]
        chain.place(MULTISIG, [owners, 2], at=SAFE, sender=owners[0])
        chain.place(GOLD, [SAFE, owners[2]], at=TOKEN, sender=owners[0])
        issue = encode_call(GOLD, "issue", chain.key_address(5), AMOUNT)

        def through(data: bytes) -> Sent:
            call = (TOKEN, 0, data, 0, 0, 0, 0, _NOBODY, _NOBODY)
            for owner in owners[:2]:
                chain.send(owner, SAFE, encode_call(MULTISIG, "approveHash", *call))
            chain.seal()
            chain.send(owners[2], TOKEN, b"\x12\x34\x56\x78")
            chain.send(owners[0], SAFE, encode_call(MULTISIG, "execTransaction", *call))
            return chain.seal()[1]

        issued = through(issue)
        swallowed = through(encode_call(GOLD, "issue", chain.key_address(5), 2**256 - 1))
        chain.send(owners[0], TOKEN, issue)
        (refused,) = chain.seal()
        other = bytes.fromhex("a3" * 20)
        chain.place(GOLD, [owners[0], owners[2]], at=other, sender=owners[0])
        chain.send(owners[0], other, issue)
        (direct,) = chain.seal()
        chain.seal_empty(LAG + 10)
        yield IssuedDevnet(node, issued, direct, swallowed, refused)
