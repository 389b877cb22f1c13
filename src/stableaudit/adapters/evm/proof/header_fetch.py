"""Headers from one endpoint, each with its hash recomputed before it is returned."""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.errors import Context, service_error
from stableaudit.adapters.evm.headers import MOST_CALLS
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import Header, header_at, read_chain, read_header
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError
from stableaudit.domain.identifiers import ChainId

MOST_PARENTS: Final = 1000
"""Headers that a chain of them is asked for."""

_ANOTHER: Final = "another endpoint (--endpoint)"
_WITHOUT_BODIES: Final = False


class HeaderFetcher:
    """Asks one endpoint of one chain. Keeps nothing but whom it asks."""

    def __init__(self, rpc: JsonRpc, *, whom: str) -> None:
        """Ask `rpc`; `whom` names it in errors."""
        self._rpc = rpc
        self._whom = whom

    def header(self, at: BlockStamp) -> Header:
        """Return the header of a block, its hash recomputed.

        Raises:
            InconsistentError: no such block, or its fields do not give its hash, number and time.
            EvidenceError: the endpoint did not answer, or refused.
        """
        context = Context(f"the header of block {at.number} of {at.chain}", self._whom, str(at))
        answer = self._block(at, context)
        try:
            return header_at(answer, at)
        except ProofError as error:
            raise contradicted(error, context) from None

    def named(self, hash_: str, chain: ChainId) -> BlockStamp:
        """Return the block of a hash, its header recomputed. Raises as `header`."""
        context = Context(f"the block {hash_} of {chain}", self._whom)
        answer = self._by_hash(hash_, context)
        try:
            header = read_header(answer)
        except ProofError as error:
            raise contradicted(error, context) from None
        if header.hash != hash_:
            raise context.error(InconsistentError, f"header.hash: {header.hash}", _ANOTHER)
        return header.stamp(chain)

    def parents(self, at: BlockStamp, *, first: int) -> tuple[Header, ...]:
        """Return the headers of blocks `first` to `at`, each the parent of the next by its hash.

        Raises as `header`; ValueError where there would be none, or too many.
        """
        if not 0 <= at.number - first < MOST_PARENTS or first < 0:
            message = f"blocks {first} to {at.number} are not 1 to {MOST_PARENTS} headers"
            raise ValueError(message)
        context = Context(f"the headers of blocks {first} to {at.number}", self._whom, str(at))
        answers = self._numbered(range(first, at.number + 1), context)
        for answer in answers:
            if isinstance(answer, RpcError):
                raise service_error(answer, context)
        try:
            return read_chain(answers, at)
        except ProofError as error:
            raise contradicted(error, context) from None

    def numbered(self, numbers: Sequence[int], chain: ChainId) -> dict[int, Header | EvidenceError]:
        """Return the header of each number, its hash recomputed, or why there is none.

        That the block is the chain's is the endpoint's word alone.

        Raises:
            EvidenceError: the endpoint did not answer at all.
        """
        whole = Context(f"the headers of {len(numbers)} blocks of {chain}", self._whom)
        return {
            number: _header(answer, number, Context(f"block {number} of {chain}", self._whom))
            for number, answer in zip(numbers, self._numbered(numbers, whole), strict=True)
        }

    def _block(self, at: BlockStamp, context: Context) -> object:
        return self._by_hash(at.hash, context)

    def _by_hash(self, hash_: str, context: Context) -> object:
        params = (hash_, _WITHOUT_BODIES)
        answer = self._rpc.call("eth_getBlockByHash", params, asked=context.asked, at=context.at)
        if isinstance(answer, RpcError):
            raise service_error(answer, context)
        if answer is None:
            raise context.error(InconsistentError, "no such block (null)", _ANOTHER)
        return answer

    def _numbered(self, numbers: Sequence[int], context: Context) -> list[object | RpcError]:
        answers: list[object | RpcError] = []
        for start in range(0, len(numbers), MOST_CALLS):
            batch = numbers[start : start + MOST_CALLS]
            calls = [("eth_getBlockByNumber", (hex(each), _WITHOUT_BODIES)) for each in batch]
            answers += self._rpc.batch(calls, asked=context.asked, at=context.at)
        return answers


def contradicted(error: ProofError, context: Context) -> EvidenceError:
    """Return the error of an endpoint whose answer does not follow from the block's hash."""
    return context.error(InconsistentError, str(error.failure), _ANOTHER)


def _header(answer: object, number: int, context: Context) -> Header | EvidenceError:
    if isinstance(answer, RpcError):
        return service_error(answer, context)
    if answer is None:
        return context.error(InconsistentError, "no such block (null)", _ANOTHER)
    try:
        header = read_header(answer)
    except ProofError as error:
        return contradicted(error, context)
    if header.number != number:
        return context.error(InconsistentError, f"block {header.number} instead", _ANOTHER)
    return header
