"""The header of a block whose hash is recomputed from its fields, and chains of them.

The hash covers the fields in the order of the forks that brought them. One that is not there,
while a later one is, stands as an empty string: so encode geth and its descendants, BNB Chain's
among them. Fields of the answer that are no part of a header are named; any other that is not
known here is named where the hash does not come out, since a newer fork may have brought it.

Source: Ethereum yellow paper, 4.4.3; EIP-1559, 4895, 4844, 4788, 7685, 7928, 7843; geth 1.16,
core/types/gen_header_rlp.go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields
from stableaudit.adapters.evm.proof.rlp import Item, encode, keccak, to_bytes
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ADDRESS_BYTES, ChainId
from stableaudit.domain.instants import LAST_INSTANT

MOST_EXTRA_BYTES: Final = 65_536
"""Of extraData: BNB Chain lists its validators there, some thousand bytes."""

_HASH: Final = 32
_BLOOM: Final = 256
_NONCE: Final = 8
_MOST_BLOCKS: Final = 1 << 63


class _Kind(Enum):
    NUMBER = auto()
    EXTRA = auto()


_LEGACY: Final[tuple[tuple[str, int | _Kind], ...]] = (
    ("parentHash", _HASH),
    ("sha3Uncles", _HASH),
    ("miner", ADDRESS_BYTES),
    ("stateRoot", _HASH),
    ("transactionsRoot", _HASH),
    ("receiptsRoot", _HASH),
    ("logsBloom", _BLOOM),
    ("difficulty", _Kind.NUMBER),
    ("number", _Kind.NUMBER),
    ("gasLimit", _Kind.NUMBER),
    ("gasUsed", _Kind.NUMBER),
    ("timestamp", _Kind.NUMBER),
    ("extraData", _Kind.EXTRA),
    ("mixHash", _HASH),
    ("nonce", _NONCE),
)
_LATER: Final[tuple[tuple[str, int | _Kind], ...]] = (
    ("baseFeePerGas", _Kind.NUMBER),  # London
    ("withdrawalsRoot", _HASH),  # Shanghai
    ("blobGasUsed", _Kind.NUMBER),  # Cancun
    ("excessBlobGas", _Kind.NUMBER),
    ("parentBeaconBlockRoot", _HASH),
    ("requestsHash", _HASH),  # Prague
    ("blockAccessListHash", _HASH),  # Amsterdam
    ("slotNumber", _Kind.NUMBER),
)
_NOT_HASHED: Final = frozenset(
    {
        "hash",
        "size",
        "uncles",
        "transactions",
        "withdrawals",
        "totalDifficulty",
        "milliTimestamp",  # BNB Chain's; the part of a second stands in mixHash
    }
)
_KNOWN: Final = frozenset(name for name, _ in (*_LEGACY, *_LATER)) | _NOT_HASHED


@dataclass(frozen=True, slots=True)
class Header:
    """One block's header; `hash` is what its fields hash to."""

    number: int
    hash: str
    """`0x` and 64 lower-case digits."""

    parent_hash: str
    timestamp: int
    """Seconds of UTC."""

    state_root: bytes
    transactions_root: bytes
    receipts_root: bytes

    def stamp(self, chain: ChainId) -> BlockStamp:
        """Return the block as a point in time of `chain`."""
        return BlockStamp(chain, self.number, self.hash, self.timestamp)


def read_header(answer: object, *, path: str = "header") -> Header:
    """Return the header of an eth_getBlockBy… answer, its hash recomputed.

    Raises:
        ProofError: a field is missing or impossible, or the hash is another.
    """
    fields = Fields(answer, path)
    stated = "0x" + fields.octets("hash", _HASH).hex()
    digest = "0x" + keccak(encode(_items(fields))).hex()
    if digest != stated:
        raise ProofError(fields.place("hash"), _mismatch(fields, stated, digest))
    number, timestamp = fields.number("number"), fields.number("timestamp")
    if number >= _MOST_BLOCKS or timestamp > LAST_INSTANT:
        raise ProofError(path, f"an impossible number or time: {number:#x}, {timestamp:#x}")
    return Header(
        number,
        digest,
        "0x" + fields.octets("parentHash", _HASH).hex(),
        timestamp,
        fields.octets("stateRoot", _HASH),
        fields.octets("transactionsRoot", _HASH),
        fields.octets("receiptsRoot", _HASH),
    )


def header_at(answer: object, block: BlockStamp, *, path: str = "header") -> Header:
    """Return the header of exactly that block.

    Raises:
        ProofError: see read_header; or it is another block's, or of another number or time.
    """
    header = read_header(answer, path=path)
    if header.hash != block.hash:
        raise ProofError(f"{path}.hash", f"{header.hash}, while the block is {block.hash}")
    if header.stamp(block.chain) != block:
        raise ProofError(path, f"{header.stamp(block.chain)}, while {block} was pinned")
    return header


def read_chain(answers: Sequence[object], block: BlockStamp) -> tuple[Header, ...]:
    """Return consecutive headers, oldest first, of which the last is that of `block`.

    Each is the parent of the next by hash, so that `block` commits to all of them.

    Raises:
        ProofError: there is none, one cannot be recomputed, or two do not follow one another.
    """
    if not answers:
        raise ProofError("headers", "there is none")
    last = len(answers) - 1
    child = header_at(answers[last], block, path=f"headers[{last}]")
    found = [child]
    for index in range(last - 1, -1, -1):
        parent = read_header(answers[index], path=f"headers[{index}]")
        if parent.hash != child.parent_hash:
            reason = f"{child.parent_hash}, while the header before has the hash {parent.hash}"
            raise ProofError(f"headers[{index + 1}].parentHash", reason)
        if parent.number + 1 != child.number:
            reason = f"{child.number}, while the header before has {parent.number}"
            raise ProofError(f"headers[{index + 1}].number", reason)
        found.append(parent)
        child = parent
    return tuple(reversed(found))


def _items(fields: Fields) -> tuple[Item, ...]:
    later = list(_LATER)
    while later and not fields.has(later[-1][0]):
        later.pop()
    return (
        *(_item(fields, name, kind) for name, kind in _LEGACY),
        *(_item(fields, name, kind) if fields.has(name) else b"" for name, kind in later),
    )


def _item(fields: Fields, name: str, kind: int | _Kind) -> Item:
    if kind is _Kind.NUMBER:
        return to_bytes(fields.number(name))
    if kind is _Kind.EXTRA:
        return fields.data(name, most=MOST_EXTRA_BYTES)
    return fields.octets(name, kind)


def _mismatch(fields: Fields, stated: str, digest: str) -> str:
    unknown = fields.beside(_KNOWN)
    if unknown:
        return (
            f"cannot be recomputed: the fields known here hash to {digest}, not to {stated}; "
            f"of {unknown} it is not known how the hash covers them"
        )
    return f"its fields hash to {digest}, not to {stated}"
