"""Accounts and storage of an eth_getProof answer, against the state root of a block.

What the answer states is compared with what its nodes prove; the value returned is the proven one.
An account that is shown not to exist has empty storage and no code: geth states that by the hashes
of nothing, erigon by zeros. Source: EIP-1186; Ethereum yellow paper, 4.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields, items_of, octets_of
from stableaudit.adapters.evm.proof.rlp import RlpError, decode, keccak, to_number
from stableaudit.adapters.evm.proof.trie import (
    EMPTY_ROOT,
    MOST_NODE_BYTES,
    MOST_NODES,
    value_at,
)
from stableaudit.domain.identifiers import ADDRESS_BYTES

EMPTY_CODE: Final = keccak(b"")
"""The hash of no code."""

_WORD: Final = 32
_BITS: Final = 256
_ZERO_HASH: Final = b"\0" * _WORD
_ACCOUNT_ITEMS: Final = 4


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the state trie."""

    exists: bool
    nonce: int
    balance: int
    """Smallest units of the chain's own coin."""

    storage_root: bytes
    code_hash: bytes


_ABSENT: Final = Account(
    exists=False, nonce=0, balance=0, storage_root=EMPTY_ROOT, code_hash=EMPTY_CODE
)


def prove_account(answer: object, address: bytes, state_root: bytes) -> Account:
    """Return the account that the state has at `address`, or that there is none.

    Raises:
        ProofError: the nodes do not show it, or the answer states another.
    """
    fields = Fields(answer, "account")
    if fields.octets("address", ADDRESS_BYTES) != address:
        raise ProofError("account.address", f"another than the 0x{address.hex()} asked for")
    nodes = _nodes(fields.inner("accountProof"), "accountProof")
    value = value_at(state_root, keccak(address), nodes, path="accountProof")
    account = _ABSENT if value is None else _account(value, f"accountProof[{len(nodes) - 1}]")
    _compare(fields, account)
    return account


def prove_slots(answer: object, slots: Sequence[int], account: Account) -> dict[int, int]:
    """Return the word of each slot of the account's storage, 0 where it is shown to have none.

    Args:
        answer: the same that the account was proven by.
        slots: those asked for, each once.
        account: as proven.

    Raises:
        ProofError: one is missing, foreign or repeated, its nodes do not show it, or the answer
            states another value.
    """
    given = items_of(
        Fields(answer, "account").inner("storageProof"), "storageProof", most=len(slots)
    )
    words: dict[int, int] = {}
    for index, item in enumerate(given):
        place = f"storageProof[{index}]"
        fields = Fields(item, place)
        slot = fields.number("key")
        if slot not in slots or slot in words:
            raise ProofError(
                fields.place("key"), f"slot {slot:#x}, which was not asked for, or twice"
            )
        words[slot] = _word(fields, slot, account.storage_root)
    missing = [slot for slot in slots if slot not in words]
    if missing:
        raise ProofError("storageProof", f"nothing on slot {missing[0]:#x}")
    return words


def check_code(code: bytes, account: Account) -> None:
    """Raise ProofError where these are not the bytes that the account's code hash is of."""
    came = keccak(code)
    if came != account.code_hash:
        reason = f"it hashes to 0x{came.hex()}, the account has code of 0x{account.code_hash.hex()}"
        raise ProofError("code", reason)


def extract(word: int, *, offset: int = 0, bits: int = _BITS) -> int:
    """Return an unsigned value that shares a word with others.

    Args:
        word: of a slot.
        offset: where it begins, in bytes from the word's low end, as in solc's storageLayout.
        bits: how wide it is.

    Raises:
        ValueError: it would reach out of the word.
    """
    if offset < 0 or bits < 1 or 8 * offset + bits > _BITS:
        message = f"{bits} bits from byte {offset} on are not within a word"
        raise ValueError(message)
    return (word >> (8 * offset)) & ((1 << bits) - 1)


def _word(fields: Fields, slot: int, storage_root: bytes) -> int:
    path = fields.place("proof")
    nodes = _nodes(fields.inner("proof"), path)
    value = value_at(storage_root, keccak(slot.to_bytes(_WORD, "big")), nodes, path=path)
    try:
        word = 0 if value is None else to_number(decode(value))
    except RlpError as error:
        raise ProofError(f"{path}[{len(nodes) - 1}]", f"no word of storage: {error}") from None
    stated = fields.number("value")
    if stated != word:
        raise ProofError(fields.place("value"), f"{stated:#x}, while its nodes show {word:#x}")
    return word


def _account(value: bytes, path: str) -> Account:
    try:
        items = decode(value)
        if isinstance(items, bytes) or len(items) != _ACCOUNT_ITEMS:
            raise ProofError(path, "no account: not a list of four")
        nonce, balance, storage_root, code_hash = items
        if not isinstance(storage_root, bytes) or not isinstance(code_hash, bytes):
            raise ProofError(path, "no account: a list instead of a hash")
        if len(storage_root) != _WORD or len(code_hash) != _WORD:
            raise ProofError(path, "no account: a hash that is not of 32 bytes")
        return Account(
            exists=True,
            nonce=to_number(nonce),
            balance=to_number(balance),
            storage_root=storage_root,
            code_hash=code_hash,
        )
    except RlpError as error:
        raise ProofError(path, f"no account: {error}") from None


def _compare(fields: Fields, account: Account) -> None:
    """Raise ProofError where the answer states something else than it proves."""
    for name, number in (("nonce", account.nonce), ("balance", account.balance)):
        stated = fields.number(name)
        if stated != number:
            reason = f"{stated:#x}, while its nodes show {number:#x}"
            raise ProofError(fields.place(name), reason)
    for name, digest in (("storageHash", account.storage_root), ("codeHash", account.code_hash)):
        came = fields.octets(name, _WORD)
        if came != digest and (account.exists or came != _ZERO_HASH):
            reason = f"0x{came.hex()}, while its nodes show 0x{digest.hex()}"
            raise ProofError(fields.place(name), reason)


def _nodes(value: object, path: str) -> tuple[bytes, ...]:
    nodes = items_of(value, path, most=MOST_NODES)
    return tuple(
        octets_of(node, f"{path}[{index}]", most=MOST_NODE_BYTES)
        for index, node in enumerate(nodes)
    )
