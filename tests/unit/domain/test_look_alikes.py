"""Names that look like another: which are odd and why, and which are only foreign."""

import pytest

from stableaudit.domain.look_alikes import oddities, plain

KA, ALPHA, WIDE_U = "\u041a", "\u0391", "\uff35"


@pytest.mark.parametrize(
    "text",
    [
        *("USDKG", "Gold Dollar", "USD\u20ae0", "", "Som \u0421\u043e\u043c"),
        *("Cr\u00e9dit", "\u65e5\u672c\u5186JPY"),
    ],
    ids=["ascii", "words", "sign", "empty", "word of Cyrillic", "accent", "Japanese"],
)
def test_name_of_whole_words_in_one_script_each_is_not_odd(text: str) -> None:
    assert oddities(text, latin=False) == ()


def test_word_of_two_scripts_is_odd_and_its_letters_are_told_by_number() -> None:
    (odd,) = oddities(f"USD{KA}G", latin=True)
    assert odd == (
        "one word mixes letters of Cyrillic and Latin: \\u041a CYRILLIC CAPITAL LETTER KA"
    )


def test_letters_of_another_script_alone_are_odd_only_where_latin_is_expected() -> None:
    text = "\u0415\u0412\u0420\u041e"
    (odd,) = oddities(text, latin=True)
    assert odd.startswith("it is not written in the letters A to Z: \\u0415 CYRILLIC")
    assert oddities(text, latin=False) == ()


def test_letter_beyond_ascii_in_a_symbol_of_latin_is_odd() -> None:
    (odd,) = oddities("P\u0131XG", latin=True)
    assert "\\u0131 LATIN SMALL LETTER DOTLESS I" in odd


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u00a0", "\u3164", "\U0001f600"])
def test_characters_that_do_not_show_are_odd(hidden: str) -> None:
    (odd,) = oddities(f"USD{hidden}KG", latin=True)
    assert odd.startswith("it holds characters that do not show: \\")


def test_full_width_letters_stand_for_others() -> None:
    (odd,) = oddities(f"{WIDE_U}SDKG", latin=False)
    assert odd == "it holds characters that stand for others, as full-width letters do"


def test_many_foreign_letters_are_named_up_to_five() -> None:
    (odd,) = oddities("\u0391\u0392\u0393\u0394\u0395\u0396\u0397", latin=True)
    assert odd.count("GREEK CAPITAL LETTER") == 5
    assert odd.endswith(" and 2 more")


@pytest.mark.parametrize(
    "text", ["USDKG", " usdkg ", f"{WIDE_U}SDKG", "USD\u200bKG", "Us\u00adDKG"]
)
def test_plain_text_is_the_same_for_what_a_reader_takes_for_the_same(text: str) -> None:
    assert plain(text) == "usdkg"


def test_plain_text_of_another_script_is_another() -> None:
    assert plain(f"USD{KA}G") != "usdkg"
