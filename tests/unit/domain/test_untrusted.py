"""Text from outside cannot act on a reader: what does not print as itself is spelled out."""

import pytest

from stableaudit.domain.untrusted import SHOWN_CHARACTERS, Untrusted


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("USDKG", "USDKG"),
        ("", ""),
        ("Gold Dollar", "Gold Dollar"),
        ("сом · 金 · é", "сом · 金 · é"),
        ("\x1b[2J", r"\u001b[2J"),  # clears a terminal
        ("\x1b]0;t\x07", r"\u001b]0;t\u0007"),  # sets its title
        ("\x9b31m", r"\u009b31m"),  # the same introducer in one byte
        ("a\rb", r"a\u000db"),
        ("a\x08\x7f", r"a\u0008\u007f"),
        ("a\nb\tc", r"a\u000ab\u0009c"),
        ("\n::error::x", r"\u000a::error::x"),  # a command to a CI runner
        ("\u202eGKDSU", r"\u202eGKDSU"),  # right-to-left override
        ("USD\u200bKG", r"USD\u200bKG"),  # zero width
        ("\u2066\ufeff\u2028\u2029", r"\u2066\ufeff\u2028\u2029"),
        ("\U000e0041", r"\U000e0041"),  # an invisible tag letter
        ("USD\u00a0KG", r"USD\u00a0KG"),  # a space that is not the space
        ("\u3000", r"\u3000"),
        ("\ud800", r"\ud800"),  # half a surrogate pair cannot even be written out
        ("\ue000", r"\ue000"),  # private use: any glyph at all
        (r"\u202e", r"\\u202e"),  # a text that spells an escape is not an escape
        ("\x00", r"\u0000"),
    ],
)
def test_str_of_a_foreign_text_shows_what_may_be_shown(raw: str, shown: str) -> None:
    assert str(Untrusted(raw)) == shown


def test_str_in_a_sentence_is_the_escaped_form() -> None:
    assert f"it calls itself {Untrusted('a' + chr(27))}" == r"it calls itself a\u001b"


def test_str_of_a_text_at_the_limit_is_whole() -> None:
    raw = "x" * SHOWN_CHARACTERS
    assert str(Untrusted(raw)) == raw


def test_str_of_a_text_over_the_limit_says_how_much_is_left_out() -> None:
    raw = "x" * (SHOWN_CHARACTERS + 9_800)
    assert str(Untrusted(raw)) == "x" * SHOWN_CHARACTERS + "… (9800 characters more)"


def test_raw_is_kept_as_it_came() -> None:
    assert Untrusted("\x1b[2J").raw == "\x1b[2J"


def test_repr_for_a_log_holds_no_control_character() -> None:
    assert "\x1b" not in repr(Untrusted("\x1b[2J"))
