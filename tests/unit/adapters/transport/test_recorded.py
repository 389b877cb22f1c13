"""Where a value stands in a kept answer: pointed at exactly, or said not to be."""

import json

import pytest

from stableaudit.adapters.transport.recorded import (
    Recorded,
    answer_to,
    calls_of,
    narrowed,
    word_within,
)

WORD = f"{7:064x}"


def recorded(answer: bytes, question: str = "{}") -> Recorded:
    return Recorded(
        "a", "http://a", "", 1, 200, "ab" * 32, lambda: question, len(question), lambda: answer
    )


def batch(*answers: tuple[object, str]) -> bytes:
    return json.dumps([{"id": number, "result": result} for number, result in answers]).encode()


def test_answers_to_a_batch_are_in_the_order_of_their_ids() -> None:
    kept = recorded(batch((12, "0x02"), (11, "0x01")))
    found = [answer_to(kept, index, 2) for index in range(2)]
    assert [one and one[1] for one in found] == [
        {"id": 11, "result": "0x01"},
        {"id": 12, "result": "0x02"},
    ]


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        (batch((1, "0x01")), 2),
        (batch((1, "0x01"), (1, "0x02")), 2),
        (batch((1, "0x01"), (None, "0x02")), 2),
        (batch((1, "0x01"), ("2", "0x02")), 2),
        (b'[{"id":1,"result":"0x01"},7]', 2),
        (b'{"id":1,"result":"0x01"}', 2),
        (b"no JSON", 1),
        (b'[{"id":1,"id":2}]', 1),
    ],
    ids=["too few", "same", "null", "text", "no object", "one for two", "no JSON", "key twice"],
)
def test_answers_that_do_not_tell_whose_they_are_are_none(answer: bytes, calls: int) -> None:
    assert answer_to(recorded(answer), 0, calls) is None


def test_digits_are_pointed_at_also_where_another_answer_has_the_same() -> None:
    kept = recorded(batch((1, f"0x{WORD}"), (2, f"0x{WORD}")))
    for index in range(2):
        found = answer_to(kept, index, 2)
        assert found is not None
        raw = narrowed(kept, found[0], f"0x{WORD}", index=index, calls=2)
        assert raw.offset is not None
        content = kept.answer()
        assert content[raw.offset : raw.offset + 66].decode() == raw.hex == f"0x{WORD}"
        assert content[: raw.offset].count(b'"result"') == index + 1
        assert (raw.call, raw.calls) == (index + 1, 2)


def test_digits_that_stand_twice_in_one_answer_are_not_pointed_at() -> None:
    answer = json.dumps({"id": 1, "result": "0x07", "too": "0x07"}).encode()
    assert narrowed(recorded(answer), answer, "0x07", index=0, calls=1).offset is None


def test_digits_in_an_answer_with_something_taken_out_are_not_pointed_at() -> None:
    answer = b'{"id":1,"result":"0x07","key":"[redacted]"}'
    assert narrowed(recorded(answer), answer, "0x07", index=0, calls=1).offset is None


def test_only_word_with_a_number_is_pointed_at() -> None:
    answer = json.dumps({"result": "0x" + f"{9:064x}" + WORD.upper()}).encode()
    raw = word_within(recorded(answer), 7)
    assert raw.offset is not None
    assert answer[raw.offset : raw.offset + 64].decode() == raw.hex == WORD
    assert "wrapped into one" in raw.why


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (WORD * 2, "2 words"),
        (f"{8:064x}", "0 words"),
        ("0" * 63 + "7" + "1" * 64, "1 words"),
        (f"{1 << 252:064x}{7 << 252:064x}", "0 words"),
    ],
)
def test_number_that_is_no_or_several_words_is_said_not_to_be_narrowed(
    data: str, said: str
) -> None:
    """The last one has the digits of 7 across the border of two words."""
    answer = json.dumps({"result": f"0x{data}"}).encode()
    raw = word_within(recorded(answer), 7)
    if said == "1 words":
        assert raw.offset is not None
    else:
        assert (raw.hex, raw.offset) == ("", None)
        assert said in raw.why


def test_calls_of_a_request_are_one_several_or_none() -> None:
    assert calls_of('{"method":"a"}') == ({"method": "a"},)
    assert calls_of('[{"method":"a"},{"method":"b"}]') == [{"method": "a"}, {"method": "b"}]
    assert calls_of("no JSON") == ()
