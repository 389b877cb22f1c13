"""One EVM endpoint as a ChainReader.

Every state is asked by block hash (EIP-1898), so pins are EXACT. A node that refuses the hash is an
error; it is never asked by number instead. One that ignores it would answer all the same, from its
head: so the vitals ask for state at a hash that no block has, and whoever answers that is not read.
An endpoint of several nodes has shown it of one of them. Whether it is the right chain and far
enough is judged elsewhere, from its vitals.
"""

import hashlib
from typing import Final

from stableaudit.adapters.evm.blocks import HeaderError, stamp_of
from stableaudit.adapters.evm.calls import Call, call_of
from stableaudit.adapters.evm.decode import OtherRoundError, value_in
from stableaudit.adapters.evm.errors import Context, service_error, state_error
from stableaudit.adapters.evm.search import NoBlockSoEarlyError, SearchError, last_until
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_int
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    TooEarlyError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source
from stableaudit.domain.tokens import ChainSpec, Endpoint

_ANOTHER: Final = "another endpoint (--endpoint)"
_WITHOUT_BODIES: Final = False
_VITALS: Final = (
    ("eth_chainId", ()),
    ("eth_getBlockByNumber", ("0x0", _WITHOUT_BODIES)),
    ("eth_getBlockByNumber", ("latest", _WITHOUT_BODIES)),
    ("eth_getBlockByNumber", ("finalized", _WITHOUT_BODIES)),
)


_NOBODYS_CALL: Final = {"to": "0x" + "00" * 20, "data": "0x"}
"""Answered with no bytes, but answered, from any state: there is no code at the zero address."""


class EvmReader:
    """See ChainReader. Has no incidents of its own: what fails here raises."""

    def __init__(self, spec: ChainSpec, endpoint: Endpoint, rpc: JsonRpc) -> None:
        """Read the chain of `spec` at one endpoint; nothing is asked yet."""
        self._chain = spec.id
        self._title = spec.title
        self._genesis = spec.genesis
        self._endpoint = endpoint
        self._rpc = rpc
        self._whom = f"{endpoint.operator} ({endpoint.label})"

    @property
    def chain(self) -> ChainId:
        """See ChainReader.chain."""
        return self._chain

    @property
    def operator(self) -> str:
        """See ChainReader.operator."""
        return self._endpoint.operator

    @property
    def endpoint(self) -> str:
        """See ChainReader.endpoint."""
        return self._endpoint.label

    def incidents(self) -> tuple[Incident, ...]:
        """See ChainReader.incidents."""
        return ()

    def vitals(self) -> Vitals:
        """See ChainReader.vitals. One batch of five calls.

        Raises:
            InconsistentError: the last final block is after the head, or state came for a block
                that does not exist.
        """
        context = Context(f"the vitals of {self._title}", self._whom)
        canary = ("eth_call", (_NOBODYS_CALL, _by_hash(_no_blocks_hash(self._genesis))))
        *answers, sang = self._rpc.batch((*_VITALS, canary), asked=context.asked)
        number, genesis, head, final = (_result(answer, context) for answer in answers)
        self._require_refusal(sang)
        vitals = Vitals(
            _chain_number(number, context),
            self._stamp(genesis, Context("block 0", self._whom)).hash,
            self._stamp(head, Context("the head", self._whom)),
            self._stamp(final, Context("the last final block", self._whom)),
        )
        if vitals.final.number > vitals.head.number:
            came = f"a final {vitals.final} after the head, {vitals.head}"
            raise context.error(InconsistentError, came, _ANOTHER)
        return vitals

    def block(self, number: int) -> BlockStamp:
        """See ChainReader.block."""
        context = Context(f"block {number} of {self._title}", self._whom)
        params = (hex(number), _WITHOUT_BODIES)
        answer = self._rpc.call("eth_getBlockByNumber", params, asked=context.asked)
        header = _result(answer, context)
        if header is None:
            raise context.error(InconsistentError, "no such block (null)", _ANOTHER)
        block = self._stamp(header, context)
        if block.number != number:
            raise context.error(InconsistentError, f"{block} instead", _ANOTHER)
        return block

    def last_block_until(self, instant: int, *, final: BlockStamp) -> BlockStamp:
        """See ChainReader.last_block_until. Asks nothing where `final` is it."""
        try:
            return last_until(instant, final, self.block)
        except SearchError as error:
            context = Context(f"the last block of {self._title} until {instant}", self._whom)
            early = isinstance(error, NoBlockSoEarlyError)
            kind = TooEarlyError if early else InconsistentError
            raise context.error(kind, str(error), _ANOTHER) from None

    def ask(self, questions: tuple[Question[object], ...], *, at: BlockStamp) -> Answers:
        """See ChainReader.ask. One batch, every call at the hash of `at`."""
        if at.chain != self._chain or any(q.contract.chain != self._chain for q in questions):
            raise Context("its state", self._whom, str(at)).error(
                InconsistentError, f"nothing, this endpoint is of {self._chain}", _ANOTHER
            )
        calls: dict[Question[object], Call] = {}
        answers: dict[Question[object], Reading[object] | EvidenceError] = {}
        for question in questions:
            try:
                calls[question] = call_of(question)
            except EvidenceError as error:
                answers[question] = error
        block = _by_hash(at.hash)
        came = self._rpc.batch(
            [call.at(block) for call in calls.values()],
            asked=f"{len(calls)} answers of {self._title}",
            at=str(at),
        )
        for question, answer in zip(calls, came, strict=True):
            answers[question] = self._answer(question, answer, at)
        _raise_if_none_was_served(answers)
        return Answers({question: answers[question] for question in questions})

    def _answer(
        self, question: Question[object], answer: object, at: BlockStamp
    ) -> Reading[object] | EvidenceError:
        context = Context(f"{question.label} of {question.contract}", self._whom, str(at))
        if isinstance(answer, RpcError):
            return state_error(answer, context)
        try:
            value = value_in(answer, question)
        except OtherRoundError as error:
            return context.error(InconsistentError, str(error), _ANOTHER)
        except (UnfitError, ValueError) as error:
            hint = "whether it is that kind of contract, and existed at that block"
            return context.error(UndecodableError, str(error), hint)
        source = Source(self.operator, self.endpoint, context.asked)
        return Reading(value, at, at, Pin.EXACT, SINGLE, (source,))

    def _require_refusal(self, answer: object) -> None:
        """Raise where a call at a block that does not exist was answered, or put off."""
        context = Context("state at a block that does not exist", self._whom)
        if isinstance(answer, RpcError):
            if answer.failure is Failure.RATE_LIMIT:
                raise service_error(answer, context)
        elif answer is not None:
            came = "an answer: it ignores the block it is asked for"
            raise context.error(InconsistentError, came, _ANOTHER)

    def _stamp(self, header: object, context: Context) -> BlockStamp:
        try:
            return stamp_of(header, self._chain)
        except HeaderError as error:
            raise context.error(UndecodableError, str(error), _ANOTHER) from None


def _by_hash(digest: str) -> dict[str, object]:
    return {"blockHash": digest, "requireCanonical": True}


def _no_blocks_hash(genesis: str) -> str:
    """Return 32 bytes that are no block's hash, the same for a chain each time: a sha256."""
    return "0x" + hashlib.sha256(f"no block of {genesis}".encode()).hexdigest()


def _result(answer: object, context: Context) -> object:
    if isinstance(answer, RpcError):
        raise service_error(answer, context)
    return answer


def _chain_number(answer: object, context: Context) -> int:
    try:
        return hex_to_int(answer)
    except ValueError as error:
        came = f"a chain id that is no number: {error}"
        raise context.error(UndecodableError, came, _ANOTHER) from None


def _raise_if_none_was_served(
    answers: dict[Question[object], Reading[object] | EvidenceError],
) -> None:
    """Raise the first error where the endpoint failed altogether, so that another can stand in."""
    errors = [answer for answer in answers.values() if isinstance(answer, UnreachableError)]
    if errors and len(errors) == len(answers):
        raise errors[0]
