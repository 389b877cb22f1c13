"""`/wallet` and `/walletsolidity`: blocks, transactions and what came of them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.devnet.tron.blocks import Block
from tests.devnet.tron.messages import Message
from tests.devnet.tron.outcomes import info
from tests.devnet.tron.requests import NodeError, digest, number, visible
from tests.devnet.tron.told import told_logs
from tests.devnet.tron.transactions import Transaction, shown
from tests.devnet.tron.view import View

Handler = Callable[[View, dict[str, Any]], object]

_NO_BLOCK: Final[Message] = {}
_MOST_BLOCKS: Final = 100
_ID_DIGITS: Final = 64


def _getnowblock(view: View, body: dict[str, Any]) -> object:
    return view.head.shown(detail=True, visible=visible(body))


def _getblock(view: View, body: dict[str, Any]) -> object:
    wanted = str(body.get("id_or_num", ""))
    if not wanted:
        found: Block | None = view.head
    elif wanted.isdigit() and len(wanted) != _ID_DIGITS:
        found = view.block(int(wanted))
    else:
        try:
            found = view.block_by_id(bytes.fromhex(wanted))
        except ValueError as error:
            raise NodeError("id must be legal block hash.") from error
    return _shown(found, body, detail=body.get("detail") in {True, "true"})


def _getblockbynum(view: View, body: dict[str, Any]) -> object:
    return _shown(view.block(number(body, "num")), body, detail=True)


def _getblockbyid(view: View, body: dict[str, Any]) -> object:
    return _shown(view.block_by_id(digest(body)), body, detail=True)


def _getblockbylimitnext(view: View, body: dict[str, Any]) -> object:
    first, end = number(body, "startNum"), number(body, "endNum")
    if first < 0 or not 0 < end - first <= _MOST_BLOCKS:
        return _NO_BLOCK
    blocks = [view.block(each) for each in range(first, end)]
    return {"block": [_shown(each, body, detail=True) for each in blocks if each is not None]}


def _gettransactioncountbyblocknum(view: View, body: dict[str, Any]) -> object:
    found = view.block(number(body, "num"))
    return {"count": len(found.transactions) if found else -1}


def _gettransactionbyid(view: View, body: dict[str, Any]) -> object:
    found = view.place_of(digest(body))
    if found is not None:
        block, position = found
        return shown(block.transactions[position], visible=visible(body))
    return _gettransactionfrompending(view, body) if not view.is_solid else {}


def _gettransactionfrompending(view: View, body: dict[str, Any]) -> object:
    wanted = digest(body)
    for each in _pending(view):
        if each.txid() == wanted:
            # Complete with a result, although no block holds it yet: seen on the real node.
            return shown(each.with_result("SUCCESS"), visible=visible(body))
    return {}


def _gettransactionlistfrompending(view: View, _body: dict[str, Any]) -> object:
    names = [each.txid().hex() for each in _pending(view)]
    return {"txId": names} if names else {}


def _getpendingsize(view: View, _body: dict[str, Any]) -> object:
    return {"pendingSize": len(_pending(view))}


def _gettransactioninfobyid(view: View, body: dict[str, Any]) -> object:
    found = view.place_of(digest(body))
    if found is None or found[0].number == 0:
        return {}
    block, position = found
    return _info(view, block, position, visible=visible(body))


def _gettransactioninfobyblocknum(view: View, body: dict[str, Any]) -> object:
    wanted = number(body, "num")
    if wanted <= 0:
        return {}
    found = view.block(wanted)
    if found is None:
        # As for an empty block: the trap of asking beyond the solidified head.
        return []
    missing = view.faults.missing_infos
    return [
        _info(view, found, position, visible=visible(body))
        for position, transaction in enumerate(found.transactions)
        if transaction.txid().hex() not in missing
    ]


def _info(view: View, block: Block, position: int, *, visible: bool) -> Message:
    place = {
        "id": block.transactions[position].txid().hex(),
        "blockNumber": block.number,
        "blockTimeStamp": view.time(block),
    }
    outcome, details = block.outcomes[position], view.chain.traces.of(block)[position]
    return info(outcome, details, told_logs(view, block, position), place, visible=visible)


def _shown(block: Block | None, body: dict[str, Any], *, detail: bool) -> Message:
    return _NO_BLOCK if block is None else block.shown(detail=detail, visible=visible(body))


def _pending(view: View) -> list[Transaction]:
    return [each.transaction for each in view.chain.pending.waiting]


ON_BOTH: Final[Mapping[str, Handler]] = {
    "getnowblock": _getnowblock,
    "getblock": _getblock,
    "getblockbynum": _getblockbynum,
    "getblockbyid": _getblockbyid,
    "getblockbylimitnext": _getblockbylimitnext,
    "gettransactioncountbyblocknum": _gettransactioncountbyblocknum,
    "gettransactionbyid": _gettransactionbyid,
    "gettransactioninfobyid": _gettransactioninfobyid,
    "gettransactioninfobyblocknum": _gettransactioninfobyblocknum,
}
"""Served by `/wallet` and `/walletsolidity`."""

ON_HEAD: Final[Mapping[str, Handler]] = {
    "gettransactionfrompending": _gettransactionfrompending,
    "gettransactionlistfrompending": _gettransactionlistfrompending,
    "getpendingsize": _getpendingsize,
}
"""Served by `/wallet` alone."""
