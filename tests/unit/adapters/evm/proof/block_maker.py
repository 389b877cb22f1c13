"""A chain whose blocks have logs, sealed by the library, and a node that serves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stableaudit.adapters.evm.proof.header import Header, read_header
from stableaudit.adapters.evm.proof.receipts import bloom_of
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.logs import RawLog
from stableaudit.domain.proofs import ProvenLog
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.evm.proof.state_maker import Json, as_hex
from tests.unit.adapters.evm.proof.test_header import PRAGUE, sealed
from tests.unit.adapters.evm.proof.trie_maker import Trie, library_encode

Transaction = Sequence[tuple[bytes, RawLog]]
"""The logs of a transaction, each with the contract that wrote it."""


@dataclass
class MadeChain:
    """Blocks in the order they were added; one names the one before it as its parent."""

    blocks: list[Json] = field(default_factory=list)
    receipts: dict[str, list[Json]] = field(default_factory=dict)
    """By the hash of their block."""

    def add(self, number: int, *transactions: Transaction) -> BlockStamp:
        """Add a block with these transactions."""
        receipts, root = _receipts(transactions)
        block = sealed(
            PRAGUE,
            number=hex(number),
            parentHash=self.blocks[-1]["hash"] if self.blocks else "0x" + "00" * 32,
            receiptsRoot=as_hex(root),
            timestamp=hex(1_790_000_000 + 12 * number),
        )
        self.blocks.append(block)
        self.receipts[str(block["hash"])] = receipts
        return read_header(block).stamp(ETHEREUM)

    def header(self, number: int) -> Header:
        """The header of a block."""
        return read_header(self._by_number()[hex(number)])

    def node(self) -> Node:
        """A node that has all of it."""
        by_number, by_hash = self._by_number(), {str(block["hash"]): block for block in self.blocks}
        return Node(
            replaced={
                "eth_getBlockByNumber": lambda params: by_number.get(str(params[0])),
                "eth_getBlockByHash": lambda params: by_hash.get(str(params[0])),
                "eth_getBlockReceipts": lambda params: self.receipts.get(str(params[0])),
            }
        )

    def _by_number(self) -> dict[str, Json]:
        return {str(block["number"]): block for block in self.blocks}


def _receipts(transactions: Sequence[Transaction]) -> tuple[list[Json], bytes]:
    receipts: list[Json] = []
    values: dict[bytes, bytes] = {}
    for index, logs in enumerate(transactions):
        bloom = bloom_of([ProvenLog(0, 0, at, log.topics, log.data) for at, log in logs])
        told = [(at, list(log.topics), log.data) for at, log in logs]
        gas = 21_000 * (index + 1)
        values[library_encode(index)] = b"\2" + library_encode([1, gas, bloom, told])
        receipts.append(
            {
                "type": "0x2",
                "status": "0x1",
                "cumulativeGasUsed": hex(gas),
                "logsBloom": as_hex(bloom),
                "logs": [
                    {
                        "address": as_hex(at),
                        "topics": [as_hex(topic) for topic in log.topics],
                        "data": as_hex(log.data),
                        "logIndex": hex(log.ordinal),
                    }
                    for at, log in logs
                ],
            }
        )
    return receipts, Trie(values).root
