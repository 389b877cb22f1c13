"""The raw answer of an EVM endpoint that a reading was decoded from, found by its question.

It is found by what was asked (call, contract, block hash), never by what came. Balances of many
holders are asked for by one call, and are found there by contract, holder and number.
"""

from collections.abc import Iterable, Iterator

from stableaudit.adapters.evm.calls import call_of
from stableaudit.adapters.evm.decode import value_in
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.adapters.transport.recorded import (
    Recorded,
    answer_to,
    calls_of,
    narrowed,
    not_narrowed,
    word_within,
)
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question
from stableaudit.domain.raw_answers import RawAnswer


def answers_to(
    question: Question[object], at: BlockStamp, kept: Iterable[Recorded]
) -> Iterator[tuple[RawAnswer, object]]:
    """Yield every answer to a question at a block, and the value it decodes to; None for none."""
    try:
        call = call_of(question)
    except EvidenceError:
        return
    block = {"blockHash": at.hash, "requireCanonical": True}
    wanted = [*call.params, block]
    for recorded in kept:
        text = recorded.question()
        if at.hash not in text or question.contract.local not in text:
            continue
        calls = calls_of(text)
        for index, one in enumerate(calls):
            if not isinstance(one, dict) or one.get("method") != call.method:
                continue
            if one.get("params") == wanted:
                yield _answer(recorded, question, index, len(calls))


def balance_in_many(
    contract: AccountId, holder: AccountId, value: int, kept: Iterable[Recorded]
) -> Iterator[RawAnswer]:
    """Yield the answers to requests for the balances of many holders, `holder` among them."""
    names = (contract.address.hex(), holder.address.hex())
    for recorded in kept:
        text = recorded.question().lower()
        if all(name in text for name in names) and "eth_getproof" not in text:
            yield word_within(recorded, value)


def _answer(
    recorded: Recorded, question: Question[object], index: int, calls: int
) -> tuple[RawAnswer, object]:
    found = answer_to(recorded, index, calls)
    if found is None:
        why = "its request had several calls, and the answers do not tell which is whose"
        return not_narrowed(recorded, why, index=index, calls=calls), None
    item, plain = found
    result = plain.get("result") if isinstance(plain, dict) else None
    try:
        value = value_in(result, question)
    except (UnfitError, ValueError) as error:
        why = f"it is none that can be read: {error}"
        return not_narrowed(recorded, why, index=index, calls=calls), None
    return narrowed(recorded, item, str(result), index=index, calls=calls), value
