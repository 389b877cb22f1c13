"""A block's header: its id from its bytes, and whose key signed it.

1. The bytes are a raw header.
2. Its id is its number followed by the last 24 bytes of their sha256.
3. The signature is over that sha256 and recovers to an account.
4. With a producer set: the header's producer is one of it, and the account is that of its key.

Without a set, step 4 is left out and the result says so. Whether the block is in the chain that
everybody follows is no matter of one header: see `chain`. Source: java-tron 4.8.0,
BlockCapsule.getBlockId and validateSignature.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.headers import SLOT_SECONDS, block_id
from stableaudit.adapters.tron.proof.breaks import BrokenProofError, returned, signer_at
from stableaudit.domain import base58
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.tron_proofs import KeyStanding, ProducerSet, ProvenHeader

MOST_HEADER_BYTES: Final = 1024
"""Of a raw header; real ones have some 100."""

_VERSION: Final = b"\x41"
_HASH_BYTES: Final = 32
_NUMBER_LIMIT: Final = 1 << 63
_SLOT_MILLISECONDS: Final = 1000 * SLOT_SECONDS


@dataclass(frozen=True, slots=True)
class SignedHeader:
    """A header as it travels: nothing of it is checked."""

    raw: bytes
    """The protobuf bytes of `raw_data`."""

    signature: bytes
    """65 bytes."""


@returned
def prove_header(
    header: SignedHeader, producers: ProducerSet | None, *, path: str = "header"
) -> ProvenHeader:
    """Return what a header commits to and who signed it, or where that breaks.

    producers: None for a block of a time whose producers nobody can tell any more.
    """
    return header_or_break(header, producers, path=path)


def header_or_break(
    header: SignedHeader, producers: ProducerSet | None, *, path: str
) -> ProvenHeader:
    """Return the same as prove_header.

    Raises:
        BrokenProofError: a step does not hold.
    """
    number, milliseconds, parent, root, producer = _read(header.raw, f"{path}.raw")
    digest = hashlib.sha256(header.raw).digest()
    signer = signer_at(digest, header.signature, path=f"{path}.signature")
    return ProvenHeader(
        number,
        block_id(number, header.raw),
        parent,
        milliseconds // 1000,
        root,
        producer,
        signer,
        _standing(producer, signer, producers, path),
    )


def spelled(account: bytes) -> str:
    """Return an account as TRON writes it."""
    return base58.encode(_VERSION + account)


def _read(raw: bytes, path: str) -> tuple[int, int, bytes, bytes, bytes]:
    """Return number, milliseconds, parent, root and producer."""
    if len(raw) > MOST_HEADER_BYTES:
        raise BrokenProofError(path, f"{len(raw)} bytes are no header")
    try:
        fields = protobuf.decode(raw)
        number, milliseconds = (protobuf.only_number(fields, each) for each in (7, 1))
        root, parent, wired = (protobuf.only_bytes(fields, each) for each in (2, 3, 9))
    except ValueError as error:
        raise BrokenProofError(path, f"no header: {error}") from error
    if not 0 < number < _NUMBER_LIMIT or len(root) != _HASH_BYTES or len(parent) != _HASH_BYTES:
        raise BrokenProofError(path, "no header: its number, parent or root is none")
    if milliseconds % _SLOT_MILLISECONDS or not 0 < milliseconds <= 1000 * LAST_INSTANT:
        raise BrokenProofError(path, f"{milliseconds} ms, no time of a block")
    if len(wired) != 1 + ADDRESS_BYTES or wired[:1] != _VERSION:
        raise BrokenProofError(path, "no header: its producer is no account")
    return number, milliseconds, parent, root, wired[1:]


def _standing(
    producer: bytes, signer: bytes, producers: ProducerSet | None, path: str
) -> KeyStanding:
    if producers is None:
        return KeyStanding.OWN if signer == producer else KeyStanding.OTHER
    key = producers.key_of(producer)
    if key is None:
        raise BrokenProofError(
            f"{path}.producer",
            f"{spelled(producer)} is not among the active witnesses told by {producers.told_by}",
        )
    if key != signer:
        raise BrokenProofError(
            f"{path}.signature",
            f"made by the key of {spelled(signer)}; {spelled(producer)} signs with that of "
            f"{spelled(key)}",
        )
    return KeyStanding.ACTIVE
