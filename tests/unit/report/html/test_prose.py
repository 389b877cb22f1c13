"""Text on its way into the page: what is set apart, and that nothing else becomes markup."""

import pytest
from markupsafe import Markup

from stableaudit.report.html.prose import prose, shown

ADDRESS = "0xE820C06321E60d36257C666643Fa5436643445E3"


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("plain", "plain"),
        ("", ""),
        ("a < b & c", "a &lt; b &amp; c"),
        (f"to {ADDRESS}, now", f"to <code>{ADDRESS}</code>, now"),
        ("of 2026-11-20T15:00:00Z (1 d)", "of <time>2026-11-20T15:00:00Z</time> (1 d)"),
        ("block 7 0x…a5adc954… of", 'block 7 <code class="short">0x…a5adc954…</code> of'),
        ("block 7 0xb07d46f2… of", 'block 7 <code class="short">0xb07d46f2…</code> of'),
        ("http://127.0.0.1:8545/<b>", "http://127.0.0.1:8545/&lt;b&gt;"),
        (f"{ADDRESS}<script>", f"<code>{ADDRESS}</code>&lt;script&gt;"),
        ("−1,500,000.000001 USDKG", '<span class="whole">−1,500,000.000001</span> USDKG'),
        ("1.0120 – 9", '<span class="whole">1.0120</span> – 9'),
        ("v1.2 and 1,23 and 7 of 7", "v1.2 and 1,23 and 7 of 7"),
        (f"{10**30:,}", f"{10**30:,}"),
        ("a\x1b[2J\u202e", "a\\u001b[2J\\u202e"),
    ],
)
def test_prose_of_a_text_is_its_markup(text: str, markup: str) -> None:
    assert str(prose(text)) == markup


def test_shown_text_is_made_safe_and_left_to_be_escaped() -> None:
    made = shown("<b>\x07")
    assert made == "<b>\\u0007"
    assert not isinstance(made, Markup)


def test_shown_markup_and_numbers_stay() -> None:
    assert shown(Markup("<b>")) == Markup("<b>")
    assert shown(3) == 3
