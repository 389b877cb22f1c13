"""An endpoint of BNB Chain, asked for the headers that make a block final.

Two questions: the epoch's header by the hash that somebody trusts, and the block with those after
it by number. What comes is verified before anything is returned, so one endpoint is enough.

An epoch's validators begin to vote a few hundred blocks after its first. Of an earlier block the
first that they vote for is proven in its place; that it descends from it is for the caller to see.
"""

from typing import Final

from stableaudit.adapters.evm.errors import Context, service_error
from stableaudit.adapters.evm.finality.fast_finality import (
    LEAST_HEADERS,
    MOST_HEADERS,
    prove_final,
)
from stableaudit.adapters.evm.finality.parlia import ValidatorSet, read_validators
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import read_header
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_hash
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.finality import FinalBlock
from stableaudit.domain.identifiers import ChainId

_ANOTHER: Final = "another endpoint (--endpoint)"
_WITHOUT_BODIES: Final = False


class VotingEndpoint:
    """Asks one endpoint. Keeps nothing but whom it asks."""

    def __init__(self, rpc: JsonRpc, *, whom: str) -> None:
        """Ask `rpc`; `whom` names it in errors."""
        self._rpc = rpc
        self._whom = whom

    def final(self, at: BlockStamp, *, trusted_epoch: str, told_by: str) -> FinalBlock:
        """Return that a block, or the first that may be voted for after it, is final.

        Args:
            at: the block.
            trusted_epoch: hash of the first block of the epoch whose validators vote for it.
            told_by: whose word that hash is.

        Raises:
            UnreachableError: the endpoint did not answer.
            InconsistentError: it has no such blocks, or they do not show it; `came` says where.
            ValueError: the hash is none.
        """
        epoch = hex_to_hash(trusted_epoch)
        context = Context(f"what makes {at} of {at.chain} final", self._whom, str(at))
        (named,) = self._ask([("eth_getBlockByHash", epoch)], context)
        if named is None:
            raise context.error(InconsistentError, f"no block {epoch} (null)", _ANOTHER)
        try:
            validators = _validators(named, epoch, at.chain, told_by)
            first = max(at.number, validators.first_target)
            return _of(at, prove_final(self._headers(first, context), validators))
        except ProofError as error:
            raise context.error(InconsistentError, str(error.failure), _ANOTHER) from None

    def _headers(self, first: int, context: Context) -> list[object]:
        numbers = range(first, first + MOST_HEADERS)
        headers = self._ask([("eth_getBlockByNumber", hex(each)) for each in numbers], context)
        # The chain may end within the last two: votes seldom come so late.
        there = [header for header in headers if header is not None]
        if len(there) < LEAST_HEADERS:
            came = f"{len(there)} of the blocks from {first} on (null)"
            raise context.error(InconsistentError, came, _ANOTHER)
        return there

    def _ask(self, questions: list[tuple[str, str]], context: Context) -> list[object]:
        calls = [(method, (which, _WITHOUT_BODIES)) for method, which in questions]
        answers = self._rpc.batch(calls, asked=context.asked, at=context.at)
        for answer in answers:
            if isinstance(answer, RpcError):
                raise service_error(answer, context)
        return list(answers)


def _validators(answer: object, epoch: str, chain: ChainId, told_by: str) -> ValidatorSet:
    stamp = read_header(answer, path="epoch").stamp(chain)
    if stamp.hash != epoch:
        raise ProofError("epoch.hash", f"{stamp.hash}, while {epoch} is trusted")
    return read_validators(answer, stamp, told_by=told_by)


def _of(at: BlockStamp, found: FinalBlock) -> FinalBlock:
    if found.block.number == at.number and found.block != at:
        raise ProofError("headers[0]", f"{found.block}, while {at} was asked for")
    return found
