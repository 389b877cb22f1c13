"""Updates of permissions in an index of an account's transactions: borne out, bounded, or refused.

The index is played: rows made here as TronGrid lists transactions, paged by a fingerprint, and a
node that tells what came of each.
"""

import hashlib
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from stableaudit.adapters.transport.errors import NotServedError
from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.permission_updates import (
    MOST_PAGES,
    PAGE_ROWS,
    UpdatesIndex,
    read_page,
)
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.permission_updates import (
    PermissionUpdate,
    PermissionUpdates,
    PermissionUpdatesOf,
)
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.asking import lively_node
from tests.unit.adapters.tron.http_node import CHAIN, HttpNode, Reply, Request, http_of
from tests.unit.adapters.tron.played import Json

ACCOUNT, OTHER = AccountId(CHAIN, b"\x5e" * 20), AccountId(CHAIN, b"\x70" * 20)
UPDATE, TRANSFER = 46, 1
INQUIRY = Inquiry("updates", "a node")
QUESTION = PermissionUpdatesOf(ACCOUNT, 3)
PLAYED = lively_node(solid=10)
AT = PLAYED.chain.stamp(10)


def row(block: int, kind: int = UPDATE, owner: AccountId = ACCOUNT, mark: int = 1) -> Json:
    """A transaction as the index lists it; `mark` makes it one of its own."""
    value = protobuf.encode(((1, b"\x41" + owner.address), (2, mark)))
    contract = protobuf.encode(((1, kind), (2, protobuf.encode(((2, value),)))))
    message = protobuf.encode(((11, contract),))
    name = hashlib.sha256(message).hexdigest()
    return {"txID": name, "raw_data_hex": message.hex(), "blockNumber": block}


def update(of: Json) -> PermissionUpdate:
    return PermissionUpdate(of["blockNumber"], bytes.fromhex(of["txID"]))


def served(
    rows: list[Json], *, fails: frozenset[str] = frozenset(), lost: bool = False
) -> HttpNode:
    """An endpoint with an index of these rows; the transactions that `fails` names failed."""
    by_name = {each["txID"]: each for each in rows}

    def answer(request: Request) -> Reply:
        if request.path.startswith("/v1/accounts/"):
            asked = dict(parse_qsl(urlsplit(request.path).query))
            return 200, msgspec.json.encode(page(rows, asked, lost=lost))
        if request.path.endswith("/gettransactioninfobyid"):
            name = str(request.body["value"]) if isinstance(request.body, Mapping) else ""
            return 200, msgspec.json.encode(info(by_name[name], failed=name in fails))
        return PLAYED._reply(request)

    return HttpNode(answer)


def page(rows: list[Json], asked: Mapping[str, str], *, lost: bool) -> Json:
    start = int(asked.get("fingerprint", "0"))
    shown = rows[start : start + PAGE_ROWS]
    more = len(rows) > start + PAGE_ROWS and not lost
    meta = {"fingerprint": str(start + PAGE_ROWS)} if more else {}
    return {"data": shown, "success": True, "meta": meta}


def info(of: Json, *, failed: bool) -> Json:
    receipt = {"net_usage": 300}
    told = {"id": of["txID"], "blockNumber": of["blockNumber"], "blockTimeStamp": 3000}
    return {**told, "receipt": receipt, **({"result": "FAILED"} if failed else {})}


def read(node: HttpNode) -> PermissionUpdates:
    with node:
        http = http_of(Endpoint("a", node.url))
        return UpdatesIndex(http, Node(http)).read(QUESTION, AT, INQUIRY)


def test_updates_are_told_in_the_order_of_blocks_and_other_transactions_are_not() -> None:
    first, second = row(5), row(7, mark=2)
    rows = [second, row(6, TRANSFER), row(6, owner=OTHER), first]
    assert read(served(rows)) == PermissionUpdates((update(first), update(second)))


def test_account_that_updated_nothing_has_none() -> None:
    assert read(served([])) == PermissionUpdates(())
    assert str(PermissionUpdates(())) == "no transaction of the account set its permissions"


def test_index_is_asked_for_confirmed_transactions_of_the_account_since_the_block() -> None:
    node = served([])
    read(node)
    (asked,) = [one.path for one in node.requests if one.path.startswith("/v1/")]
    assert asked.startswith(f"/v1/accounts/{ACCOUNT.local}/transactions?only_confirmed=true")
    query = dict(parse_qsl(urlsplit(asked).query))
    assert query["min_timestamp"] == str(PLAYED.chain.stamp(3).timestamp * 1000)
    assert query["max_timestamp"] == str(AT.timestamp * 1000)


def test_update_outside_the_blocks_asked_for_or_that_failed_is_left_out() -> None:
    early, late, failed = row(2), row(11, mark=2), row(5, mark=3)
    node = served([early, late, failed], fails=frozenset({failed["txID"]}))
    assert read(node) == PermissionUpdates(())


def test_pages_are_followed_to_the_last() -> None:
    others = [row(5, TRANSFER, mark=number) for number in range(PAGE_ROWS)]
    last = row(6)
    assert read(served([*others, last])) == PermissionUpdates((update(last),))


def test_full_page_that_names_no_next_one_is_no_end() -> None:
    others = [row(5, TRANSFER, mark=number) for number in range(PAGE_ROWS + 1)]
    with pytest.raises(UndecodableError, match="names no next one"):
        read(served(others, lost=True))


def test_account_of_very_many_transactions_is_not_looked_through() -> None:
    others = [row(5, TRANSFER, mark=number) for number in range(MOST_PAGES * PAGE_ROWS + 1)]
    with pytest.raises(UndecodableError, match="more than 1000 transactions since"):
        read(served(others))


def test_endpoint_without_an_index_serves_none() -> None:
    def answer(request: Request) -> Reply:
        return (404, b"") if request.path.startswith("/v1/") else PLAYED._reply(request)

    with pytest.raises(NotServedError):
        read(HttpNode(answer))


def test_node_that_has_the_transaction_in_another_block_contradicts_the_index() -> None:
    listed = row(5)

    def answer(request: Request) -> Reply:
        if request.path.endswith("/gettransactioninfobyid"):
            return 200, msgspec.json.encode(info({**listed, "blockNumber": 6}, failed=False))
        if request.path.startswith("/v1/"):
            return 200, msgspec.json.encode(page([listed], {}, lost=False))
        return PLAYED._reply(request)

    with pytest.raises(InconsistentError, match="block 6"):
        read(HttpNode(answer))


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        ({"Error": "broken"}, UnreachableError, "broken"),
        ({}, UndecodableError, "no list of transactions"),
        ([], UndecodableError, "no object"),
        ({"data": [{**row(5), "txID": "00" * 32}]}, InconsistentError, "another id"),
        (
            {"data": [{"txID": hashlib.sha256(b"\xff").hexdigest(), "raw_data_hex": "ff"}]},
            UndecodableError,
            "no transaction",
        ),
    ],
)
def test_answer_that_is_no_page_is_refused(
    answer: object, error: type[EvidenceError], said: str
) -> None:
    with pytest.raises(error, match=said):
        read_page(answer, ACCOUNT, INQUIRY)


def test_page_without_meta_names_no_next_one() -> None:
    assert read_page({"data": []}, ACCOUNT, INQUIRY).fingerprint == ""


def test_question_takes_no_answer_of_another_kind() -> None:
    with pytest.raises(UndecodableError, match="updates of permissions"):
        QUESTION.accept(b"")
