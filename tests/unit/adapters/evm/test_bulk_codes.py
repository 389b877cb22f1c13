"""Which accounts are contracts."""

import pytest

from stableaudit.adapters.evm.bulk_codes import is_delegation, read_codes
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.errors import PinnedStateError, UndecodableError
from tests.unit.adapters.evm.bulk_node import AT, BulkNode, asking, holders
from tests.unit.adapters.evm.node import NodeError
from tests.unit.adapters.transport.server import json_answer, serve, transport

DELEGATION = bytes.fromhex("ef0100") + b"\x11" * 20


@pytest.mark.parametrize(
    ("code", "contract"),
    [
        (b"", False),
        (b"\x00", True),
        (DELEGATION, False),
        (DELEGATION[:-1], True),
        (DELEGATION + b"\0", True),
        (bytes.fromhex("ef0101") + b"\x11" * 20, True),
    ],
)
def test_codes_tell_contracts_from_accounts(code: bytes, contract: bool) -> None:  # noqa: FBT001 - a case's outcome
    (account,) = holders(1)
    with asking(BulkNode(codes={account: code})) as (rpc, _):
        assert dict(read_codes(rpc, [account], at=AT)) == {account: contract}
    assert is_delegation(code) == (code == DELEGATION)


def test_codes_of_many_accounts_cost_a_request_for_fifty() -> None:
    accounts = holders(101)
    node = BulkNode(codes=dict.fromkeys(accounts[::2], b"\x60"))
    with asking(node) as (rpc, server):
        found = read_codes(rpc, [*accounts, *accounts], at=AT)
        assert len(server.seen) == 3
    assert dict(found) == {account: n % 2 == 0 for n, account in enumerate(accounts)}


def test_codes_of_a_node_without_state_are_not_known() -> None:
    node = BulkNode(failure=NodeError(-32000, "missing trie node abc"))
    with asking(node) as (rpc, _), pytest.raises(PinnedStateError, match="no state of that block"):
        read_codes(rpc, holders(1), at=AT)


def test_codes_that_are_no_bytes_are_undecodable() -> None:
    node = json_answer({"jsonrpc": "2.0", "id": 1, "result": 1})
    with serve(node) as server, pytest.raises(UndecodableError, match="the code of eip155:1:0xad"):
        read_codes(JsonRpc(transport(server.url)), holders(1), at=AT)
