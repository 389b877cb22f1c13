"""An answer read by stencils says what it says read log by log, spoilt or not."""

from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.log_answer import IllegibleError, plain_logs
from stableaudit.adapters.evm.log_bulk import read_bulk
from stableaudit.adapters.evm.log_decode import decode_answer, decode_logs
from stableaudit.adapters.evm.log_set import ContradictionError, LogSet
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery
from tests.unit.adapters.evm.log_json import (
    CONTRACT,
    ISSUE_TOPIC,
    TRANSFERS,
    Json,
    answer_json,
    log_json,
    transfer_json,
    word,
)

BLOCKS: Final = BlockRange(5, 4_000)
EITHER: Final = LogQuery(CONTRACT, (((TRANSFER_TOPIC, ISSUE_TOPIC),),))
REQUEST: Final = 7
HEX: Final = b'0123456789abcdefABCDEFgx"{}[],:\\ \xff'

Outcome = LogSet | type[Exception] | None


def _strict(content: bytes, query: LogQuery) -> Outcome:
    logs = plain_logs(content, REQUEST)
    try:
        return None if logs is None else decode_logs(logs, query, BLOCKS)
    except (ContradictionError, IllegibleError) as error:
        return type(error)


def _quick(content: bytes, query: LogQuery) -> Outcome:
    try:
        return decode_answer(content, REQUEST, query, BLOCKS)
    except (ContradictionError, IllegibleError) as error:
        return type(error)


def _log(block: int, ordinal: int, kind: int, party: int) -> Json:
    """Return a log of a kind: mostly transfers, some mints and burns, some another event."""
    if kind == 0:
        return log_json(block, ordinal, "0x" + ISSUE_TOPIC.hex(), data=word(party))
    sender, recipient = (0, party) if kind == 1 else (party, 0) if kind == 2 else (party, party + 1)
    return transfer_json(block, ordinal, sender=sender, recipient=recipient, amount=ordinal)


places = st.tuples(st.integers(5, 300), st.integers(0, 400))


class Answer(bytes):
    """An answer whose falsifying example is not printed whole."""

    def __repr__(self) -> str:
        return f"<answer of {self.count(b'},{') + 1} logs>"


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Return an answer of more logs than are read one by one; their order is the chain's."""
    few = draw(st.dictionaries(places, st.tuples(st.integers(0, 20), st.integers(1, 2**160 - 2))))
    start = draw(st.integers(5, 300))
    many = {
        (start + at // 30, 500 + at % 30): (9, at + 1) for at in range(draw(st.integers(64, 150)))
    }
    logs = [_log(*place, *row) for place, row in sorted((few | many).items())]
    if draw(st.booleans()):
        logs = [{name: log[name] for name in log if name != "blockTimestamp"} for log in logs]
    if draw(st.booleans()):
        logs[draw(st.integers(0, len(logs) - 1))]["transactionIndex"] = "0x1f"
    return Answer(answer_json(logs, REQUEST))


queries = st.sampled_from([TRANSFERS, EITHER])
examples = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@examples
@given(content=answers(), query=queries)
def test_an_answer_read_by_stencils_is_the_same_logs(content: bytes, query: LogQuery) -> None:
    assert read_bulk(content, REQUEST, query) is not None
    assert _quick(content, query) == _strict(content, query)


spots = st.tuples(st.integers(0, 200), st.integers(0, 760), st.sampled_from(HEX))


@examples
@given(content=answers(), query=queries, changes=st.lists(spots, min_size=1, max_size=2))
def test_an_answer_with_a_byte_changed_is_judged_the_same(
    content: bytes, query: LogQuery, changes: list[tuple[int, int, int]]
) -> None:
    pieces = [bytearray(piece) for piece in content.split(b"},{")]
    for log, offset, octet in changes:
        piece = pieces[log % len(pieces)]
        piece[offset % len(piece)] = octet
    spoilt = b"},{".join(pieces)
    assert _quick(spoilt, query) == _strict(spoilt, query)


@examples
@given(
    content=answers(),
    log=st.integers(0, 200),
    change=st.sampled_from(["lost", "twice", "last", "cut"]),
    cut=st.integers(0, 760),
    length=st.integers(1, 90),
)
def test_an_answer_with_a_part_moved_or_lost_is_judged_the_same(
    content: bytes, log: int, change: str, cut: int, length: int
) -> None:
    pieces = content.split(b"},{")
    at = 1 + log % (len(pieces) - 2)
    piece = pieces[at]
    if change == "cut":
        pieces[at] = piece[:cut] + piece[cut + length :]
    else:
        del pieces[at]
        pieces[at:at] = [piece, piece] if change == "twice" else []
        pieces[-1:-1] = [piece] if change == "last" else []
    spoilt = b"},{".join(pieces)
    assert _quick(spoilt, TRANSFERS) == _strict(spoilt, TRANSFERS)


def test_a_topic_that_is_not_hex_is_no_stencil_of_its_own() -> None:
    spoilt = answer_json([transfer_json(5, at) for at in range(80)], REQUEST)
    spoilt = spoilt.replace(b'"0x' + b"0" * 63 + b"1", b'"0g' + b"0" * 63 + b"1", 1)
    assert _quick(spoilt, TRANSFERS) is _strict(spoilt, TRANSFERS) is IllegibleError
