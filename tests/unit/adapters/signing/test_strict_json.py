"""JSON that every parser reads alike, or a refusal."""

import pytest

from stableaudit.adapters.signing import strict_json
from stableaudit.adapters.signing.strict_json import MAX_BYTES, decode, encode
from stableaudit.adapters.signing.wire import MalformedError


def test_encode_sorts_keys_and_stays_in_ascii() -> None:
    assert encode({"b": "\u202e", "a": ["x"]}) == b'{"a":["x"],"b":"\\u202e"}'


def test_decode_gives_back_what_was_encoded() -> None:
    value = {"b": "\u202e", "a": [{"c": ""}]}
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a":1}', "it has a number that is not a text"),
        (b'{"a":-0.5e9}', "it has a number that is not a text"),
        (b'{"a":NaN}', "it has a number that is not a text"),
        (b'{"a":"1","a":"1"}', "one of its objects says a key twice"),
        (b'[{"a":{"b":"","b":""}}]', "one of its objects says a key twice"),
        (b'"\xff"', "it is not UTF-8"),
        (b'\xef\xbb\xbf""', "it is not JSON from character 0 on"),
        (b'"" ""', "it is not JSON from character 3 on"),
        (b"", "it is not JSON from character 0 on"),
        (b'"a\nb"', "it is not JSON from character 2 on"),
        (b"[" * 100_000, "its nesting is too deep"),
        (b" " * (MAX_BYTES + 1), f"it is larger than {MAX_BYTES} bytes"),
        (b"9" * 100_000, "it has a number that is not a text"),
    ],
)
def test_decode_of_what_parsers_read_differently_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(MalformedError, match=problem):
        decode(content)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([], "the thing is not an object"),
        ({"a": ""}, "the thing has no b"),
        ({"a": "", "b": "", "c": ""}, "the thing has keys besides a, b"),
    ],
)
def test_table_without_exactly_its_keys_is_refused(value: object, problem: str) -> None:
    with pytest.raises(MalformedError, match=problem):
        strict_json.table(value, ("a", "b"), "the thing")


def test_items_and_text_of_another_type_are_refused() -> None:
    with pytest.raises(MalformedError, match="the thing is not a list"):
        strict_json.items({}, "the thing")
    with pytest.raises(MalformedError, match="the thing is not a text"):
        strict_json.text(None, "the thing")
