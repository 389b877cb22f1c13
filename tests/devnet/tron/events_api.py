"""TronGrid's event index: `/v1/contracts/{address}/events` and `/v1/transactions/{id}/events`.

Not java-tron, and not a complete source of logs: values are decoded with the ABI that the deployer
left on chain, so an event that the ABI does not know has an empty `result`; a page may lose its
`fingerprint`. Shapes are those of recorded mainnet answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tests.devnet.tron.addresses import AddressError, from_base58, from_hex, show
from tests.devnet.tron.blocks import Block
from tests.devnet.tron.event_decoding import decoded_event
from tests.devnet.tron.history import Place
from tests.devnet.tron.jsonrpc_shapes import logs_of
from tests.devnet.tron.view import View

_DEFAULT_LIMIT: Final = 20
_MOST: Final = 200
_MISMATCH: Final = "Invalid query filter(s)!: [fingerprint does not match current set of params]"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with its HTTP status."""

    status: int
    body: dict[str, Any]


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
    start = _start(query.get("fingerprint", ""), address, asked)
    if start is None:
        return _refused(_MISMATCH)
    found = _events(view, contract, asked, final)
    rows = [_row(view, place) for place in found[start : start + limit]]
    meta: dict[str, Any] = {"at": view.time(view.head)}
    if start + limit < len(found) and not view.faults.lost_fingerprint:
        token = _fingerprint(start + limit, address, asked)
        meta["fingerprint"] = token
        words = "&".join(
            f"{name}={value}" for name, value in {**asked, "fingerprint": token}.items()
        )
        meta["links"] = {"next": f"{base}?{words}"}
    meta["page_size"] = len(rows)
    return Page(200, {"data": rows, "success": True, "meta": meta})


def transaction_events(view: View, txid: str) -> Page:
    """Return the events of one transaction, the last first."""
    try:
        found = view.place_of(bytes.fromhex(txid))
    except ValueError:
        return _refused(f"Invalid transaction id: {txid!r}")
    rows = (
        [_row(view, place) for place in _places(view, found[0]) if place[1] == found[1]]
        if found
        else []
    )
    meta = {"at": view.time(view.head), "page_size": len(rows)}
    return Page(200, {"data": rows, "success": True, "meta": meta})


def _events(view: View, contract: bytes, asked: Mapping[str, str], final: int) -> list[Place]:
    last = min(final, view.number) if asked.get("only_confirmed") == "true" else view.number
    earliest = int(asked.get("min_block_timestamp", 0))
    latest = int(asked.get("max_block_timestamp", 2**63))
    number = int(asked.get("block_number", -1))
    name = asked.get("event_name", "")
    blocks = [
        block
        for block in view.chain.history.with_transactions(last)
        if earliest <= view.time(block) <= latest and number in {-1, block.number}
    ]
    if asked.get("order_by", "block_timestamp,desc").endswith("desc"):
        # Within a block the order stays.
        blocks.reverse()
    found = [place for block in blocks for place in _places(view, block, contract)]
    if not name:
        return found
    return [place for place in found if _row(view, place)["event_name"] == name]


def _places(view: View, block: Block, contract: bytes | None = None) -> tuple[Place, ...]:
    """Return where the events of a block stand; of each transaction the last first.

    Remembered, because a history is paged through and each page needs to know them all.
    """
    key = (block.id, contract, view.faults.failed_logs, view.faults.missing_events)
    known = view.chain.places.get(key)
    if known is None:
        known = view.chain.places[key] = tuple(_found(view, block, contract))
    return known


def _found(view: View, block: Block, contract: bytes | None) -> Iterator[Place]:
    for position, transaction in enumerate(block.transactions):
        if transaction.txid().hex() in view.faults.missing_events:
            continue
        logs = logs_of(view, block, position)
        for index in range(len(logs) - 1, -1, -1):
            if contract is None or logs[index].address == contract:
                yield block, position, index


def _row(view: View, place: Place) -> dict[str, Any]:
    """Return the event at a place as the index shows it."""
    block, position, index = place
    log = logs_of(view, block, position)[index]
    contract = view.contract(log.address)
    spelt = show(log.address, visible=True)
    return {
        "block_number": block.number,
        "block_timestamp": view.time(block),
        "caller_contract_address": spelt,
        "contract_address": spelt,
        "event_index": index,
        **decoded_event(contract.message["abi"]["entrys"] if contract else [], log),
        "transaction_id": block.transactions[position].txid().hex(),
    }


def _fingerprint(start: int, address: str, asked: Mapping[str, str]) -> str:
    """Return a token that names a position, valid for these parameters only."""
    seal = sha256(repr((start, address, sorted(asked.items()))).encode()).hexdigest()[:32]
    return f"{start:x}z{seal}"


def _start(token: str, address: str, asked: Mapping[str, str]) -> int | None:
    """Return the position that a token names; None where it was not made for these parameters."""
    if not token:
        return 0
    digits = token.partition("z")[0]
    try:
        start = int(digits, 16)
    except ValueError:
        return None
    return start if token == _fingerprint(start, address, asked) else None


def _refused(text: str) -> Page:
    return Page(400, {"success": False, "error": text, "statusCode": 400})
