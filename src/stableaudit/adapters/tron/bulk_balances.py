"""`balanceOf` of many holders of a TRON token, each with the number of its own solid block.

A node keeps no past state, so each answer is of the last solid block at that moment, which moves on
while holders are asked. Nothing is done to keep them together: the block of each is disclosed by
its answer, and whoever has the token's events rolls each balance back to the reference block.

1. Each holder is asked at `/walletsolidity`, several at a time; the transport paces them. An answer
   from before the reference is asked for again (Node.constant_call).
2. The reference block must stand on the node's own solid chain.
3. The time that each answer carries is turned into a number by the headers of the reference, of
   the last solid block, and of what is needed in between (solid_times).
4. Answers name a recent solid block by number and id; those that name one of the looked-up blocks,
   or the same block as another answer, must name it alike.

Requests: one a holder, and two where no slot was missed meanwhile. Asking a multicall contract in
one constant call would need fewer; it is not done, because no such contract's code is known to us.
"""

import threading
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron import codec, solid_times
from stableaudit.adapters.tron.calls import ConstantAnswer
from stableaudit.adapters.tron.codec import ConstantCall
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.node import CONSTANT_CALL, Node
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.questions import BalanceOf
from stableaudit.ports.parallel import in_parallel

_LANES: Final = 4
"""Holders asked at the same time; as many connections as a transport keeps alive."""

_REFERENCE_BITS: Final = 1 << 16


def read_balances(
    node: Node,
    token: AccountId,
    holders: Sequence[bytes],
    *,
    at: BlockStamp,
    operator: str,
    endpoint: str,
) -> BalanceSheet:
    """Return what each holder has of a token, at `at` or at solid blocks after it.

    Args:
        node: the endpoint.
        token: its contract, on the chain of `at`.
        holders: 20 bytes each; one that stands twice is asked for twice.
        at: a solid block that no answer may be before.
        operator: whose word it is.
        endpoint: its label.

    Raises:
        UndecodableError: the token refuses, or answers no number, for the holder it names.
        PinnedStateError: an answer is from before `at`, again and again: the node lags.
        InconsistentError: an answer is to another call, from no solid block or from another chain.
        UnreachableError: nobody answered.
    """
    inquiry = node.inquiry(f"balanceOf of {len(holders)} holders of {token}", at=str(at))
    if token.chain != at.chain:
        raise inquiry.inconsistent(f"nothing, the block is of {at.chain}", hint="")
    read = _Errand(node, token, holders, at=at).run()
    numbers = _numbers(node, [each.answer for each in read], at=at, inquiry=inquiry)
    return BalanceSheet(
        operator=operator,
        endpoint=endpoint,
        method=f"POST {CONSTANT_CALL} balanceOf, each at its own solid block",
        addresses=b"".join(holders),
        balances=tuple(each.balance for each in read),
        observed=array("q", (numbers[each.answer.timestamp] for each in read)),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """One holder's balance, and the answer that it was taken from."""

    balance: int
    answer: ConstantAnswer


class _Errand:
    """The constant calls of one reading. Its lanes stop at the first failure of any of them."""

    def __init__(
        self, node: Node, token: AccountId, holders: Sequence[bytes], *, at: BlockStamp
    ) -> None:
        self._node = node
        self._at = at
        # In this thread: tronpy is loaded here, and what cannot be asked shows before any request.
        self._asked = [
            self._prepared(BalanceOf(token, AccountId(token.chain, holder))) for holder in holders
        ]
        self._stopped = threading.Event()

    def run(self) -> tuple[_Read, ...]:
        """Return what was read for each holder, in order."""
        found: dict[int, _Read] = {}
        try:
            for lane in in_parallel(self._run_lane, range(min(_LANES, len(self._asked)))):
                found |= lane
        finally:
            # Whoever interrupts the waiting leaves the lanes behind; they end with this.
            self._stopped.set()
        return tuple(found[index] for index in range(len(self._asked)))

    def _prepared(self, question: BalanceOf) -> tuple[BalanceOf, ConstantCall, Inquiry]:
        inquiry = self._node.inquiry(f"{question.label} of {question.contract}", at=str(self._at))
        return question, codec.call_for(question, inquiry), inquiry

    def _run_lane(self, lane: int) -> dict[int, _Read]:
        found: dict[int, _Read] = {}
        for index in range(lane, len(self._asked), _LANES):
            if self._stopped.is_set():
                break
            try:
                found[index] = self._read(index)
            except BaseException:
                self._stopped.set()
                raise
        return found

    def _read(self, index: int) -> _Read:
        question, call, inquiry = self._asked[index]
        answer = self._node.constant_call(call, not_before=self._at, inquiry=inquiry)
        return _Read(question.accept(codec.decode(answer.result, call, inquiry)), answer)


def _numbers(
    node: Node, answers: Sequence[ConstantAnswer], *, at: BlockStamp, inquiry: Inquiry
) -> Mapping[int, int]:
    """Return the number of the block at each answer's time, from as few headers as tell it."""
    if not answers:
        return {}
    stamps: dict[int, BlockStamp] = {}

    def fetch(number: int) -> BlockStamp:
        stamps[number] = node.header(number).stamp(at.chain)
        return stamps[number]

    if fetch(at.number) != at:
        raise inquiry.inconsistent(f"another chain, on which {stamps[at.number]} stands")
    newest = max(answer.timestamp for answer in answers)
    last = at
    if newest > at.timestamp:
        last = node.final_not_before(newest, inquiry=inquiry).stamp(at.chain)
        stamps[last.number] = last
    times = [answer.timestamp for answer in answers]
    numbers = solid_times.numbers_at(times, low=at, high=last, fetch=fetch, inquiry=inquiry)
    _require_references(answers, numbers, stamps, inquiry)
    return numbers


def _require_references(
    answers: Sequence[ConstantAnswer],
    numbers: Mapping[int, int],
    stamps: Mapping[int, BlockStamp],
    inquiry: Inquiry,
) -> None:
    """Raise where a block that an answer names has another id than elsewhere."""
    named = {number: bytes.fromhex(stamp.hash[2:])[8:16] for number, stamp in stamps.items()}
    for answer in answers:
        observed = numbers[answer.timestamp]
        # Only the low 16 bits are given; it is the block itself or one before it.
        number = observed - (observed - answer.reference_number) % _REFERENCE_BITS
        expected = named.setdefault(number, answer.reference_hash)
        if answer.reference_hash != expected:
            came = (
                f"…{answer.reference_hash.hex()}… as block {number}, elsewhere …{expected.hex()}…"
            )
            raise inquiry.inconsistent(came)
