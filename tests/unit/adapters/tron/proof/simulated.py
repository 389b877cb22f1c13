"""Chains and blocks to prove, made by the devnet's own encoder and keys, not by the code tested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from stableaudit.adapters.tron.proof.header import SignedHeader, prove_header
from stableaudit.adapters.tron.proof.transactions import prove_transactions
from stableaudit.domain.tron_proofs import (
    Producer,
    ProducerSet,
    ProofFailure,
    ProvenHeader,
    ProvenTransactions,
)
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.headers import Header
from tests.devnet.tron.merkle import merkle_root
from tests.devnet.tron.messages import encode
from tests.devnet.tron.signing import key_address, sign
from tests.devnet.tron.transactions import Transaction, raw_bytes, signed
from tests.devnet.tron.witnesses import Witness, producer, witnesses

T = TypeVar("T")
WITNESSES: Final = witnesses(27)
"""The second signs with a delegated key."""

PRODUCERS: Final = ProducerSet(
    tuple(
        Producer(each.address, key_address(each.signing_key))
        for each in sorted(WITNESSES, key=lambda each: each.address)
    ),
    "a node",
)
FIRST: Final = 1000
_START_MS: Final = 1_790_000_100_000 // (27 * 3000) * (27 * 3000)
"""The first witness's turn."""


@dataclass(frozen=True)
class Made:
    header: Header
    witness: Witness

    def signed(self) -> SignedHeader:
        return SignedHeader(
            encode("HeaderRaw", self.header.message()),
            sign(self.witness.signing_key, self.header.digest()),
        )


def made(
    slots: Sequence[int], *, root: bytes = bytes(32), by: Sequence[Witness] = WITNESSES
) -> list[Made]:
    """Blocks in these slots by those whose turn it is; the root is the first's alone."""
    chain: list[Made] = []
    for index, slot in enumerate(slots):
        time_ms = _START_MS + 3000 * slot
        parent = chain[-1].header.block_id() if chain else b"\x11" * 32
        witness = producer(by, time_ms)
        header = Header(
            FIRST + index, time_ms, parent, bytes(32) if chain else root, wire(witness.address), 32
        )
        chain.append(Made(header, witness))
    return chain


def run(slots: Sequence[int]) -> list[SignedHeader]:
    return [each.signed() for each in made(slots)]


def remade(block: Made, **changes: object) -> SignedHeader:
    """The same block with other fields, signed anew."""
    return replace(block, header=replace(block.header, **changes)).signed()  # type: ignore[arg-type]  # fields of a header


def called(
    to: bytes,
    data: bytes,
    *,
    keys: Sequence[int] = (1,),
    result: str = "SUCCESS",
    permission_id: int = 0,
) -> Transaction:
    """A contract call by the first key's account."""
    value = {
        "owner_address": wire(key_address(keys[0])),
        "contract_address": wire(to),
        "data": data,
    }
    raw = raw_bytes(
        "TriggerSmartContract",
        value,
        reference=bytes(32),
        expiration=1,
        timestamp=2,
        permission_id=permission_id,
    )
    return signed(raw, keys).with_result(result)


def paid(amount: int) -> Transaction:
    """A payment, which calls nothing."""
    value = {
        "owner_address": wire(key_address(1)),
        "to_address": wire(key_address(2)),
        "amount": amount,
    }
    raw = raw_bytes("TransferContract", value, reference=bytes(32), expiration=1, timestamp=2)
    return signed(raw, (1,)).with_result("SUCCESS")


def block_of(contents: Sequence[bytes]) -> ProvenHeader:
    """The proven header of a block with these transactions, whatever they are."""
    from hashlib import sha256

    root = merkle_root([sha256(each).digest() for each in contents])
    return unbroken(prove_header(made([0], root=root)[0].signed(), PRODUCERS))


def proven(transactions: Sequence[Transaction]) -> ProvenTransactions:
    contents = [each.content() for each in transactions]
    return unbroken(prove_transactions(block_of(contents), contents))


def unbroken(result: T | ProofFailure) -> T:
    assert not isinstance(result, ProofFailure), str(result)
    return result


def broken(result: object) -> str:
    """Where a proof broke."""
    assert isinstance(result, ProofFailure), result
    return result.path


def flipped(octets: bytes, at: int) -> bytes:
    """The same bytes, one of them another."""
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]
