"""The sealed blocks of a chain and what is found in them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from tests.devnet.tron.blocks import Block
from tests.devnet.tron.contracts import Contract
from tests.devnet.tron.transactions import Transaction


class History:
    """Blocks by number and id, transactions by id, contracts by address.

    A history that begins above block 0 knows the genesis and nothing between: such blocks are
    absent, as on a node that pruned them.
    """

    def __init__(self, genesis: Block, first: Block, start_ms: int) -> None:
        """Begin with a block, which is the genesis itself where the chain begins at 0."""
        self._genesis: Final = genesis
        self._start_ms: Final = start_ms
        self._blocks = [first]
        self._numbers = {genesis.id: 0, first.id: first.number}
        self._places: dict[bytes, tuple[int, int]] = {}
        self._busy: list[int] = []
        """Numbers of the blocks with transactions, the genesis not among them; ascending."""
        self._contracts: dict[bytes, Contract] = {}

    @property
    def head(self) -> Block:
        """The last block."""
        return self._blocks[-1]

    @property
    def first(self) -> int:
        """Number of the first block that is told whole."""
        return self._blocks[0].number

    def time(self, block: Block) -> int:
        """Return the block's time in milliseconds; a genesis shows none, but has one."""
        return block.header.timestamp or self._start_ms

    def block(self, number: int) -> Block | None:
        """Return the block of a number; None if there is none or it was pruned."""
        if number == 0:
            return self._genesis
        index = number - self._blocks[0].number
        return self._blocks[index] if 0 <= index < len(self._blocks) else None

    def with_transactions(
        self, first: int, last: int, *, descending: bool = False
    ) -> Iterator[Block]:
        """Yield the blocks of a closed range that hold transactions, the genesis not among them."""
        numbers = self._busy[bisect_left(self._busy, first) : bisect_right(self._busy, last)]
        for number in reversed(numbers) if descending else numbers:
            block = self.block(number)
            if block is not None:
                yield block

    def by_id(self, block_id: bytes) -> Block | None:
        """Return the block of an id."""
        number = self._numbers.get(block_id)
        return None if number is None else self.block(number)

    def place_of(self, txid: bytes) -> tuple[Block, int] | None:
        """Return the block that holds a transaction, and its position there."""
        found = self._places.get(txid)
        if found is None:
            return None
        number, position = found
        block = self.block(number)
        return None if block is None else (block, position)

    def contract(self, address: bytes, *, at: int) -> Contract | None:
        """Return the contract of an address as of a height."""
        found = self._contracts.get(address)
        return found if found is not None and found.block <= at else None

    def append(self, block: Block) -> None:
        """Add the next block."""
        self._blocks.append(block)
        self._numbers[block.id] = block.number
        if block.transactions:
            self._busy.append(block.number)
        for position, transaction in enumerate(block.transactions):
            self._places[transaction.txid()] = (block.number, position)

    def register(self, contract: Contract) -> None:
        """Add a contract that a sealed block created."""
        self._contracts[contract.address] = contract

    def truncate(self, depth: int) -> tuple[Transaction, ...]:
        """Take the last `depth` blocks away; return their transactions in order.

        Raises:
            ValueError: that is not less than all.
        """
        if not 0 < depth < len(self._blocks):
            raise ValueError(f"{depth} of {len(self._blocks)} blocks cannot be taken away")
        lost = self._blocks[-depth:]
        del self._blocks[-depth:]
        for block in lost:
            del self._numbers[block.id]
            for transaction in block.transactions:
                del self._places[transaction.txid()]
        last = self.head.number
        del self._busy[bisect_right(self._busy, last) :]
        self._contracts = {a: each for a, each in self._contracts.items() if each.block <= last}
        return tuple(each for block in lost for each in block.transactions)
