"""Tying what was read at a later solid block to the reference block.

A reading from block S speaks of the reference block R if the token emitted nothing in (R, S]: then
nothing that its events tell of has changed in between. Rules, in order:

1. The block of an answer is the one whose time the answer carries; it is R or reached from R by
   blocks that name one another as parents, so that both are of one chain.
2. S = R is bracketed, with nothing in between.
3. Further than MOST_BLOCKS from R nothing is read: unpinned.
4. A block whose transaction infos are missing, incomplete or malformed brackets nothing: unpinned,
   and told as an incident.
5. Any log of the token in a successful transaction between: unpinned.
"""

from collections.abc import Callable
from typing import Final

from stableaudit.adapters.tron import search
from stableaudit.adapters.tron.calls import ConstantAnswer
from stableaudit.adapters.tron.contents import Block
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.adapters.tron.node import Node
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.readings import Pin

MOST_BLOCKS: Final = 20
"""Blocks after the reference that are read for a bracket: a minute of the chain, 40 requests."""

_REFERENCE_BITS: Final = 1 << 16


class Bracket:
    """The blocks after one reference block, each asked for at most once in all the batch."""

    def __init__(
        self, node: Node, reference: BlockStamp, *, tell: Callable[[EvidenceError], None]
    ) -> None:
        """Prepare; nothing is asked.

        Args:
            node: whom to ask.
            reference: the solid block that readings shall speak of.
            tell: receives what kept a block from bracketing.
        """
        self._node = node
        self._reference = reference
        self._tell = tell
        self._blocks: dict[int, Block] = {}
        self._emitters: dict[int, frozenset[bytes] | None] = {}
        self._observed: dict[int, BlockStamp] = {}

    def observed(self, answer: ConstantAnswer, inquiry: Inquiry) -> BlockStamp:
        """Return the solid block that an answer was given from, at or after the reference.

        Raises:
            InconsistentError: no block has the answer's time, or the blocks do not lead back to
                the reference.
            UnreachableError, UndecodableError: a block could not be read.
        """
        known = self._observed.get(answer.timestamp)
        if known is None:
            known = self._resolve(answer, inquiry)
            self._observed[answer.timestamp] = known
        _require_reference(answer, known, inquiry)
        return known

    def pin(self, contract: AccountId, observed: BlockStamp) -> Pin:
        """Return how firmly a reading of `contract` from `observed` is tied to the reference.

        Raises:
            EvidenceError: a block in between could not be read at all.
        """
        if observed.number - self._reference.number > MOST_BLOCKS:
            return Pin.UNPINNED
        for number in range(self._reference.number + 1, observed.number + 1):
            emitters = self._emitters_of(number)
            if emitters is None or contract.address in emitters:
                return Pin.UNPINNED
        return Pin.BRACKETED

    def _resolve(self, answer: ConstantAnswer, inquiry: Inquiry) -> BlockStamp:
        if answer.timestamp == self._reference.timestamp:
            return self._same(answer, inquiry)
        slots = (answer.timestamp - self._reference.timestamp) // SLOT_SECONDS
        if slots > MOST_BLOCKS:
            return self._far(answer, inquiry)
        for number in range(self._reference.number + 1, self._reference.number + slots + 1):
            stamp = self._block(number).header.stamp(self._reference.chain)
            if stamp.timestamp == answer.timestamp:
                return stamp
            if stamp.timestamp > answer.timestamp:
                break
        raise _no_block(answer, inquiry)

    def _same(self, answer: ConstantAnswer, inquiry: Inquiry) -> BlockStamp:
        # The answer may itself name the reference; asking for the block is needed only if not.
        if answer.reference_number != self._reference.number % _REFERENCE_BITS:
            stamp = self._node.header(self._reference.number).stamp(self._reference.chain)
            if stamp != self._reference:
                raise inquiry.inconsistent(f"an answer from another chain, on which {stamp}")
        return self._reference

    def _far(self, answer: ConstantAnswer, inquiry: Inquiry) -> BlockStamp:
        stamp = search.last_block_until(
            answer.timestamp,
            final=self._node.final().stamp(self._reference.chain),
            fetch=lambda number: self._node.header(number).stamp(self._reference.chain),
            inquiry=inquiry,
        )
        if stamp.timestamp != answer.timestamp:
            raise _no_block(answer, inquiry)
        return stamp

    def _block(self, number: int) -> Block:
        known = self._blocks.get(number)
        if known is not None:
            return known
        before = (
            self._reference.hash
            if number == self._reference.number + 1
            else f"0x{self._block(number - 1).header.block_id.hex()}"
        )
        block = self._node.block(number)
        if f"0x{block.header.parent_id.hex()}" != before:
            raise self._node.inquiry(f"block {number}").inconsistent(
                f"a block whose parent is 0x{block.header.parent_id.hex()}, not {before}"
            )
        self._blocks[number] = block
        return block

    def _emitters_of(self, number: int) -> frozenset[bytes] | None:
        """Return who logged in a block, None where the node does not tell completely."""
        if number not in self._emitters:
            block = self._block(number)
            try:
                self._emitters[number] = self._node.emitters(block)
            except UnreachableError:
                raise
            except EvidenceError as error:
                self._tell(error)
                self._emitters[number] = None
        return self._emitters[number]


def _require_reference(answer: ConstantAnswer, observed: BlockStamp, inquiry: Inquiry) -> None:
    # A node names a recent solid block in its answer, often the very one it was given from.
    if answer.reference_number == observed.number % _REFERENCE_BITS:
        named = bytes.fromhex(observed.hash[2:])[8:16]
        if answer.reference_hash != named:
            other = answer.reference_hash.hex()
            raise inquiry.inconsistent(f"an answer from a block …{other}…, where {observed} stands")


def _no_block(answer: ConstantAnswer, inquiry: Inquiry) -> EvidenceError:
    return inquiry.inconsistent(
        f"an answer from {answer.timestamp} s of 1970, at which no solidified block stands"
    )
