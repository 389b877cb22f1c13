"""Headers of BNB Chain's form, of our own making: no real validator ever signed any of them.

Twenty-one validators with the secrets 1 to 21, which are no secrets, listed by address in another
order than by key. Encoded by the library `rlp`, hashed and signed as bnb-chain/bsc does.
"""

from dataclasses import dataclass, field, replace
from functools import cache

from eth_hash.auto import keccak
from py_ecc.bls.ciphersuites import G2ProofOfPossession
from py_ecc.optimized_bls12_381.optimized_curve import curve_order

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from tests.unit.adapters.evm.proof.test_header import FORKS, sealed
from tests.unit.adapters.evm.proof.trie_maker import library_encode

Json = dict[str, object]

BNB_CHAIN = ChainId("eip155", "56")
EPOCH = 70_000_000
TURN = 16
KEYS = tuple(G2ProofOfPossession.SkToPk(secret) for secret in range(1, 22))
VALIDATORS = sorted(
    (keccak(key)[:20], bytes(key), secret) for secret, key in enumerate(KEYS, start=1)
)
ALL = (1 << 21) - 1
FOURTEEN = ALL >> 7


@cache
def signed(secret: int, digest: bytes) -> bytes:
    """A signature; the same ones are made by many tests."""
    return bytes(G2ProofOfPossession.Sign(secret, digest))


def header(number: int, parent: str, extra: bytes) -> Json:
    return sealed(
        FORKS["bnb-bohr"], number=hex(number), parentHash=parent, extraData="0x" + extra.hex()
    )


def epoch_extra(validators: list[tuple[bytes, bytes, int]], turn: int = TURN) -> bytes:
    listed = b"".join(address + key for address, key, _ in validators)
    return bytes(32) + bytes([len(validators)]) + listed + bytes([turn])


def epoch_header(
    number: int = EPOCH,
    validators: list[tuple[bytes, bytes, int]] = VALIDATORS[::-1],
    turn: int = TURN,
) -> Json:
    return header(number, "0x" + "ab" * 32, epoch_extra(validators, turn) + bytes(65))


def stamp_of(answer: Json) -> BlockStamp:
    number, time, name = answer["number"], answer["timestamp"], answer["hash"]
    assert isinstance(number, str)
    assert isinstance(time, str)
    assert isinstance(name, str)
    return BlockStamp(BNB_CHAIN, int(number, 16), name, int(time, 16))


@dataclass(frozen=True)
class Vote:
    """Votes, as good or bad as the arguments make them."""

    voters: int = FOURTEEN
    signers: int | None = None
    """Whose signature it really is; the voters' without it."""

    source: tuple[int, bytes] | None = None
    target: tuple[int, bytes] | None = None
    signed: tuple[int, bytes] | None = None
    """The target that was really signed; the one that stands there without it."""

    signature: bytes | None = None
    raw: bytes | None = None

    def bytes_for(self, source: tuple[int, bytes], target: tuple[int, bytes]) -> bytes:
        if self.raw is not None:
            return self.raw
        data = [*(self.source or source), *(self.target or target)]
        really = [*data[:2], *(self.signed or self.target or target)]
        signers = self.voters if self.signers is None else self.signers
        secret = sum(secret for bit, (_, _, secret) in enumerate(VALIDATORS) if signers >> bit & 1)
        digest = keccak(library_encode(really))
        signature = self.signature
        if signature is None:
            signature = signed(secret % curve_order, digest)
        return library_encode([self.voters, signature, data, b""])


@dataclass(frozen=True)
class Run:
    """Consecutive headers; by default the first is final by the votes in the next two."""

    first: int = EPOCH + 500
    votes: tuple[Vote | None, ...] = field(default=(Vote(), Vote()))
    """Of the second header on, each for the block before it; None for none."""

    late: int = 0
    """How many headers later than the next the votes stand."""

    def answers(self) -> list[Json]:
        made = [header(self.first, "0x" + "cd" * 32, bytes(97))]
        before = (self.first - 1, bytes.fromhex("cd" * 32))
        named = [before]
        for vote in (*(None,) * self.late, *self.votes):
            parent = made[-1]["hash"]
            assert isinstance(parent, str)
            named.append((self.first + len(made) - 1, bytes.fromhex(parent[2:])))
            at = len(named) - 1 - self.late
            content = b"" if vote is None else vote.bytes_for(named[at - 1], named[at])
            number = self.first + len(made)
            listed = epoch_extra(VALIDATORS) if number % 1000 == 0 else bytes(32)
            made.append(header(number, parent, listed + content + bytes(65)))
        return made

    def with_vote(self, place: int, vote: Vote | None) -> "Run":
        votes = list(self.votes)
        votes[place] = vote
        return replace(self, votes=tuple(votes))
