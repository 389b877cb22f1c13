"""Nodes that leave one way of reading many balances, and the sheet that each must give."""

from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest

from stableaudit.domain.ledger import BalanceSheet
from tests.unit.adapters.evm.bulk_node import (
    AGGREGATE,
    AT,
    CREATION,
    OVERRIDE,
    SINGLE,
    BulkNode,
)
from tests.unit.adapters.evm.node import NodeError

REFUSED = NodeError(-32602, "too many arguments, want at most 2")
ONLY: dict[str, Callable[[], BulkNode]] = {
    AGGREGATE: BulkNode,
    OVERRIDE: lambda: BulkNode(multicall=False),
    CREATION: lambda: BulkNode(multicall=False, overrides=False),
    SINGLE: lambda: BulkNode(multicall=False, overrides=False, creation=False),
}
"""Nodes that leave only one way."""

every_way = pytest.mark.parametrize("method", ONLY)
every_bulk_way = pytest.mark.parametrize("method", [AGGREGATE, OVERRIDE, CREATION])


def balances_of(wanted: list[bytes]) -> dict[bytes, int]:
    return {holder: 2**256 - 1 - n for n, holder in enumerate(wanted)}


def sheet_of(wanted: list[bytes], method: str) -> BalanceSheet:
    return BalanceSheet(
        "op",
        "node",
        method,
        b"".join(wanted),
        tuple(balances_of(wanted).values()),
        array("q", [AT.number] * len(wanted)),
    )


def node_with(method: str, wanted: list[bytes], **faults: object) -> BulkNode:
    return replace(ONLY[method](), balances=balances_of(wanted), **faults)  # type: ignore[arg-type]  # any field
