"""TronGrid's index of an account's transactions: `/v1/accounts/{address}/transactions`.

A row is the transaction as `/wallet/gettransactionbyid` shows it, with block, time and what it cost
beside it. Only transactions that the account signed are listed here; a real index lists those that
name it otherwise, too, unless `only_from` forbids. No answer of a mainnet is recorded: keys and
parameters are those of the provider's reference.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from tests.devnet.tron.addresses import AddressError, from_base58, from_hex
from tests.devnet.tron.blocks import Block
from tests.devnet.tron.events_api import Page
from tests.devnet.tron.transactions import act_of, shown
from tests.devnet.tron.view import View

_DEFAULT_LIMIT: Final = 20
_MOST: Final = 200


def account_transactions(
    view: View, final: int, address: str, query: Mapping[str, str], base: str
) -> Page:
    """Return one page of the transactions that an account signed.

    Args:
        view: of the head; unconfirmed transactions are listed too unless the query forbids.
        final: the solidified block, for `only_confirmed`.
        address: base58 or 41-hex.
        query: of the URL; its fingerprint is the count of the rows before.
        base: the URL without its query, for `meta.links.next`.
    """
    try:
        account = from_base58(address) if address.startswith("T") else from_hex(address)
    except AddressError:
        return _refused(f"A valid account address is required: {address!r}")
    limit = int(query.get("limit", _DEFAULT_LIMIT))
    if not 0 < limit <= _MOST:
        return _refused(f"Limit must be between 1 and {_MOST}")
    skipped = int(query.get("fingerprint", "0"))
    rows = list(islice(_rows(view, account, final, query), skipped, skipped + limit + 1))
    meta: dict[str, Any] = {"at": view.time(view.head), "page_size": len(rows[:limit])}
    if len(rows) > limit and not view.faults.lost_fingerprint:
        words = {**query, "fingerprint": str(skipped + limit)}
        meta["fingerprint"] = words["fingerprint"]
        joined = "&".join(f"{name}={value}" for name, value in words.items())
        meta["links"] = {"next": f"{base}?{joined}"}
    return Page(200, {"data": rows[:limit], "success": True, "meta": meta})


def _rows(
    view: View, account: bytes, final: int, query: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    descending = query.get("order_by", "block_timestamp,desc").endswith("desc")
    last = min(final, view.number) if query.get("only_confirmed") == "true" else view.number
    earliest, latest = int(query.get("min_timestamp", 0)), int(query.get("max_timestamp", 2**63))
    for block in view.chain.history.with_transactions(0, last, descending=descending):
        if earliest <= view.time(block) <= latest and block.number:
            yield from _of_block(view, block, account)


def _of_block(view: View, block: Block, account: bytes) -> Iterator[dict[str, Any]]:
    for transaction in block.transactions:
        if act_of(transaction).owner == account:
            yield {
                **shown(transaction, visible=False),
                "blockNumber": block.number,
                "block_timestamp": view.time(block),
                "internal_transactions": [],
            }


def _refused(text: str) -> Page:
    return Page(400, {"success": False, "error": text, "statusCode": 400})
