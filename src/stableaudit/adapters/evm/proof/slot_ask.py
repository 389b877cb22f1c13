"""What a search for slots asks of a node.

Which slots a call touches, and what it answers while one of them is altered.
Source: Ethereum JSON-RPC, eth_createAccessList; geth, state overrides of eth_call.
"""

from typing import Final

from stableaudit.adapters.evm.errors import Context, state_error
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_int
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId

_ANOTHER: Final = "another endpoint (--endpoint)"
_WORD: Final = 32
_MOST_ACCOUNTS: Final = 64
_MOST_SLOTS: Final = 1024


class CodeAtWork:
    """Calls of one contract at one block, for slot_search.find_layout and confirm_layout."""

    def __init__(self, rpc: JsonRpc, contract: AccountId, at: BlockStamp, *, whom: str) -> None:
        """Ask `rpc` of `contract` as it is at `at`."""
        self._rpc = rpc
        self._contract = contract
        self._block = {"blockHash": at.hash, "requireCanonical": True}
        self._context = Context(f"the slots of {contract}", whom, str(at))

    def touched(self, data: bytes) -> tuple[int, ...]:
        """Return the slots of the contract's own that a call touches; see slot_search.Touched.

        Raises:
            EvidenceError: the endpoint did not answer, refused, or answered no access list.
        """
        answer = self._ask("eth_createAccessList", self._call(data), self._block)
        if isinstance(answer, RpcError):
            raise state_error(answer, self._context)
        try:
            return self._slots(Fields(answer, "result"))
        except (ProofError, ValueError) as error:
            raise self._context.error(UndecodableError, str(error), _ANOTHER) from None

    def called(self, data: bytes, slot: int, word: int) -> int | None:
        """Return the word answered while `slot` holds `word`; see slot_search.Called.

        Raises:
            EvidenceError: the endpoint did not answer, or refused.
        """
        altered = {f"0x{slot:064x}": f"0x{word:064x}"}
        override = {self._contract.local: {"stateDiff": altered}}
        answer = self._ask("eth_call", self._call(data), self._block, override)
        if isinstance(answer, RpcError):
            if answer.failure is Failure.REVERT:
                return None
            raise state_error(answer, self._context)
        try:
            octets = hex_to_bytes(answer)
        except ValueError as error:
            raise self._context.error(UndecodableError, str(error), _ANOTHER) from None
        return int.from_bytes(octets, "big") if len(octets) == _WORD else None

    def _call(self, data: bytes) -> dict[str, str]:
        return {"to": self._contract.local, "data": "0x" + data.hex()}

    def _ask(self, method: str, *params: object) -> object:
        return self._rpc.call(method, params, asked=self._context.asked, at=self._context.at)

    def _slots(self, result: Fields) -> tuple[int, ...]:
        slots: list[int] = []
        for index, item in enumerate(result.items("accessList", most=_MOST_ACCOUNTS)):
            entry = Fields(item, f"accessList[{index}]")
            if entry.octets("address", ADDRESS_BYTES) == self._contract.address:
                slots.extend(map(hex_to_int, entry.items("storageKeys", most=_MOST_SLOTS)))
        return tuple(slots)
