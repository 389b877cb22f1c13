"""TronGrid's event index: `/v1/contracts/{address}/events` and `/v1/transactions/{id}/events`.

Not java-tron, and not a complete source of logs: values are decoded with the ABI that the deployer
left on chain, so an event that the ABI does not know has an empty `result`; a page may lose its
`fingerprint`. Shapes are those of recorded mainnet answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from tests.devnet.tron.addresses import AddressError, from_base58, from_hex, show
from tests.devnet.tron.blocks import Block
from tests.devnet.tron.engine import Log
from tests.devnet.tron.event_decoding import decoded_event, events_of
from tests.devnet.tron.faults import Source
from tests.devnet.tron.jsonrpc_shapes import block_logs
from tests.devnet.tron.messages import Message
from tests.devnet.tron.told import doubled, shuffled
from tests.devnet.tron.view import View

_DEFAULT_LIMIT: Final = 20
_MOST: Final = 200
_MISMATCH: Final = "Invalid query filter(s)!: [fingerprint does not match current set of params]"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with its HTTP status."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: a block, and how many of the events wanted there came before."""

    block: int
    skipped: int


@dataclass(frozen=True, slots=True)
class _Event:
    """One event of the answer, not decoded yet."""

    block: Block
    position: int
    ordinal: int
    """Place among the logs of its transaction."""
    log: Log
    place: _Place


def contract_events(
    view: View, final: int, address: str, query: Mapping[str, str], base: str
) -> Page:
    """Return one page of a contract's events.

    Args:
        view: of the head; unconfirmed events are listed too unless the query forbids.
        final: the solidified block, for `only_confirmed`.
        address: base58 or 41-hex.
        query: of the URL.
        base: the URL without its query, for `meta.links.next`.
    """
    try:
        contract = from_base58(address) if address.startswith("T") else from_hex(address)
    except AddressError:
        return _refused(f"A valid base58 contract address is required: {address!r}")
    asked = {name: value for name, value in query.items() if name != "fingerprint"}
    limit = int(asked.get("limit", _DEFAULT_LIMIT))
    if not 0 < limit <= _MOST:
        return _refused(f"Limit must be between 1 and {_MOST}")
    token = query.get("fingerprint", "")
    start = _start(token, address, asked)
    if token and start is None:
        return _refused(_MISMATCH)
    known = _known_events(view, contract)
    wanted = _events(view, contract, asked, final, start, known)
    found = list(islice(wanted, limit + 1))
    rows = [_row(view, event, known) for event in found[:limit]]
    meta: dict[str, Any] = {"at": view.time(view.head)}
    if len(found) > limit and not view.faults.lost_fingerprint:
        meta["fingerprint"] = _fingerprint(found[limit].place, address, asked)
        words = "&".join(
            f"{name}={value}"
            for name, value in {**asked, "fingerprint": meta["fingerprint"]}.items()
        )
        meta["links"] = {"next": f"{base}?{words}"}
    meta["page_size"] = len(rows)
    return Page(
        200, {"data": shuffled(view.faults, Source.INDEX, rows), "success": True, "meta": meta}
    )


def transaction_events(view: View, txid: str) -> Page:
    """Return the events of one transaction, the last first."""
    try:
        found = view.place_of(bytes.fromhex(txid))
    except ValueError:
        return _refused(f"Invalid transaction id: {txid!r}")
    events = _of_block(view, found[0]) if found else []
    rows = [
        _row(view, event, _known_events(view, event.log.address))
        for event in events
        if found and event.position == found[1]
    ]
    meta = {"at": view.time(view.head), "page_size": len(rows)}
    return Page(
        200, {"data": shuffled(view.faults, Source.INDEX, rows), "success": True, "meta": meta}
    )


def _events(
    view: View,
    contract: bytes,
    asked: Mapping[str, str],
    final: int,
    start: _Place | None,
    known: Mapping[bytes, Message],
) -> Iterator[_Event]:
    """Yield what a query asks for, from a place on. What is not yielded is not decoded."""
    descending = asked.get("order_by", "block_timestamp,desc").endswith("desc")
    first = 0 if start is None or descending else start.block
    last = min(final, view.number) if asked.get("only_confirmed") == "true" else view.number
    if start is not None and descending:
        last = min(last, start.block)
    earliest = int(asked.get("min_block_timestamp", 0))
    latest = int(asked.get("max_block_timestamp", 2**63))
    number = int(asked.get("block_number", -1))
    name = asked.get("event_name", "")
    named = {topic for topic, entry in known.items() if entry["name"] == name}
    for block in view.chain.history.with_transactions(first, last, descending=descending):
        if not earliest <= view.time(block) <= latest or number not in {-1, block.number}:
            continue
        wanted = (
            event
            for event in _of_block(view, block)
            if event.log.address == contract
            and (not name or not named.isdisjoint(event.log.topics[:1]))
        )
        skipped = start.skipped if start is not None and block.number == start.block else 0
        for count, event in enumerate(wanted):
            if count >= skipped:
                place = _Place(block.number, count)
                yield _Event(block, event.position, event.ordinal, event.log, place)


def _of_block(view: View, block: Block) -> list[_Event]:
    """Return the events of a block; of each transaction the last first."""
    missing = view.faults.missing_events
    hidden = {
        position
        for position, transaction in enumerate(block.transactions if missing else ())
        if transaction.txid().hex() in missing
    }
    events = [
        _Event(block, position, ordinal, log, _Place(block.number, 0))
        for position, ordinal, _, log in block_logs(view, block)
        if position not in hidden
    ]
    events.sort(key=lambda event: (event.position, -event.ordinal))
    return doubled(view.faults, Source.INDEX, events)


def _row(view: View, event: _Event, known: Mapping[bytes, Message]) -> dict[str, Any]:
    spelt = show(event.log.address, visible=True)
    return {
        "block_number": event.block.number,
        "block_timestamp": view.time(event.block),
        "caller_contract_address": spelt,
        "contract_address": spelt,
        "event_index": event.ordinal,
        **decoded_event(known, event.log),
        "transaction_id": event.block.transactions[event.position].txid().hex(),
    }


def _known_events(view: View, address: bytes) -> Mapping[bytes, Message]:
    contract = view.contract(address)
    return events_of(contract.message["abi"]["entrys"] if contract else [])


def _fingerprint(place: _Place, address: str, asked: Mapping[str, str]) -> str:
    """Return a token that names a place, valid for these parameters only."""
    seal = sha256(repr((place, address, sorted(asked.items()))).encode()).hexdigest()[:32]
    return f"{place.block:x}x{place.skipped:x}z{seal}"


def _start(token: str, address: str, asked: Mapping[str, str]) -> _Place | None:
    """Return the place that a token names; None where it was not made for these parameters."""
    block, _, skipped = token.partition("z")[0].partition("x")
    try:
        place = _Place(int(block, 16), int(skipped, 16))
    except ValueError:
        return None
    return place if token == _fingerprint(place, address, asked) else None


def _refused(text: str) -> Page:
    return Page(400, {"success": False, "error": text, "statusCode": 400})
