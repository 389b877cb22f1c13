"""The complete list of a block's transactions, against the root in its header.

1. A leaf is the sha256 of a whole transaction: raw data, signatures, results. An inner node is the
   sha256 of its two children; an odd last one is carried up as it is. No transaction: zeros.
2. The root over all leaves in order is the header's.
3. No transaction has the length of an inner node: its bytes could be two hashes, and hide two
   transactions as one.
4. Ids are the sha256 of the raw data alone; no id stands twice; every signature is somebody's.

So bytes, order, signatures and result codes are committed. Nothing else that an info of a
transaction tells is: see domain/tron_proofs. Source: java-tron 4.8.0, MerkleTree and
TransactionCapsule.getMerkleHash.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.proof.breaks import BrokenProofError, returned, signer_at
from stableaudit.adapters.tron.raw_transaction import (
    TRIGGER,
    RawContract,
    account_of,
    read_call,
    read_contract,
)
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.tron_proofs import (
    NoCall,
    ProvenHeader,
    ProvenTransaction,
    ProvenTransactions,
)

MOST_TRANSACTIONS: Final = 20_000
MOST_BYTES: Final = 2 * 2**20
"""Of a block's transactions; java-tron takes blocks of up to 2,001,000 bytes."""

MOST_SIGNATURES: Final = 16
"""Of a transaction; a permission has at most five keys."""

_HASH_BYTES: Final = 32
_NODE_BYTES: Final = 2 * _HASH_BYTES
_NO_TRANSACTIONS: Final = bytes(_HASH_BYTES)
_RAW: Final = 1
_SIGNATURE: Final = 2
_RESULT: Final = 5
_CONTRACT_RESULT: Final = 3


@returned
def prove_transactions(block: ProvenHeader, contents: Sequence[bytes]) -> ProvenTransactions:
    """Return a block's transactions, all of them, or where the proof of that breaks.

    contents: the protobuf bytes of each whole transaction, in the order of the block.
    """
    if len(contents) > MOST_TRANSACTIONS or sum(len(each) for each in contents) > MOST_BYTES:
        raise BrokenProofError("transactions", f"{len(contents)}; more than a block can hold")
    for index, each in enumerate(contents):
        if len(each) == _NODE_BYTES:
            raise BrokenProofError(
                f"transactions[{index}]", f"{_NODE_BYTES} bytes, which may be two hashes"
            )
    root = transactions_root([hashlib.sha256(each).digest() for each in contents])
    if root != block.transactions_root:
        raise BrokenProofError(
            "transactions",
            f"these {len(contents)} have the root {root.hex()}, the header of block "
            f"{block.number} {block.transactions_root.hex()}: one is changed, moved, added or "
            "left out",
        )
    transactions = tuple(
        _transaction(each, index, block.number) for index, each in enumerate(contents)
    )
    if len({each.transaction for each in transactions}) != len(transactions):
        raise BrokenProofError("transactions", "one stands twice")
    return ProvenTransactions(block, transactions)


def transactions_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of transactions in the order of their block."""
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)
        ]
        level = [*paired, *level[2 * len(paired) :]]
    return level[0] if level else _NO_TRANSACTIONS


def _transaction(content: bytes, index: int, block: int) -> ProvenTransaction:
    path = f"transactions[{index}]"
    try:
        fields = protobuf.decode(content)
        raw = protobuf.only_bytes(fields, _RAW)
        results = tuple(
            protobuf.only_number(protobuf.decode(each), _CONTRACT_RESULT)
            for each in _each(fields, _RESULT)
        )
        signatures = _each(fields, _SIGNATURE)
    except ValueError as error:
        raise BrokenProofError(path, f"no transaction: {error}") from error
    if not raw or {number for number, _ in fields} - {_RAW, _SIGNATURE, _RESULT}:
        raise BrokenProofError(path, "no transaction: other fields than one has")
    if len(signatures) > MOST_SIGNATURES:
        raise BrokenProofError(path, f"{len(signatures)} signatures")
    name = hashlib.sha256(raw).digest()
    signers = tuple(
        signer_at(name, each, path=f"{path}.signature[{at}]") for at, each in enumerate(signatures)
    )
    contract = _contract(raw)
    return ProvenTransaction(
        index,
        name,
        signers,
        contract.permission_id if isinstance(contract, RawContract) else 0,
        results,
        _call(contract, name, block),
    )


def _each(fields: tuple[protobuf.Field, ...], number: int) -> tuple[bytes, ...]:
    found = [value for each, value in fields if each == number]
    if not all(isinstance(value, bytes) for value in found):
        raise ValueError(f"field {number} is no byte string")
    return tuple(value for value in found if isinstance(value, bytes))


def _contract(raw: bytes) -> RawContract | NoCall:
    # A stranger's odd transaction must not spoil the proof of the block: its bytes are proven.
    try:
        return read_contract(raw)
    except ValueError as error:
        return NoCall(f"raw bytes that do not read: {error}")


def _call(contract: RawContract | NoCall, name: bytes, block: int) -> TransactionCall | NoCall:
    if isinstance(contract, NoCall):
        return contract
    try:
        call = read_call(contract)
        sender = account_of(call.owner)
        to = account_of(call.target) if call.kind == TRIGGER else None
    except ValueError as error:
        return NoCall(str(error))
    return TransactionCall(name, block, sender, to, call.data)
