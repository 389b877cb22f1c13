"""The requests that are made of a TRON node: one method each, the answer read and checked.

State is asked of `/walletsolidity` alone. `/wallet` answers from the head with pending transactions
mixed in, so it gives only the head's number, the genesis and a contract's code. Source: java-tron
4.8.0 (HttpApiOnSolidityService); a real node's answers.
"""

from typing import Final

from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.tron import (
    calls,
    contents,
    headers,
    infos,
    named_transaction,
    outer_call,
)
from stableaudit.adapters.tron.account import Account, account_body, read_account
from stableaudit.adapters.tron.calls import ConstantAnswer
from stableaudit.adapters.tron.codec import ConstantCall
from stableaudit.adapters.tron.contents import Block
from stableaudit.adapters.tron.contract_code import code_body, read_code
from stableaudit.adapters.tron.errors import Inquiry, is_busy
from stableaudit.adapters.tron.headers import SLOT_SECONDS, Header
from stableaudit.adapters.tron.infos import Info
from stableaudit.adapters.tron.permissions import read_permissions
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import Permissions
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.transaction_questions import OutcomeOf, TransactionOf

CONSTANT_CALL: Final = "/walletsolidity/triggerconstantcontract"
CONTRACT_INFO: Final = "/wallet/getcontractinfo"
ACCOUNT: Final = "/walletsolidity/getaccount"
_INFOS: Final = "/walletsolidity/gettransactioninfobyblocknum"

_TRIES: Final = 3
"""Of a question to a node that is busy, or whose answer is older than asked for."""


class Node:
    """One endpoint's native interface. Keeps nothing between requests."""

    def __init__(self, http: HttpTransport) -> None:
        self._http = http

    def inquiry(self, asked: str, *, at: str = "") -> Inquiry:
        """Return what errors of a question will say."""
        return Inquiry(asked, self._http.whom, at, self._http.redact)

    def final(self) -> Header:
        """Return the last solidified block."""
        return self._header("/walletsolidity/getnowblock", {}, "its last solidified block")

    def final_not_before(self, instant: int, *, inquiry: Inquiry) -> Header:
        """Return the last solidified block, asked again while it is from before `instant`.

        Raises:
            PinnedStateError: it is before `instant` at every asking.
        """
        header = self.final()
        for _ in range(_TRIES - 1):
            if header.timestamp >= instant or not self._http.pause(SLOT_SECONDS):
                break
            header = self.final()
        if header.timestamp < instant:
            raise inquiry.without_state(
                f"block {header.number} as its last solid one, {instant - header.timestamp} s "
                "before one that it has answered from"
            )
        return header

    def head(self) -> Header:
        """Return the newest block."""
        return self._header("/wallet/getnowblock", {}, "its newest block")

    def genesis(self) -> Header:
        """Return block 0."""
        header = self._header("/wallet/getblock", _block_body(0, detail=False), "its genesis block")
        self._require_number(header, 0)
        return header

    def header(self, number: int) -> Header:
        """Return a solidified block's header, asked again where none comes yet.

        Raises:
            InconsistentError: another block came, or none at all.
        """
        inquiry = self.inquiry(f"block {number}")
        answer = self._solid_block(number, inquiry, detail=False)
        header = headers.read_header(answer, inquiry)
        self._require_number(header, number)
        return header

    def block(self, number: int) -> Block:
        """Return a solidified block with its transactions' ids, asked again where none comes yet.

        Raises: see contents.read_block; InconsistentError also where another block came.
        """
        inquiry = self.inquiry(f"block {number} with its transactions")
        answer = self._solid_block(number, inquiry, detail=True)
        block = contents.read_block(answer, inquiry)
        self._require_number(block.header, number)
        return block

    def emitters(self, block: Block) -> frozenset[bytes]:
        """Return who logged in a solidified block; no request for a block without transactions.

        Raises: see contents.read_emitters.
        """
        if not block.transactions:
            return frozenset()
        inquiry = self._about_infos(block.header.number)
        answer = self.post(_INFOS, {"num": block.header.number}, inquiry)
        return contents.read_emitters(answer, block, inquiry)

    def listed_infos(self, number: int) -> tuple[Info, ...]:
        """Return what the node lists of a block's transactions; it may lack some without a word.

        Raises: see infos.read_infos.
        """
        inquiry = self._about_infos(number)
        return infos.read_infos(self.post(_INFOS, {"num": number}, inquiry), number, inquiry)

    def info(self, transaction: bytes, block: int) -> Info:
        """Return what came of a transaction of a solidified block.

        Raises: see infos.read_info; InconsistentError also where there is none.
        """
        name = transaction.hex()
        inquiry = self.inquiry(f"the info of transaction {name}", at=f"block {block}")
        path = "/walletsolidity/gettransactioninfobyid"
        answer = self.solid(path, {"value": name}, inquiry)
        return infos.read_info(answer, transaction, block, inquiry)

    def outer_call(self, transaction: bytes, block: int) -> TransactionCall:
        """Return the outermost call of a transaction; that `block` holds it is the caller's word.

        Raises: see outer_call.read_call.
        """
        name = transaction.hex()
        inquiry = self.inquiry(f"transaction {name}", at=f"block {block}")
        answer = self.solid("/walletsolidity/gettransactionbyid", {"value": name}, inquiry)
        return outer_call.read_call(answer, transaction, block, inquiry)

    def named(self, question: TransactionOf | OutcomeOf, inquiry: Inquiry) -> object:
        """Return what a question about a transaction of whatever solidified block is answered.

        Raises: see named_transaction.
        """
        name = question.transaction
        body: dict[str, object] = {"value": name.hex()}
        if isinstance(question, TransactionOf):
            answer = self.post(named_transaction.SENT, body, inquiry)
            return named_transaction.read_sent(answer, name, inquiry)
        answer = self.post(named_transaction.OUTCOME, body, inquiry)
        return named_transaction.read_outcome(answer, name, inquiry)

    def constant_call(
        self, call: ConstantCall, *, not_before: BlockStamp, inquiry: Inquiry
    ) -> ConstantAnswer:
        """Return what a constant call answers from a solidified block that is not before the given.

        Raises:
            PinnedStateError: every answer was from an earlier block. That contradicts nothing: the
                node has not come so far.
            UnreachableError, InconsistentError, UndecodableError: see calls.read_answer.
        """
        answer = self._call(call, inquiry)
        for _ in range(_TRIES - 1):
            if answer.timestamp >= not_before.timestamp or not self._http.pause(SLOT_SECONDS):
                break
            answer = self._call(call, inquiry)
        late = not_before.timestamp - answer.timestamp
        if late > 0:
            raise inquiry.without_state(
                f"an answer from {late} s before that block: the node lags or has stopped"
            )
        return answer

    def account(self, account: AccountId, inquiry: Inquiry) -> Account:
        """Return an account as of a last solidified block. Raises: see account.read_account."""
        return read_account(self.post(ACCOUNT, account_body(account), inquiry), account, inquiry)

    def is_contract(self, account: AccountId) -> bool:
        """Return whether an account is a contract. Raises: see account.read_account."""
        return self.account(account, self.inquiry(f"what {account} is")).is_contract

    def permissions(self, account: AccountId, inquiry: Inquiry) -> Permissions:
        """Return who may act for an account, as of a last solidified block.

        Raises: see permissions.read_permissions.
        """
        answer = self.post(ACCOUNT, account_body(account), inquiry)
        return read_permissions(answer, account, inquiry)

    def code(self, account: AccountId, inquiry: Inquiry) -> bytes:
        """Return the code at an account as of the head; none where it is no contract.

        Raises: see contract_code.read_code.
        """
        return read_code(self.post(CONTRACT_INFO, code_body(account), inquiry), account, inquiry)

    def post(self, path: str, body: dict[str, object], inquiry: Inquiry) -> object:
        """Return a node's raw answer; its refusal is an answer too.

        Raises:
            UnreachableError, UndecodableError: nobody answered, or not JSON.
        """
        # The transport tries again where the status says busy; this is for busy with HTTP 200.
        answer = self._http.post_json(path, body, asked=inquiry.asked, at=inquiry.at)
        for attempt in range(_TRIES - 1):
            if not is_busy(answer) or not self._http.pause(1 << attempt):
                break
            answer = self._http.post_json(path, body, asked=inquiry.asked, at=inquiry.at)
        return answer

    def solid(self, path: str, body: dict[str, object], inquiry: Inquiry) -> object:
        """Return the raw answer about a solidified thing, asked again where there is none yet."""
        # An endpoint may be several nodes, of which another one has just named that block.
        answer = self.post(path, body, inquiry)
        for _ in range(_TRIES - 1):
            if answer != {} or not self._http.pause(SLOT_SECONDS):
                break
            answer = self.post(path, body, inquiry)
        return answer

    def _about_infos(self, number: int) -> Inquiry:
        return self.inquiry(f"the transaction infos of block {number}")

    def _solid_block(self, number: int, inquiry: Inquiry, *, detail: bool) -> object:
        return self.solid("/walletsolidity/getblock", _block_body(number, detail=detail), inquiry)

    def _call(self, call: ConstantCall, inquiry: Inquiry) -> ConstantAnswer:
        return calls.read_answer(self.post(CONSTANT_CALL, calls.body(call), inquiry), call, inquiry)

    def _header(self, path: str, body: dict[str, object], asked: str) -> Header:
        inquiry = self.inquiry(asked)
        return headers.read_header(self.post(path, body, inquiry), inquiry)

    def _require_number(self, header: Header, number: int) -> None:
        if header.number != number:
            raise self.inquiry(f"block {number}").inconsistent(f"block {header.number}")


def _block_body(number: int, *, detail: bool) -> dict[str, object]:
    return {"id_or_num": str(number), "detail": detail}
