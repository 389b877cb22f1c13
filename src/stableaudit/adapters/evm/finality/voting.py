"""An endpoint of BNB Chain, asked for the headers that make a block final.

Two questions: the epoch's header by the hash that somebody trusts, and the block with those after
it by number. What comes is verified before anything is returned, so one endpoint is enough.
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
        """Return that a block is final by the votes in the headers after it.

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
        named = self._ask([("eth_getBlockByHash", epoch)], context)
        headers = self._ask(
            [("eth_getBlockByNumber", hex(at.number + each)) for each in range(MOST_HEADERS)],
            context,
        )
        # The chain may end within the last two: votes seldom come so late.
        there = [header for header in headers if header is not None]
        if not named[0] or len(there) < LEAST_HEADERS:
            came = f"no block {epoch}" if not named[0] else f"{len(there)} of the blocks from it on"
            raise context.error(InconsistentError, f"{came} (null)", _ANOTHER)
        try:
            validators = _validators(named[0], epoch, at.chain, told_by)
            return _of(at, prove_final(there, validators))
        except ProofError as error:
            raise context.error(InconsistentError, str(error.failure), _ANOTHER) from None

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
    if found.block != at:
        raise ProofError("headers[0]", f"{found.block}, while {at} was asked for")
    return found
