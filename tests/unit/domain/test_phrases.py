"""A phrase is its English text, and knows enough to be said otherwise."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.phrases import (
    Phrase,
    as_plain,
    in_language,
    joined,
    say,
    say_counted,
    verbatim,
)
from stableaudit.domain.untrusted import Untrusted


class Words:
    """A catalogue of a few words; everything else it does not know."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def one(self, template: str) -> str:
        return self.words.get(template, template)

    def several(self, template: str, plural: str, number: int) -> str:
        return self.words.get(template if number == 1 else plural, template)


RUSSIAN = Words(
    {
        "supply": "выпуск",
        "{what} of {chain} is {amount:,}": "{chain}, {what}: {amount:,}",
        "{number:,} block": "{number:,} блок",
        "{number:,} blocks": "{number:,} блоков",
    }
)


def test_phrase_is_its_english_text_everywhere() -> None:
    phrase = say("{what} of {chain} is {amount:,}", what="supply", chain="TRON", amount=1234)
    assert phrase == "supply of TRON is 1,234"
    assert hash(phrase) == hash("supply of TRON is 1,234")
    assert f"{phrase}!" == "supply of TRON is 1,234!"


def test_phrase_in_a_language_moves_its_fields_and_keeps_its_figures() -> None:
    phrase = say("{what} of {chain} is {amount:,}", what="supply", chain="TRON", amount=1234)
    assert in_language(phrase, RUSSIAN) == "TRON, выпуск: 1,234"


def test_phrase_in_a_phrase_is_said_in_the_language_too() -> None:
    inner = say_counted(5, "{number:,} block", "{number:,} blocks")
    outer = say("{what} of {chain} is {amount:,}", what=inner, chain="TRON", amount=1)
    assert outer == "5 blocks of TRON is 1"
    assert in_language(outer, RUSSIAN) == "TRON, 5 блоков: 1"


@pytest.mark.parametrize(("number", "english", "russian"), [(1, "1 block", "1 блок")])
def test_one_takes_the_singular(number: int, english: str, russian: str) -> None:
    phrase = say_counted(number, "{number:,} block", "{number:,} blocks")
    assert (phrase, in_language(phrase, RUSSIAN)) == (english, russian)


def test_joined_texts_are_each_said_in_the_language() -> None:
    texts = ["supply", say_counted(1, "{number:,} block", "{number:,} blocks"), "{x}"]
    told = joined("; {} ", texts)
    assert told == "supply; {} 1 block; {} {x}"
    assert in_language(told, RUSSIAN) == "выпуск; {} 1 блок; {} {x}"


def test_nothing_joined_is_false_and_stays_nothing() -> None:
    assert not joined(", ", ())
    assert in_language(joined(", ", ()), RUSSIAN) == ""
    assert in_language("", RUSSIAN) == ""


def test_name_that_somebody_else_chose_is_never_translated() -> None:
    phrase = say("{what} of {chain} is {amount:,}", what=Untrusted("supply"), chain="x", amount=1)
    assert in_language(phrase, RUSSIAN) == "x, supply: 1"


def test_word_of_a_command_line_is_the_same_in_every_language() -> None:
    assert verbatim("supply") == "supply"
    assert in_language(verbatim("supply"), RUSSIAN) == "supply"


def test_value_that_is_no_text_is_shown_as_its_own_text() -> None:
    phrase = say("{what} of {chain} is {amount:,}", what=Fraction(1, 3), chain="x", amount=1)
    assert in_language(phrase, RUSSIAN) == "x, 1/3: 1"


def test_text_without_words_in_the_catalogue_stays_as_it_is() -> None:
    assert in_language("0xabc", RUSSIAN) == "0xabc"
    assert in_language(say("at {place}", place="0xabc"), RUSSIAN) == "at 0xabc"


@given(st.text(), st.text())
def test_text_of_others_in_a_field_comes_out_as_it_went_in(text: str, between: str) -> None:
    phrase = say("«{text}»", text=text)
    assert phrase == f"«{text}»"
    assert in_language(phrase, Words({})) == f"«{text}»"
    assert in_language(joined(between, (phrase, text)), Words({})) == f"«{text}»{between}{text}"


def test_phrase_is_no_text_that_a_foreign_encoder_takes_silently() -> None:
    with pytest.raises(TypeError):
        msgspec.to_builtins(Phrase("a", ()))


def test_phrase_is_encoded_as_its_text_where_the_encoder_is_told_how() -> None:
    encoded = msgspec.json.encode([say("{a} b", a=1), "c"], enc_hook=as_plain)
    assert encoded == b'["1 b","c"]'


def test_encoder_that_is_told_how_still_refuses_what_is_no_phrase() -> None:
    with pytest.raises(NotImplementedError):
        msgspec.json.encode(object(), enc_hook=as_plain)
