"""Transactions: built, signed, hashed, read back.

The id is the SHA-256 of the raw part alone; the leaf of the Merkle tree takes in the signatures and
the result, so a block commits to success or failure of each call.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from eth_utils.crypto import keccak

from tests.devnet.tron import protobuf
from tests.devnet.tron.addresses import account, wire
from tests.devnet.tron.messages import Message, decode, encode, render
from tests.devnet.tron.schemas import CONTRACT_TYPES
from tests.devnet.tron.signing import recover, sign

_TYPE_URL: Final = "type.googleapis.com/protocol."
_LIFE_MS: Final = 60_000
_DELAY_MS: Final = 500
_NUMBERS: Final = {name: number for number, name in CONTRACT_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction as a block holds it."""

    raw: bytes
    """The bytes of `raw_data`."""
    signatures: tuple[bytes, ...]
    result: str = ""
    """`contractRet`; empty where the transaction has no `ret` at all, as in a genesis block."""

    def txid(self) -> bytes:
        """Return the SHA-256 of the raw part."""
        return sha256(self.raw).digest()

    def content(self) -> bytes:
        """Return the whole transaction's bytes."""
        ret = encode("Result", {"contractRet": self.result}) if self.result else b""
        return (
            protobuf.delimited(1, self.raw)
            + b"".join(protobuf.delimited(2, signature) for signature in self.signatures)
            + (protobuf.delimited(5, ret) if self.result else b"")
        )

    def leaf(self) -> bytes:
        """Return what the Merkle tree holds for it."""
        return sha256(self.content()).digest()

    def signers(self) -> tuple[bytes, ...]:
        """Return the accounts whose keys signed, in the order of the signatures."""
        return tuple(recover(self.txid(), signature) for signature in self.signatures)

    def with_result(self, result: str) -> "Transaction":
        """Return the same transaction with `contractRet` filled in by the block's producer."""
        return replace(self, result=result)


@dataclass(frozen=True, slots=True)
class Act:
    """What a transaction asks for, read from its bytes."""

    type: str
    """A name of `CONTRACT_TYPES`."""
    owner: bytes
    """20 bytes; who pays."""
    value: Message
    permission_id: int
    fee_limit: int
    """Sun; 0 where the transaction needs no energy."""
    timestamp: int
    """Unix milliseconds, the sender's word."""

    @property
    def target(self) -> bytes:
        """The called contract, 20 bytes; empty for every type but a contract call."""
        wired: bytes = self.value.get("contract_address", b"")
        return account(wired) if wired else b""


def act_of(transaction: Transaction) -> Act:
    """Return what `transaction` asks for.

    Raises:
        ProtobufError: a field or a contract type that the façade does not execute.
    """
    raw = decode("Raw", transaction.raw)
    (contract,) = raw["contract"]
    kind = CONTRACT_TYPES.get(contract["type"])
    if kind is None:
        raise protobuf.ProtobufError(f"contract type {contract['type']} is not executed here")
    value = decode(kind, contract["parameter"]["value"])
    return Act(
        type=kind,
        owner=account(value["owner_address"]),
        value=value,
        permission_id=contract.get("Permission_id", 0),
        fee_limit=raw.get("fee_limit", 0),
        timestamp=raw.get("timestamp", 0),
    )


def raw_bytes(
    kind: str,
    value: Message,
    *,
    reference: bytes,
    expiration: int,
    timestamp: int,
    fee_limit: int = 0,
    permission_id: int = 0,
    memo: bytes = b"",
) -> bytes:
    """Return the raw part of a transaction with one contract.

    Args:
        kind: a name of `CONTRACT_TYPES`.
        value: the contract's own message.
        reference: id of the reference block; empty for none, as in a genesis block.
        expiration: Unix milliseconds.
        timestamp: Unix milliseconds.
        fee_limit: sun.
        permission_id: 0 owner, 2 and more an active permission.
        memo: what a wallet lets its user write beside the contract.
    """
    parameter = {"type_url": _TYPE_URL + kind, "value": encode(kind, value)}
    return encode(
        "Raw",
        {
            "ref_block_bytes": reference[6:8],
            "ref_block_hash": reference[8:16],
            "expiration": expiration,
            "data": memo,
            "contract": [
                {"type": _NUMBERS[kind], "parameter": parameter, "Permission_id": permission_id}
            ],
            "timestamp": timestamp,
            "fee_limit": fee_limit,
        },
    )


def composed(
    kind: str,
    value: Message,
    *,
    reference: bytes,
    now_ms: int,
    position: int,
    fee_limit: int,
    permission_id: int,
    memo: bytes = b"",
) -> bytes:
    """Return the raw part as a wallet writes it just after the head's time `now_ms`.

    Two equal transactions of one block must differ somewhere: their times do, by `position`.
    """
    return raw_bytes(
        kind,
        value,
        reference=reference,
        expiration=now_ms + _LIFE_MS,
        timestamp=now_ms + _DELAY_MS + position,
        fee_limit=fee_limit,
        permission_id=permission_id,
        memo=memo,
    )


def signed(raw: bytes, keys: Sequence[int]) -> Transaction:
    """Return the transaction signed with each of `keys`, in this order."""
    digest = sha256(raw).digest()
    return Transaction(raw, tuple(sign(key, digest) for key in keys))


def created_address(transaction: Transaction) -> bytes:
    """Return where a CreateSmartContract puts its contract, 20 bytes.

    TRON hashes id and owner of the transaction, not owner and nonce. java-tron,
    WalletUtil.generateContractAddress.
    """
    return keccak(transaction.txid() + wire(act_of(transaction).owner))[12:]


def shown(transaction: Transaction, *, visible: bool) -> Message:
    """Return the transaction as the HTTP services show it."""
    raw = decode("Raw", transaction.raw)
    body: Message = {}
    if transaction.result:
        body["ret"] = [{"contractRet": transaction.result}]
    if transaction.signatures:
        body["signature"] = [signature.hex() for signature in transaction.signatures]
    body["txID"] = transaction.txid().hex()
    act = raw["contract"][0]
    if CONTRACT_TYPES.get(act["type"]) == "CreateSmartContract":
        created = wire(created_address(transaction))
        body["contract_address"] = created.hex()
    body["raw_data"] = shown_raw(raw, visible=visible)
    body["raw_data_hex"] = transaction.raw.hex()
    return body


def shown_raw(raw: Message, *, visible: bool) -> Message:
    """Return a decoded raw part as JSON, with its contracts' values opened."""
    plain = render("Raw", {**raw, "contract": []}, visible=visible)
    return {
        "contract": [_shown_contract(item, visible=visible) for item in raw["contract"]],
        **plain,
    }


def _shown_contract(contract: Message, *, visible: bool) -> Message:
    kind = CONTRACT_TYPES[contract["type"]]
    value = render(kind, decode(kind, contract["parameter"]["value"]), visible=visible)
    body: Message = {
        "parameter": {"value": value, "type_url": contract["parameter"]["type_url"]},
        "type": kind,
    }
    if contract.get("Permission_id"):
        body["Permission_id"] = contract["Permission_id"]
    return body
