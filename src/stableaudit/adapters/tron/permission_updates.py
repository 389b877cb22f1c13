"""When an account set its permissions anew: from TronGrid's index of an account's transactions.

No log tells of it, and a node has no index by account. A provider's index may lose rows, so what is
not in it is not shown not to have been. What is in it is borne out: the id is the hash of the raw
bytes, which name type and account; that it succeeded in that block is asked of the node. An account
of more than a thousand transactions since is not looked through.

Source: developers.tron.network, Get transaction info by account address; java-tron 4.8.0,
AccountPermissionUpdateContract. A full page without a fingerprint need not be the last
(tron-us/trongrid #23).
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.raw_transaction import account_of, read_contract
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.permission_updates import (
    PermissionUpdate,
    PermissionUpdates,
    PermissionUpdatesOf,
)

PAGE_ROWS: Final = 200
MOST_PAGES: Final = 5

_UPDATE: Final = 46
_OWNER: Final = 1
_ID_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One answer of the index."""

    updates: tuple[PermissionUpdate, ...]
    rows: int
    fingerprint: str
    """Names the next page; empty where none is named."""


class UpdatesIndex:
    """The index of one endpoint. Keeps nothing between requests."""

    def __init__(self, http: HttpTransport, node: Node) -> None:
        self._http = http
        self._node = node

    def read(
        self, question: PermissionUpdatesOf, at: BlockStamp, inquiry: Inquiry
    ) -> PermissionUpdates:
        """Return the updates from the question's first block to `at`. 2 requests, and 1 an update.

        Raises:
            NotServedError: the endpoint has no such index.
            UnreachableError: the index, or the node, did not answer.
            InconsistentError: a row is another transaction than it says, or the node has it not.
            UndecodableError: no page of transactions; too many of them; or pages that break off.
        """
        since = self._node.header(question.first).timestamp
        found: dict[bytes, PermissionUpdate] = {}
        fingerprint = ""
        for _ in range(MOST_PAGES):
            page = self._page(question.contract, (since, at.timestamp), fingerprint, inquiry)
            found |= {one.transaction: one for one in page.updates}
            fingerprint = page.fingerprint
            if not fingerprint:
                if page.rows >= PAGE_ROWS:
                    raise inquiry.undecodable("a full page of transactions that names no next one")
                return self._borne_out(found, question.first, at)
        raise inquiry.undecodable(f"more than {MOST_PAGES * PAGE_ROWS} transactions since")

    def _borne_out(
        self, found: dict[bytes, PermissionUpdate], first: int, at: BlockStamp
    ) -> PermissionUpdates:
        within = [one for one in found.values() if first <= one.block <= at.number]
        ordered = sorted(within, key=lambda one: (one.block, one.transaction))
        return PermissionUpdates(tuple(one for one in ordered if self._took_effect(one)))

    def _took_effect(self, one: PermissionUpdate) -> bool:
        # No code runs, so a receipt has a result only of one that failed.
        return not self._node.info(one.transaction, one.block).outcome.raw

    def _page(
        self, account: AccountId, seconds: tuple[int, int], fingerprint: str, inquiry: Inquiry
    ) -> AccountPage:
        first, last = seconds
        query = [
            ("only_confirmed", "true"),
            ("only_from", "true"),
            ("search_internal", "false"),
            ("min_timestamp", str(first * 1000)),
            ("max_timestamp", str(last * 1000)),
            ("order_by", "block_timestamp,asc"),
            ("limit", str(PAGE_ROWS)),
            *([("fingerprint", fingerprint)] if fingerprint else []),
        ]
        path = path_of(account)
        answer = self._http.get_json(path, query, asked=inquiry.asked, at=inquiry.at)
        return read_page(answer, account, inquiry)


def path_of(account: AccountId) -> str:
    """Return where the index has an account's transactions."""
    return f"v1/accounts/{account.local}/transactions"


def read_page(answer: object, account: AccountId, inquiry: Inquiry) -> AccountPage:
    """Return the updates of permissions among the rows of an answer.

    Raises:
        UnreachableError: the index answered an error.
        InconsistentError: a row is another transaction than it says.
        UndecodableError: the answer is no page of transactions.
    """
    refuse(answer, inquiry)
    fields = Fields.of(answer, inquiry)
    if "data" not in fields.values:
        raise inquiry.undecodable("no list of transactions")
    rows = fields.listed("data")
    updates = tuple(
        PermissionUpdate(row.number("blockNumber"), row.octets("txID", length=_ID_BYTES))
        for row in rows
        if _updates(row, account, inquiry)
    )
    meta = fields.inner("meta") if "meta" in fields.values else Fields(inquiry, "meta", {})
    return AccountPage(updates, len(rows), meta.text("fingerprint"))


def _updates(row: Fields, account: AccountId, inquiry: Inquiry) -> bool:
    """Return whether a row is an update of the account's own permissions, by its raw bytes."""
    message = row.octets("raw_data_hex")
    if hashlib.sha256(message).digest() != row.octets("txID", length=_ID_BYTES):
        raise inquiry.inconsistent("raw bytes that have another id")
    try:
        contract = read_contract(message)
        if contract.kind != _UPDATE:
            return False
        owner = protobuf.only_bytes(protobuf.decode(contract.value), _OWNER)
        return account_of(owner) == account.address
    except ValueError as error:
        raise inquiry.undecodable(f"raw bytes that are no transaction: {error}") from error
