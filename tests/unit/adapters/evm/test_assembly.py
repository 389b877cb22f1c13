"""The assembler: each kind of word, and what it refuses."""

import pytest

from stableaudit.adapters.evm.assembly import assemble


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", ""),
        ("NUMBER", "43"),
        ("NUMBER TIMESTAMP\n  ADD", "434201"),
        ("0x2a", "602a"),
        ("0x00", "6000"),
        ("0x010000", "62010000"),
        ("0x" + "ff" * 32, "7f" + "ff" * 32),
        ("NUMBER ; TIMESTAMP 0xzz", "43"),
        ("NUMBER here: @here JUMP", "435b61000156"),
        ("@there JUMP there:", "610004565b"),
        ("0x01 @length", "6001610005"),
    ],
)
def test_assemble_each_kind_of_word_is_its_bytes(source: str, code: str) -> None:
    assert assemble(source).hex() == code


@pytest.mark.parametrize(
    "word", ["NOPE", "number", "0x", "0x1", "0xAB", "@nowhere", "0x" + "ff" * 33]
)
def test_assemble_a_word_of_no_kind_is_named(word: str) -> None:
    with pytest.raises(ValueError, match=f"'{word}' is no word of the assembly"):
        assemble(f"NUMBER {word}")


@pytest.mark.parametrize("source", ["a: a:", "length:"])
def test_assemble_a_name_of_two_places_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="is two places"):
        assemble(source)
