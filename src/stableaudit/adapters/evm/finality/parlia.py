"""What BNB Chain's headers carry in extraData: validators at each epoch, votes of the last blocks.

    32 bytes | at an epoch: count, count × (address, BLS key), turn length | attestation | 65 bytes

An attestation is RLP: who voted, the votes' aggregate, what was voted, and bytes that nobody reads.
Only blocks since Maxwell (30 June 2025) are read: epochs of 1000 blocks, with a turn length.

Source: bnb-chain/bsc 1.7, consensus/parlia/parlia.go and snapshot.go, core/types/vote.go; BEP-126.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.evm.finality.bls import KEY_BYTES, SIGNATURE_BYTES
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields
from stableaudit.adapters.evm.proof.header import MOST_EXTRA_BYTES, header_at
from stableaudit.adapters.evm.proof.rlp import Item, RlpError, decode, encode, keccak, to_number
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ADDRESS_BYTES

EPOCH_BLOCKS: Final = 1000
MOST_VALIDATORS: Final = 64
"""As many as the set of voters has bits."""

_VANITY: Final = 32
_SEAL: Final = 65
_HASH: Final = 32
_VALIDATOR: Final = ADDRESS_BYTES + KEY_BYTES
_PARTS: Final = 4
_LEVELS: Final = 2


@dataclass(frozen=True, slots=True)
class ValidatorSet:
    """Who votes, as the header of an epoch's first block tells."""

    keys: tuple[bytes, ...]
    """BLS keys in the order of their validators' addresses: that of the voters' bits."""

    epoch: BlockStamp
    turn_length: int
    """Blocks that a validator makes in a row."""

    told_by: str
    """Whose word it is that this block is the chain's."""

    @property
    def needed(self) -> int:
        """Least voters: two thirds, rounded up."""
        return -(-2 * len(self.keys) // 3)

    @property
    def first_target(self) -> int:
        """First block that this set may vote for, if the set before it was as large.

        A set comes into force once most validators of the one before have made blocks.
        """
        return self.epoch.number + (len(self.keys) // 2 + 1) * self.turn_length

    @property
    def last_target(self) -> int:
        """Last block that this set votes for: the next set begins as late in its epoch."""
        return self.first_target + EPOCH_BLOCKS - 1


@dataclass(frozen=True, slots=True)
class Attestation:
    """Votes for a target block by validators who hold the source block justified."""

    voters: int
    """A bit a validator, the lowest for the first."""

    signature: bytes
    digest: bytes
    """What each voter signed: keccak256 of the vote's RLP."""

    source: tuple[int, bytes]
    """Number and hash."""

    target: tuple[int, bytes]
    path: str


def read_validators(answer: object, epoch: BlockStamp, *, told_by: str) -> ValidatorSet:
    """Return the validators that the header of an epoch's first block names.

    Args:
        answer: of eth_getBlockBy….
        epoch: that block; that it is the chain's is somebody's word.
        told_by: whose.

    Raises:
        ProofError: it is another block, or names no validators.
    """
    header_at(answer, epoch, path="epoch")
    path = "epoch.extraData"
    if epoch.number % EPOCH_BLOCKS:
        reason = f"{epoch.number} is no multiple of {EPOCH_BLOCKS}: no epoch begins there"
        raise ProofError("epoch.number", reason)
    extra = Fields(answer, "epoch").data("extraData", most=MOST_EXTRA_BYTES)
    listed, turn_length, _ = _epoch_parts(extra, path)
    if not listed or turn_length == 0:
        raise ProofError(path, f"{len(listed)} validators, {turn_length} blocks a turn")
    if len(listed) > MOST_VALIDATORS or len({address for address, _ in listed}) != len(listed):
        raise ProofError(
            path, f"{len(listed)} validators, more than {MOST_VALIDATORS} or one twice"
        )
    return ValidatorSet(tuple(key for _, key in sorted(listed)), epoch, turn_length, told_by)


def read_attestation(answer: object, number: int, path: str) -> Attestation | None:
    """Return the votes that a header carries; None where it carries none.

    The header's hash, which covers them, is for the caller to hold. Raises ProofError.
    """
    place = f"{path}.extraData"
    extra = Fields(answer, path).data("extraData", most=MOST_EXTRA_BYTES)
    if number % EPOCH_BLOCKS == 0:
        _, _, votes = _epoch_parts(extra, place)
    elif len(extra) < _VANITY + _SEAL:
        raise ProofError(place, f"{len(extra)} bytes, less than {_VANITY + _SEAL}")
    else:
        votes = extra[_VANITY:-_SEAL]
    if not votes:
        return None
    try:
        return _attestation(votes, place)
    except RlpError as error:
        raise ProofError(place, f"no attestation: {error}") from None


def _epoch_parts(extra: bytes, path: str) -> tuple[list[tuple[bytes, bytes]], int, bytes]:
    """Return validators as addresses and keys, the turn length, and the attestation's bytes."""
    count = extra[_VANITY] if len(extra) > _VANITY else 0
    start = _VANITY + 1
    end = start + count * _VALIDATOR
    if len(extra) < end + 1 + _SEAL:
        raise ProofError(path, f"{len(extra)} bytes, too few for {count} validators")
    each = (extra[at : at + _VALIDATOR] for at in range(start, end, _VALIDATOR))
    listed = [(one[:ADDRESS_BYTES], one[ADDRESS_BYTES:]) for one in each]
    return listed, extra[end], extra[end + 1 : -_SEAL]


def _attestation(votes: bytes, path: str) -> Attestation:
    voters, signature, vote, _ = _list(decode(votes, levels=_LEVELS))
    source_number, source_hash, target_number, target_hash = _list(vote)
    voters_number = to_number(voters)
    if voters_number.bit_length() > MOST_VALIDATORS:
        raise RlpError(f"voters of more than {MOST_VALIDATORS} bits")
    return Attestation(
        voters_number,
        _octets(signature, SIGNATURE_BYTES),
        keccak(encode(vote)),
        (to_number(source_number), _octets(source_hash, _HASH)),
        (to_number(target_number), _octets(target_hash, _HASH)),
        path,
    )


def _list(item: Item) -> tuple[Item, Item, Item, Item]:
    if isinstance(item, bytes) or len(item) != _PARTS:
        raise RlpError(f"not a list of {_PARTS}")
    first, second, third, fourth = item
    return first, second, third, fourth


def _octets(item: Item, length: int) -> bytes:
    if not isinstance(item, bytes) or len(item) != length:
        raise RlpError(f"not {length} bytes where a hash or signature stands")
    return item
