import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.transport.body import BodyError, decode, excerpt

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_decode_any_value_is_what_was_encoded(value: object) -> None:
    assert decode(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"NaN", "not JSON"),
        (b"[Infinity]", "not JSON"),
        (b"1e999", "not JSON"),
        (b"1" * 5000, "not JSON"),
        (b"{} {}", "not JSON"),
        (b'"\xff"', "not UTF-8"),
        (b"[" * 100_000, "nesting is too deep"),
        (b'{"a":' * 100_000, "nesting is too deep"),
        (b'{"result": 1, "result": 2}', "says a key twice"),
        (b'[{"x": {"a": 1, "\\u0061": 1}}]', "says a key twice"),
    ],
)
def test_decode_what_parsers_read_differently_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(BodyError, match=why):
        decode(body)


def test_excerpt_of_a_page_is_one_short_line() -> None:
    text = excerpt(b"<html>\n  <body>\xff\n" + b"x" * 10_000)
    assert text.startswith("<html> <body>\ufffd x")
    assert len(text) == 300
