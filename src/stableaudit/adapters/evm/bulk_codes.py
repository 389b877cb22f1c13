"""Which accounts are contracts at one block, by their code.

An account that delegates (EIP-7702) has 23 bytes of code that begin with 0xef0100; it still belongs
to a key and counts as an account.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from stableaudit.adapters.evm.errors import Context, state_error
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_bytes
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId

_PER_BATCH: Final = 50
"""Codes have up to 24,576 bytes, 49,152 digits: so many stay below 3 MB."""

_DELEGATION: Final = bytes.fromhex("ef0100")


def read_codes(rpc: JsonRpc, accounts: Sequence[bytes], *, at: BlockStamp) -> Mapping[bytes, bool]:
    """Return for each account whether it is a contract in the state of `at`.

    Args:
        rpc: the endpoint.
        accounts: 20 bytes each; one that stands twice is asked for once.
        at: the block, asked for by its hash.

    Raises:
        InconsistentError: the block is not of the endpoint's chain.
        PinnedStateError: the endpoint has no state of that block, or takes no hash.
        UndecodableError: an answer is no code.
        UnreachableError: nobody answered.
    """
    distinct = tuple(dict.fromkeys(AccountId(at.chain, account) for account in accounts))
    block = {"blockHash": at.hash, "requireCanonical": True}
    contracts: dict[bytes, bool] = {}
    for start in range(0, len(distinct), _PER_BATCH):
        piece = distinct[start : start + _PER_BATCH]
        calls = [("eth_getCode", (account.local, block)) for account in piece]
        answers = rpc.batch(calls, asked=f"the code of {len(distinct)} accounts", at=str(at))
        for account, answer in zip(piece, answers, strict=True):
            context = Context(f"the code of {account}", rpc.http.whom, str(at))
            contracts[account.address] = _is_contract(answer, context)
    return MappingProxyType(contracts)


def is_delegation(code: bytes) -> bool:
    """Return whether code is an account's delegation. Source: EIP-7702."""
    return code.startswith(_DELEGATION) and len(code) == len(_DELEGATION) + ADDRESS_BYTES


def _is_contract(answer: object, context: Context) -> bool:
    if isinstance(answer, RpcError):
        raise state_error(answer, context)
    try:
        code = hex_to_bytes(answer)
    except ValueError as error:
        hint = "another endpoint (--endpoint)"
        raise context.error(UndecodableError, str(error), hint) from None
    return bool(code) and not is_delegation(code)
