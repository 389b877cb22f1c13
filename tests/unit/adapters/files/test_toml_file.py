"""TOML and JSON come in exact and within bounds, or with an error that says where."""

import json
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.files.toml_file import parse_document, read_document
from stableaudit.domain.errors import DeclarationError


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", 'a = "1.50"\nb = [{ c = 1 }, { c = true }]\n'),
        ("a.json", '{"a": "1.50", "b": [{"c": 1}, {"c": true}]}'),
    ],
)
def test_document_of_either_format_gives_the_same_tree(name: str, text: str) -> None:
    assert parse_document(text, name=name).tree == {"a": "1.50", "b": [{"c": 1}, {"c": True}]}


def test_document_read_from_a_path_is_named_by_it(tmp_path: Path) -> None:
    path = tmp_path / "token.toml"
    path.write_text("a = 1")
    assert read_document(path).name == str(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[x]\na = "1"\nb = 1.5\n',
            'f.toml, line 3, key x.b: 1.5 is a floating-point number (quote it: "1.5")',
        ),
        (
            "a = [1,\n 1e5]",
            'f.toml, line 2, key a[1]: 1e5 is a floating-point number (quote it: "1e5")',
        ),
        ("a = nan", 'f.toml, line 1, key a: nan is a floating-point number (quote it: "nan")'),
        ("a = -inf", 'f.toml, line 1, key a: -inf is a floating-point number (quote it: "-inf")'),
        (
            "a = 2025-11-28",
            (
                "f.toml, line 1, key a: 2025-11-28 is an unquoted date or time "
                '(quote it: "2025-11-28")'
            ),
        ),
        (
            "a = 12:30:00",
            'f.toml, line 1, key a: 12:30:00 is an unquoted date or time (quote it: "12:30:00")',
        ),
        (
            "a = 1\na = 2\n",
            "f.toml: is not valid TOML: Cannot overwrite a value (at line 2, column 6)",
        ),
        (f"a = 0x1{'0' * 40}", "f.toml, line 1, key a: is an integer of more than 40 digits"),
    ],
)
def test_toml_with_inexact_or_repeated_value_says_where_and_what_to_write(
    text: str, message: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        parse_document(text, name="f.toml")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "f.json: is not valid JSON: the key 'a' is written twice"),
        (
            '{\n"a": NaN}',
            'f.json, line 2, key a: NaN is a floating-point number (quote it: "NaN")',
        ),
        ('{"a": 1e5}', 'f.json, line 1, key a: 1e5 is a floating-point number (quote it: "1e5")'),
        (
            '{"a": [null]}',
            'f.json, line 1, key a[0]: null says nothing (write "unknown" or leave the key out)',
        ),
        (
            '{"a": {"b": "\\ud83d"}}',
            "f.json, line 1, key a.b: has half a character (a lone surrogate)",
        ),
        (
            '{"\\ud83d": 1}',
            "f.json: is not valid JSON: a key has half a character (a lone surrogate)",
        ),
        ("[1]", "f.json: is not valid JSON: the root is a list, not an object"),
        ('{"a": ' + "9" * 41 + "}", "f.json: is not valid JSON: an integer of 41 digits"),
    ],
)
def test_json_with_inexact_or_repeated_value_says_where_and_what_to_write(
    text: str, message: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        parse_document(text, name="f.json")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("f.toml", "a = " + "[" * 200_000, "nested too deeply", id="toml arrays"),
        pytest.param("f.toml", "a = " + "{a = " * 100_000, "nested too deeply", id="toml tables"),
        pytest.param("f.json", "[" * 200_000, "nested too deeply", id="json arrays"),
        pytest.param("f.json", '{"a":' * 200_000, "nested too deeply", id="json objects"),
        pytest.param("f.toml", "a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "deeply", id="17 deep"),
        pytest.param("f.toml", ".".join("a" * 100_000) + " = 1", "points", id="dotted name"),
        pytest.param("f.toml", "a = " + "9" * 1_000_000, "not valid TOML", id="digits"),
        pytest.param("f.toml", "a = 1." + "9" * 1_000_000, "floating", id="decimals"),
        pytest.param("f.json", '{"a": 1e999999}', "floating", id="exponent"),
        pytest.param("f.json", '{"a": "\\ud800"', "not valid JSON", id="cut off"),
    ],
)
def test_document_of_hostile_text_refuses_without_hanging(name: str, text: str, said: str) -> None:
    with pytest.raises(DeclarationError, match=said):
        parse_document(text, name=name)


def test_document_error_with_hostile_key_and_name_escapes_them() -> None:
    with pytest.raises(DeclarationError) as caught:
        parse_document('"\\u001b[2J\\u202e" = 1.5', name="\x1b]0;t\x07.toml")
    assert str(caught.value).isprintable()


_NAMES = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=8)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
_VALUES = st.booleans() | st.integers(-(2**63), 2**63 - 1) | _TEXTS


def _toml(value: object) -> str:
    """Write a value as TOML: JSON's spelling of texts is valid TOML but for U+007F."""
    return json.dumps(value).replace("\x7f", "\\u007f")


@settings(deadline=None)
@given(st.dictionaries(_NAMES, _VALUES | st.lists(_VALUES, max_size=3), max_size=5))
def test_document_printed_and_parsed_is_what_it_was(tree: dict[str, object]) -> None:
    lines = "\n".join(f"{key} = {_toml(value)}" for key, value in tree.items())
    surrogate_free = "\\ud" not in lines.lower()  # JSON writes U+10000 up as two halves
    if surrogate_free and lines.count(".") <= 64:
        assert parse_document(lines, name="f.toml").tree == tree
    assert parse_document(json.dumps(tree), name="f.json").tree == tree


@settings(deadline=None)
@given(st.text(max_size=200))
def test_document_of_any_text_is_parsed_or_refused(text: str) -> None:
    """No exception but ours, and what is accepted is what the standard library reads."""
    try:
        document = parse_document(text, name="f.toml")
    except DeclarationError:
        return
    assert document.tree == tomllib.loads(text)
