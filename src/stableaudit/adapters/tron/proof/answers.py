"""A node's JSON of headers, transactions, witnesses and permissions, as the bytes that proofs take.

A node shows a transaction's raw data in hex and its results by name; the rest of its bytes is put
together here. Result fields that are not known make a transaction unreadable rather than guessed,
and a wrong guess would miss the block's root. Source: java-tron 4.8.0, core/Tron.proto
(Transaction.Result, BlockHeader); a real node's answers.
"""

from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields, octets
from stableaudit.adapters.tron.headers import raw_header
from stableaudit.adapters.tron.proof.header import SignedHeader
from stableaudit.adapters.tron.raw_transaction import account_of
from stableaudit.domain.identifiers import AccountId, ChainId

RESULTS: Final = (
    *("DEFAULT", "SUCCESS", "REVERT", "BAD_JUMP_DESTINATION", "OUT_OF_MEMORY"),
    *("PRECOMPILED_CONTRACT", "STACK_TOO_SMALL", "STACK_TOO_LARGE", "ILLEGAL_OPERATION"),
    *("STACK_OVERFLOW", "OUT_OF_ENERGY", "OUT_OF_TIME", "JVM_STACK_OVER_FLOW", "UNKNOWN"),
    *("TRANSFER_FAILED", "INVALID_CODE"),
)
"""`contractRet` by its number."""

_CODES: Final = ("SUCESS", "FAILED")
_RET_KEYS: Final = frozenset({"fee", "ret", "contractRet"})
_MOST_WITNESSES: Final = 10_000


def read_signed_header(answer: object, inquiry: Inquiry) -> SignedHeader:
    """Return the header of a block answer and its signature, neither of them checked.

    Raises:
        UnreachableError, UndecodableError: the answer is an error, or no block.
    """
    refuse(answer, inquiry)
    header = Fields.of(answer, inquiry).inner("block_header")
    return SignedHeader(raw_header(header.inner("raw_data")), header.octets("witness_signature"))


def read_producer(answer: object, inquiry: Inquiry) -> bytes:
    """Return whom the header of a block answer names as its producer, unchecked.

    Raises: see read_signed_header.
    """
    refuse(answer, inquiry)
    raw = Fields.of(answer, inquiry).inner("block_header").inner("raw_data")
    return raw.octets("witness_address")


def read_contents(answer: object, inquiry: Inquiry) -> tuple[bytes, ...]:
    """Return the bytes of each whole transaction of a block answer, in order; perhaps none.

    Raises:
        UnreachableError, UndecodableError: the answer is an error, or no block; or a transaction
            has a result that is not known.
    """
    refuse(answer, inquiry)
    return tuple(_content(each) for each in Fields.of(answer, inquiry).listed("transactions"))


def read_active(answer: object, inquiry: Inquiry) -> tuple[bytes, ...]:
    """Return the accounts that a listwitnesses answer calls active, 20 bytes each, in its order.

    Raises:
        UnreachableError, UndecodableError: the answer is an error, or no list of witnesses.
    """
    refuse(answer, inquiry)
    listed = Fields.of(answer, inquiry).listed("witnesses")
    if len(listed) > _MOST_WITNESSES:
        raise inquiry.undecodable(f"{len(listed)} witnesses")
    return tuple(
        _account(each.octets("address"), inquiry)
        for each in listed
        if each.values.get("isJobs") is True
    )


def read_signing_key(answer: object, account: AccountId, inquiry: Inquiry) -> bytes:
    """Return whose key signs for a witness by its getaccount answer: 20 bytes.

    That is the one key of its witness permission; its own where it never set one.

    Raises:
        InconsistentError: the node answered of another account, or one that is no witness.
        UnreachableError, UndecodableError: the answer is an error, or no account.
    """
    refuse(answer, inquiry)
    fields = Fields.of(answer, inquiry)
    if fields.text("address") != account.local or fields.values.get("is_witness") is not True:
        raise inquiry.inconsistent("an answer about another account, or about no witness")
    if "witness_permission" not in fields.values:
        return account.address
    keys = fields.inner("witness_permission").listed("keys")
    if len(keys) != 1:
        raise inquiry.undecodable(f"a witness permission of {len(keys)} keys")
    return _local(keys[0].text("address"), account.chain, inquiry)


def _content(fields: Fields) -> bytes:
    signatures = fields.values.get("signature", [])
    if not isinstance(signatures, list):
        raise fields.inquiry.undecodable(f"{fields.place}, signature: no list")
    if not all(isinstance(each, str) for each in signatures):
        raise fields.inquiry.undecodable(f"{fields.place}, signature: no text")
    place = f"{fields.place}, signature"
    signed = [octets(each, fields.inquiry, place=place) for each in signatures]
    return b"".join(
        (
            protobuf.encode_each(1, (fields.octets("raw_data_hex"),)),
            protobuf.encode_each(2, signed),
            protobuf.encode_each(5, (_result(each) for each in fields.listed("ret"))),
        )
    )


def _result(fields: Fields) -> bytes:
    unknown = fields.values.keys() - _RET_KEYS
    if unknown:
        names = fields.inquiry.quote(", ".join(sorted(unknown)))
        raise fields.inquiry.undecodable(f"{fields.place}: not verifiable, it has {names}")
    return protobuf.encode(
        (
            (1, fields.number("fee")),
            (2, _number(fields, "ret", _CODES)),
            (3, _number(fields, "contractRet", RESULTS)),
        )
    )


def _number(fields: Fields, key: str, names: tuple[str, ...]) -> int:
    name = fields.text(key) or names[0]
    if name not in names:
        raise fields.inquiry.undecodable(
            f"{fields.place}, {key}: not verifiable, {fields.inquiry.quote(name)} is not known"
        )
    return names.index(name)


def _account(wired: bytes, inquiry: Inquiry) -> bytes:
    try:
        return account_of(wired)
    except ValueError as error:
        raise inquiry.undecodable(f"a witness: {error}") from error


def _local(text: str, chain: ChainId, inquiry: Inquiry) -> bytes:
    try:
        return AccountId.on(chain, text).address
    except ValueError as error:
        raise inquiry.undecodable(f"a key: {inquiry.quote(str(error))}") from error
