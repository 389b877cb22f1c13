"""TRON through one endpoint's own HTTP interface, as a ChainReader.

TRON nodes keep no past state: they answer from their last solidified block S, and S moves on while
a check reads. So no reading is EXACT. Each carries S, which the answer discloses, and is BRACKETED
if the token emitted nothing from the reference block to S (bracket.py), else UNPINNED. A node that
answers from another state than it says is not seen here; operators are compared in the quorum.

A balance of TRX is UNPINNED, and so are an account's permissions. Their answer does not disclose S,
and no events tell of changes: transfers, fees, stakes, rewards and updates of permissions are not
logged, so that nothing shows they stood still since the reference block.

Requests of one `ask` of q constant calls, answered from blocks up to b after the reference: for
b = 0 q, or q + 1 where the answers do not name the reference themselves; for b from 1 to 20 at most
q + 2·b, and q + b where those blocks are empty; beyond that, q and the search for the block.
Each question of code, of an account or of a transaction adds one request, and all of a kind
together one more.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.tron import codec, search
from stableaudit.adapters.tron.bracket import Bracket
from stableaudit.adapters.tron.calls import ConstantAnswer
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.named_transaction import OUTCOME, SENT
from stableaudit.adapters.tron.node import ACCOUNT, CONSTANT_CALL, CONTRACT_INFO, Node
from stableaudit.adapters.tron.permission_updates import UpdatesIndex, path_of
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import Code, CodeOf, PermissionsOf
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.permission_updates import PermissionUpdatesOf
from stableaudit.domain.questions import Answers, CodeHash, NativeBalance, Question
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source
from stableaudit.domain.tokens import ChainSpec, Endpoint
from stableaudit.domain.transaction_questions import OutcomeOf, TransactionOf

Asked: TypeAlias = Question[object]
T = TypeVar("T", bound=Asked)


class TronReader:
    """See ports.chain.ChainReader."""

    def __init__(self, spec: ChainSpec, endpoint: Endpoint, http: HttpTransport) -> None:
        """Prepare; nothing is asked. `http` asks `endpoint`."""
        self._chain = spec.id
        self._endpoint = endpoint
        self._node = Node(http)
        self._updates = UpdatesIndex(http, self._node)
        self._incidents: list[Incident] = []

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

    def vitals(self) -> Vitals:
        """See ChainReader.vitals. Three requests; the head is asked last, so it is not behind.

        Raises:
            InconsistentError: a block's id does not match its content.
        """
        genesis = self._node.genesis().block_id
        final = self._node.final().stamp(self._chain)
        head = self._node.head().stamp(self._chain)
        return Vitals(int.from_bytes(genesis[-4:]), f"0x{genesis.hex()}", head, final)

    def block(self, number: int) -> BlockStamp:
        """See ChainReader.block. Solidified blocks only, their id recomputed; one request."""
        return self._node.header(number).stamp(self._chain)

    def last_block_until(self, instant: int, *, final: BlockStamp) -> BlockStamp:
        """See ChainReader.last_block_until. One request where no slot was missed, else few."""
        asked = f"the last block until {instant} s of 1970"
        inquiry = self._node.inquiry(asked, at=str(final))
        return search.last_block_until(instant, final=final, fetch=self.block, inquiry=inquiry)

    def ask(self, questions: tuple[Asked, ...], *, at: BlockStamp) -> Answers:
        """See ChainReader.ask; the requests are counted in the module's docstring.

        Raises:
            InconsistentError: an answer was from no solid block, from another chain, or to another
                call.
            PinnedStateError: an answer was from before `at`: the node lags.
        """
        self._require_own(questions, at)
        distinct = tuple(dict.fromkeys(questions))
        answers: dict[Asked, Reading[object] | EvidenceError] = {}
        code = [one for one in distinct if isinstance(one, CodeHash | CodeOf)]
        accounts = [one for one in distinct if isinstance(one, NativeBalance | PermissionsOf)]
        named = [one for one in distinct if isinstance(one, TransactionOf | OutcomeOf)]
        updates = [one for one in distinct if isinstance(one, PermissionUpdatesOf)]
        apart = {*code, *accounts, *named, *updates}
        answers |= self._ask_constant([one for one in distinct if one not in apart], at)
        answers |= self._ask_unpinned(code, at, self._of_code, self._head)
        answers |= self._ask_unpinned(accounts, at, self._of_account, self._final)
        answers |= self._ask_unpinned(named, at, self._node.named, self._final)
        read = partial(_updates_until, self._updates, at)
        answers |= self._ask_unpinned(updates, at, read, self._final)
        return Answers(answers)

    def incidents(self) -> tuple[Incident, ...]:
        """See ChainReader.incidents."""
        return tuple(self._incidents)

    def _ask_constant(
        self, questions: list[Asked], at: BlockStamp
    ) -> dict[Asked, Reading[object] | EvidenceError]:
        answers: dict[Asked, Reading[object] | EvidenceError] = {}
        called: list[tuple[Asked, object, ConstantAnswer]] = []
        # All calls first: the closer together, the fewer blocks between.
        for question in questions:
            inquiry = self._inquiry(question, at)
            try:
                call = codec.call_for(question, inquiry)
                answer = self._node.constant_call(call, not_before=at, inquiry=inquiry)
                called.append((question, codec.decode(answer.result, call, inquiry), answer))
            except UndecodableError as error:
                answers[question] = error
        bracket = Bracket(self._node, at, tell=self._tell)
        for question, value, answer in called:
            try:
                observed = bracket.observed(answer, self._inquiry(question, at))
                pin = bracket.pin(question.contract, observed)
                answers[question] = self._reading(question, value, at, observed, pin)
            except UndecodableError as error:
                answers[question] = error
        return answers

    def _ask_unpinned(
        self,
        questions: Sequence[T],
        at: BlockStamp,
        read: Callable[[T, Inquiry], object],
        observed: Callable[[BlockStamp], BlockStamp],
    ) -> dict[Asked, Reading[object] | EvidenceError]:
        """Return answers that disclose no block, as of the one that `observed` gives after them."""
        answers: dict[Asked, Reading[object] | EvidenceError] = {}
        values: dict[Asked, object] = {}
        for question in questions:
            try:
                values[question] = read(question, self._inquiry(question, at))
            except (UndecodableError, InconsistentError) as error:
                answers[question] = error
        if values:
            # After the values: they are of this block or of ones before.
            block = observed(at)
            for each, value in values.items():
                answers[each] = self._reading(each, value, at, block, Pin.UNPINNED)
        return answers

    def _of_code(self, question: CodeHash | CodeOf, inquiry: Inquiry) -> object:
        code = self._node.code(question.contract, inquiry)
        digest = codec.keccak256(code)
        if isinstance(question, CodeOf):
            return Code.of(code, digest)
        if not code:
            raise inquiry.undecodable("there is no contract at that address")
        return f"0x{digest.hex()}"

    def _of_account(self, question: NativeBalance | PermissionsOf, inquiry: Inquiry) -> object:
        if isinstance(question, PermissionsOf):
            return self._node.permissions(question.contract, inquiry)
        return self._node.account(question.contract, inquiry).coins

    def _head(self, _at: BlockStamp) -> BlockStamp:
        # Solidified nodes do not give code.
        return self._node.head().stamp(self._chain)

    def _final(self, at: BlockStamp) -> BlockStamp:
        inquiry = self._node.inquiry("its last solidified block", at=str(at))
        return self._node.final_not_before(at.timestamp, inquiry=inquiry).stamp(self._chain)

    def _reading(
        self, question: Asked, value: object, at: BlockStamp, observed: BlockStamp, pin: Pin
    ) -> Reading[object]:
        call = f"{_path(question)} {question.contract.local} {question.label}"
        source = Source(self._endpoint.operator, self._endpoint.label, call)
        return Reading(value, at, observed, pin, SINGLE, (source,))

    def _inquiry(self, question: Asked, at: BlockStamp) -> Inquiry:
        return self._node.inquiry(f"{question.label} of {question.contract}", at=str(at))

    def _require_own(self, questions: tuple[Asked, ...], at: BlockStamp) -> None:
        others = {at.chain, *(question.contract.chain for question in questions)} - {self._chain}
        if others:
            asked = f"{len(questions)} readings"
            named = ", ".join(sorted(str(other) for other in others))
            raise self._node.inquiry(asked, at=str(at)).inconsistent(
                f"they are about {named}, this endpoint is on {self._chain}", hint=""
            )

    def _tell(self, error: EvidenceError) -> None:
        self._incidents.append(Incident.failure(self._chain, error))


def _updates_until(
    index: UpdatesIndex, at: BlockStamp, question: PermissionUpdatesOf, inquiry: Inquiry
) -> object:
    return index.read(question, at, inquiry)


def _path(question: Asked) -> str:
    """Return verb and path of the request that asks a question."""
    match question:
        case CodeHash() | CodeOf():
            return f"POST {CONTRACT_INFO}"
        case NativeBalance() | PermissionsOf():
            return f"POST {ACCOUNT}"
        case TransactionOf():
            return f"POST {SENT}"
        case OutcomeOf():
            return f"POST {OUTCOME}"
        case PermissionUpdatesOf():
            return f"GET /{path_of(question.contract)}"
        case _:
            return f"POST {CONSTANT_CALL}"
