"""No text acts on a terminal, a log or a CI runner."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.untrusted import Untrusted, is_hidden
from stableaudit.report.safe_text import safe, safe_line


@given(st.text())
def test_safe_any_text_has_no_character_that_hides(text: str) -> None:
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not [one for one in safe(text) if unicodedata.category(one) in hidden]


@given(st.text())
def test_safe_escaped_text_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(st.text(max_size=200))
def test_safe_untrusted_text_is_escaped_once(text: str) -> None:
    assert safe(str(Untrusted(text))).replace("#\\u0023[", "##[") == str(Untrusted(text))


def test_safe_legacy_runner_command_is_broken() -> None:
    assert "##[" not in safe("a ##[error]b ###[x")


@pytest.mark.parametrize(
    ("line", "harmless"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("   ::stop-commands::y", "   \\u003a:stop-commands::y"),
        ("\x1b[1m  ::add-mask::z", "\x1b[1m  \\u003a:add-mask::z"),
    ],
)
def test_safe_line_runner_command_is_broken(line: str, harmless: str) -> None:
    assert safe_line(line) == harmless


def test_safe_line_colons_within_stay() -> None:
    assert safe_line("see http://[::1]:8545") == "see http://[::1]:8545"


def test_safe_leaves_every_printing_ascii_character_as_it_is() -> None:
    """What lets `safe` pass such a text on unread."""
    printing = "".join(map(chr, range(0x20, 0x7F)))
    assert not any(map(is_hidden, printing))
    assert safe(printing) == printing
    assert [safe(chr(code)) != chr(code) for code in (*range(0x20), 0x7F)] == [True] * 33
