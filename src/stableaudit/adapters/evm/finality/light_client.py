"""A light client's messages as the beacon API writes them, read strictly, with their roots.

Numbers are decimal texts there. Only what a proof uses is read: of the bootstrap's and the attested
header no more than the beacon part.

Source: consensus-specs, specs/altair/light-client/sync-protocol.md, specs/deneb/light-client,
specs/deneb/beacon-chain.md (ExecutionPayloadHeader); beacon-APIs, light_client.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from stableaudit.adapters.evm.finality.bls import KEY_BYTES
from stableaudit.adapters.evm.finality.ssz import (
    CHUNK,
    container_root,
    depth_of,
    list_root,
    number_root,
    root_above,
    vector_root,
)
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields, items_of, octets_of
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.untrusted import Untrusted

COMMITTEE: Final = 512
"""Keys of a sync committee; a validator may be drawn twice."""

PAYLOAD_INDEX: Final = 25
"""Generalized index of execution_payload in a block's body, from Capella to Fulu."""

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,77}", re.ASCII)
_MOST_EXTRA: Final = 32


class _Kind(Enum):
    WORD = auto()  # 64 bits
    BIG = auto()  # 256 bits
    LIST = auto()


_EXECUTION: Final[tuple[tuple[str, int | _Kind], ...]] = (
    ("parent_hash", CHUNK),
    ("fee_recipient", 20),
    ("state_root", CHUNK),
    ("receipts_root", CHUNK),
    ("logs_bloom", 256),
    ("prev_randao", CHUNK),
    ("block_number", _Kind.WORD),
    ("gas_limit", _Kind.WORD),
    ("gas_used", _Kind.WORD),
    ("timestamp", _Kind.WORD),
    ("extra_data", _Kind.LIST),
    ("base_fee_per_gas", _Kind.BIG),
    ("block_hash", CHUNK),
    ("transactions_root", CHUNK),
    ("withdrawals_root", CHUNK),
    ("blob_gas_used", _Kind.WORD),
    ("excess_blob_gas", _Kind.WORD),
)


@dataclass(frozen=True, slots=True)
class BeaconHeader:
    """A beacon block's header; `root` is what its five fields hash to."""

    slot: int
    state_root: bytes
    body_root: bytes
    root: bytes


def read_beacon(header: object, path: str) -> BeaconHeader:
    """Return the beacon part of a light client's header. Raises ProofError."""
    fields = Fields(Fields(header, path).inner("beacon"), f"{path}.beacon")
    slot = decimal_of(fields, "slot")
    state_root, body_root = fields.octets("state_root", CHUNK), fields.octets("body_root", CHUNK)
    roots = (
        number_root(slot),
        number_root(decimal_of(fields, "proposer_index")),
        fields.octets("parent_root", CHUNK),
        state_root,
        body_root,
    )
    return BeaconHeader(slot, state_root, body_root, container_root(roots))


def read_execution(header: object, body_root: bytes, chain: ChainId, path: str) -> BlockStamp:
    """Return the execution block that a beacon block's body holds, by its branch.

    Raises:
        ProofError: a field is missing or impossible, or it is not in that body.
    """
    fields = Fields(Fields(header, path).inner("execution"), f"{path}.execution")
    root = container_root([_execution_root(fields, name, kind) for name, kind in _EXECUTION])
    require_branch(Fields(header, path), "execution_branch", (root, PAYLOAD_INDEX), body_root)
    number, time = decimal_of(fields, "block_number"), decimal_of(fields, "timestamp")
    if time > LAST_INSTANT:
        raise ProofError(fields.place("timestamp"), f"{time} is no time")
    return BlockStamp(chain, number, "0x" + fields.octets("block_hash", CHUNK).hex(), time)


def read_committee(value: object, path: str) -> tuple[tuple[bytes, ...], bytes]:
    """Return the keys of a sync committee, in its order, and its root. Raises ProofError."""
    fields = Fields(value, path)
    given = items_of(fields.inner("pubkeys"), fields.place("pubkeys"), most=COMMITTEE)
    if len(given) != COMMITTEE:
        raise ProofError(fields.place("pubkeys"), f"{len(given)} keys, not {COMMITTEE}")
    keys = tuple(
        _exactly(KEY_BYTES, key, f"{fields.place('pubkeys')}[{at}]") for at, key in enumerate(given)
    )
    aggregate = fields.octets("aggregate_pubkey", KEY_BYTES)
    roots = (container_root([vector_root(key) for key in keys]), vector_root(aggregate))
    return keys, container_root(roots)


def read_bits(fields: Fields, name: str) -> tuple[bool, ...]:
    """Return who of a committee signed, in its order. Raises ProofError."""
    octets = fields.octets(name, COMMITTEE // 8)
    return tuple(bool(octets[at // 8] >> (at % 8) & 1) for at in range(COMMITTEE))


def require_branch(fields: Fields, name: str, leaf: tuple[bytes, int], root: bytes) -> None:
    """Raise ProofError unless a branch leads from a leaf, at its generalized index, to the root."""
    path = fields.place(name)
    node, index = leaf
    given = fields.items(name, most=depth_of(index))
    if len(given) != depth_of(index):
        raise ProofError(path, f"{len(given)} nodes, not {depth_of(index)}")
    branch = [_exactly(CHUNK, each, f"{path}[{at}]") for at, each in enumerate(given)]
    came = root_above(node, branch, index)
    if came != root:
        raise ProofError(path, f"leads to 0x{came.hex()}, not to 0x{root.hex()}")


def decimal_of(fields: Fields, name: str, *, bits: int = 64) -> int:
    """Return a number of at most so many bits, written in decimal. Raises ProofError."""
    value = fields.inner(name)
    if isinstance(value, str) and _DECIMAL.fullmatch(value) is not None:
        number = int(value)
        if number.bit_length() <= bits:
            return number
    shown = f"'{Untrusted(value)}'" if isinstance(value, str) else f"a {type(value).__name__}"
    raise ProofError(fields.place(name), f"{shown} is no decimal text of at most {bits} bits")


def _execution_root(fields: Fields, name: str, kind: int | _Kind) -> bytes:
    match kind:
        case _Kind.WORD:
            return number_root(decimal_of(fields, name))
        case _Kind.BIG:
            return number_root(decimal_of(fields, name, bits=256))
        case _Kind.LIST:
            return list_root(fields.data(name, most=_MOST_EXTRA))
        case _:
            return vector_root(fields.octets(name, kind))


def _exactly(length: int, value: object, path: str) -> bytes:
    octets = octets_of(value, path, most=length)
    if len(octets) != length:
        raise ProofError(path, f"{len(octets)} bytes, not {length}")
    return octets
