"""What a block contains, as far as a bracket needs it: its transactions, and who logged in them.

A node that lacks some transaction infos leaves them out without a word, and answers `[]` for a
block that is not solidified yet, so infos count only if their ids are those of the block itself.
Neither is proven: a node can leave out a transaction in both. Source: java-tron 4.8.0,
Wallet.getTransactionInfoByBlockNum.
"""

from dataclasses import dataclass, field
from typing import Final

from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields, objects
from stableaudit.adapters.tron.headers import Header, read_header
from stableaudit.domain.identifiers import ADDRESS_BYTES

_HASH_BYTES: Final = 32
_NO_TRANSACTIONS: Final = bytes(_HASH_BYTES)


@dataclass(frozen=True, slots=True)
class Block:
    """A block with the ids of its transactions."""

    header: Header
    transactions: frozenset[bytes]
    order: tuple[bytes, ...] = field(default=(), compare=False)
    """The same ids as they stand in the block."""


def read_block(answer: object, inquiry: Inquiry) -> Block:
    """Return the block of a `getblock` answer in detail.

    Raises:
        InconsistentError: as read_header; or a transaction stands twice; or the header has
            transactions and none came, or none and some came.
        UnreachableError, UndecodableError: as read_header.
    """
    header = read_header(answer, inquiry)
    listed = Fields.of(answer, inquiry).listed("transactions")
    order = tuple(each.octets("txID", length=_HASH_BYTES) for each in listed)
    ids = frozenset(order)
    if len(ids) != len(listed):
        raise inquiry.inconsistent("a block that lists a transaction twice")
    if bool(ids) == (header.transactions_root == _NO_TRANSACTIONS):
        raise inquiry.inconsistent(
            f"a block that lists {len(ids)} transactions under the root "
            f"{header.transactions_root.hex()}"
        )
    return Block(header, ids, order)


def read_emitters(answer: object, block: Block, inquiry: Inquiry) -> frozenset[bytes]:
    """Return the addresses, 20 bytes each, that logged in a block's successful transactions.

    Logs of a failed transaction, which some nodes may list, are no events.

    Raises:
        UnreachableError: the node answered an error.
        InconsistentError: the infos are of another block, or not of exactly its transactions.
        UndecodableError: the answer is no list of transaction infos.
    """
    refuse(answer, inquiry)
    infos = objects(answer, inquiry, place="the answer")
    ids = [info.octets("id", length=_HASH_BYTES) for info in infos]
    if len(set(ids)) != len(ids) or frozenset(ids) != block.transactions:
        raise inquiry.inconsistent(
            f"infos of {len(ids)} transactions, not of the {len(block.transactions)} in the block"
        )
    if any(info.number("blockNumber") != block.header.number for info in infos):
        raise inquiry.inconsistent("transaction infos of another block")
    return frozenset(
        log.octets("address", length=ADDRESS_BYTES)
        for info in infos
        if succeeded(info)
        for log in info.listed("log")
    )


def succeeded(info: Fields) -> bool:
    """Whether a transaction info says that a contract was called and did not fail."""
    # Transactions without contract call have no receipt result, and no log.
    return info.text("result") != "FAILED" and (
        "receipt" in info.values and info.inner("receipt").text("result") == "SUCCESS"
    )
