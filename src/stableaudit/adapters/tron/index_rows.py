"""Rows of an event index: where an event stands, and its values where the index decoded them.

A row has no topics and no data. Its values are decoded by the ABI that the deployer left on chain,
so they may be missing (a proxy, a cleared ABI) and prove nothing; where they are there, they must
be those of the log. Source: recorded mainnet answers of TronGrid, /v1/contracts/{address}/events.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.adapters.tron.infos import NativeLog
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.logs import TRANSFER_TOPIC, WORD_BYTES

_SLOT_MILLISECONDS: Final = SLOT_SECONDS * 1000
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,77}")
_ADDRESS: Final = re.compile(r"0x([0-9a-fA-F]{40})")
_PLAIN: Final = re.compile(r"address|uint[0-9]{0,3}")
_TRANSFER: Final = "Transfer"
_PARTS: Final = (("0", "from"), ("1", "to"), ("2", "value"))


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One event as an index lists it."""

    block: int
    timestamp: int
    """Of the block, seconds of UTC."""

    transaction: bytes
    position: int
    """`event_index`: among all logs of its transaction."""

    name: str
    """Raw: never shown."""

    values: tuple[tuple[str, str], ...]
    """By position and by name, as text; none where the index could not decode it."""

    plain: bool
    """Every value is an address or an unsigned integer, so that each is one word of the log."""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One answer of an index."""

    rows: tuple[IndexRow, ...]
    size: int
    """Rows that the index says it sent, or sent: the larger."""

    fingerprint: str
    """Names the next page; empty where none is named."""


def read_page(
    answer: object, contract: AccountId, blocks: BlockRange, window: range, inquiry: Inquiry
) -> IndexPage:
    """Return the rows of an answer, each checked against what was asked.

    Args:
        answer: parsed.
        contract: whose events were asked for.
        blocks: within which they must stand.
        window: the seconds within which they must stand.
        inquiry: of the question.

    Raises:
        UnreachableError: the index answered an error.
        InconsistentError: a row is of another contract or time, or not confirmed.
        UndecodableError: the answer is no page of events.
    """
    refuse(answer, inquiry)
    fields = Fields.of(answer, inquiry)
    if "data" not in fields.values:
        raise inquiry.undecodable("no list of events")
    emitter = contract.local
    rows = tuple(_row(each, emitter) for each in fields.listed("data"))
    for row in rows:
        if not blocks.first <= row.block <= blocks.last or row.timestamp not in window:
            raise inquiry.inconsistent(
                f"an event of block {row.block} at {row.timestamp} s of 1970, not asked for"
            )
    meta = fields.inner("meta") if "meta" in fields.values else Fields(inquiry, "meta", {})
    return IndexPage(rows, max(len(rows), meta.number("page_size")), _fingerprint(meta))


def agrees(row: IndexRow, log: NativeLog) -> bool | None:
    """Return whether the values of a row are those of a log; None where it has none to compare."""
    values = dict(row.values)
    if not values:
        return None
    if log.topics[:1] == (TRANSFER_TOPIC,):
        if row.name != _TRANSFER:
            return False
        if len(log.topics) == len(_PARTS):
            said = tuple(_word(values.get(place, values.get(name, ""))) for place, name in _PARTS)
            return said == (log.topics[1], log.topics[2], log.data)
    if not row.plain:
        return None
    # Which parameters are indexed is not compared: each value must be one of the log's words.
    words = [_word(text) for place, text in row.values if place.isdigit()]
    data = [log.data[at : at + WORD_BYTES] for at in range(0, len(log.data), WORD_BYTES)]
    return sorted(words) == sorted([*log.topics[1:], *data])


def _word(text: str) -> bytes:
    """Return the 32 bytes that write a value; b"" for a text that is no plain one."""
    address = _ADDRESS.fullmatch(text)
    if address is not None:
        return bytes(WORD_BYTES - ADDRESS_BYTES) + bytes.fromhex(address[1])
    if _DECIMAL.fullmatch(text) is not None and (number := int(text)) < 1 << 256:
        return number.to_bytes(WORD_BYTES)
    return b""


def _row(fields: Fields, emitter: str) -> IndexRow:
    inquiry = fields.inquiry
    if (named := fields.text("contract_address")) != emitter:
        raise inquiry.inconsistent(f"an event of {inquiry.quote(named)}")
    if fields.values.get("_unconfirmed", False):
        raise inquiry.inconsistent("an event that is not confirmed")
    milliseconds = fields.number("block_timestamp")
    if milliseconds % _SLOT_MILLISECONDS or milliseconds // 1000 > LAST_INSTANT:
        raise inquiry.undecodable(f"an event at {milliseconds} ms, which is no block's time")
    kinds = _texts(fields, "result_type")
    return IndexRow(
        fields.number("block_number"),
        milliseconds // 1000,
        fields.octets("transaction_id", length=WORD_BYTES),
        fields.number("event_index"),
        fields.text("event_name"),
        _texts(fields, "result"),
        bool(kinds) and all(_PLAIN.fullmatch(kind) is not None for _, kind in kinds),
    )


def _texts(fields: Fields, key: str) -> tuple[tuple[str, str], ...]:
    """Return the texts of an object at a key by name; values of other kinds are left out."""
    found = fields.values.get(key, {})
    if not isinstance(found, dict):
        raise fields.inquiry.undecodable(f"{fields.place}, {key} is no object")
    return tuple((name, value) for name, value in found.items() if isinstance(value, str))


def _fingerprint(meta: Fields) -> str:
    named = meta.text("fingerprint")
    if named or "links" not in meta.values:
        return named
    # The parameter alone: where the rest of that address leads is not for the server to say.
    query = parse_qs(urlsplit(meta.inner("links").text("next")).query)
    return query.get("fingerprint", [""])[0]
