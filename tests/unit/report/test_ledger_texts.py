"""Holders and events at a terminal: addresses whole at any width, nothing hidden, nothing acts."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.application.holders import views_of
from stableaudit.domain.ledger import DaySupply, EntryKind
from stableaudit.ledger.views import EventsView, HoldersView, Spread
from stableaudit.report.events_text import render_events
from stableaudit.report.holders_text import DAYS, render_holders
from stableaudit.report.ledger_words import ratio_low_text, share_text
from tests.hostile import CORPUS
from tests.ledger_cases import BEGAN, TOKEN
from tests.unit.report.ledger_views import (
    OPEN,
    UNFETCHED,
    events,
    holders,
    hostile_events,
    hostile_holders,
    unfollowed,
)

WIDTHS = (40, 60, 79, 100, 200)
_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


def _holders(*views: HoldersView, width: int = 80, colour: bool = False) -> str:
    return render_holders(TOKEN, views, UNFETCHED, width=width, colour=colour)


def _events(*views: EventsView, width: int = 80, colour: bool = False) -> str:
    return render_events(TOKEN, views, UNFETCHED, width=width, colour=colour)


@pytest.mark.parametrize("width", WIDTHS)
def test_texts_fit_the_width(width: int) -> None:
    for text in (_holders(holders(), width=width), _events(events(), width=width)):
        assert max(len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize("width", [width for width in WIDTHS if width >= 60])
def test_texts_write_every_address_on_one_line(width: int) -> None:
    shown, happened = _holders(holders(), width=width), _events(events(), width=width)
    for digit in "123":
        assert f"0x{digit * 40}" in shown
        assert f"0x{digit * 40}" in happened


def test_holders_text_names_the_remainder_and_suspense() -> None:
    text = " ".join(_holders(holders(top=1)).split())
    assert "Not shown: 2 accounts with 950,000.25 USDKG, 20.16 %." in text
    assert "10,000 USDKG in 1 entry whose account nothing names" in text


def test_holders_text_tells_a_chain_that_was_not_fetched() -> None:
    for text in (_holders(holders()), _events(events())):
        assert "Tron is not in this" in text
        assert "stableaudit sync usdkg" in " ".join(text.split())


def test_holders_text_tells_accounts_below_zero_and_a_residual() -> None:
    view = holders()
    assert isinstance(view.spread, Spread)
    negative = replace(view.spread.everyone.negative, accounts=2, base_units=-3_000_000)
    everyone = replace(view.spread.everyone, negative=negative)
    broken = replace(
        view,
        spread=replace(view.spread, everyone=everyone),
        suspense=replace(view.suspense, base_units=0),
    )
    text = " ".join(_holders(broken).split())
    assert "2 accounts below zero, −3 USDKG together" in text
    assert "10,000 USDKG: balances and suspense do not sum to the supply" in text
    assert "below zero" not in _holders(view)
    assert "residual" not in _holders(view)


def test_holders_text_of_many_days_shows_the_last_ones_and_counts_the_others() -> None:
    days = tuple(DaySupply(20_000 + day, 10**6, 0, 0) for day in range(DAYS + 5))
    text = _holders(replace(holders(), issuance=days))
    assert "Not shown: 5 earlier days with issuance." in text
    assert text.count("2024-10-") == DAYS


def test_holders_text_of_irregularities_counts_those_not_shown() -> None:
    view = holders()
    coverage = replace(view.coverage, irregular=7, decided=0)
    assert "Not shown: 5 more." in _holders(replace(view, coverage=coverage))


def test_holders_text_where_holders_are_not_followed_says_why() -> None:
    view = unfollowed()
    text = " ".join(_holders(view).split())
    assert "Who holds 4,699,999.75 USDKG is not known: this ledger holds supply events" in text
    assert "LARGEST" not in text
    assert "0 holders" not in text


def test_holders_text_of_nobody_says_what_is_not_known() -> None:
    (view,) = views_of((OPEN,), {}, at=BEGAN - 1, top=None)
    text = " ".join(_holders(view).split())
    assert "concentration not known: nobody holds anything" in text
    assert "ISSUANCE" not in text


def test_holders_text_of_dust_alone_has_no_gini() -> None:
    view = holders()
    assert isinstance(view.spread, Spread)
    everyone = replace(view.spread.everyone, gini=None)
    text = " ".join(_holders(replace(view, spread=replace(view.spread, everyone=everyone))).split())
    assert "Gini coefficient not known: nobody has more than 1 USDKG" in text


def test_holders_text_without_irregularities_has_no_such_section() -> None:
    assert "COULD NOT BE READ" not in _holders(replace(holders(), irregularities=()))


def test_texts_of_a_devnet_begin_with_the_warning() -> None:
    view, other = holders(), events()
    simulated = replace(view.spec, simulated=True)
    assert "SIMULATED" in _holders(replace(view, spec=simulated)).splitlines()[1]
    assert "SIMULATED" in _events(replace(other, spec=simulated)).splitlines()[1]
    assert "SIMULATED" not in _holders(view)


def test_texts_of_an_assumed_law_and_a_bridged_token_say_so() -> None:
    view = holders()
    doubtful = replace(view.deployment, law_established=False, native=False)
    text = _holders(replace(view, deployment=doubtful))
    assert "assumed: not yet proven" in text
    assert "bridged" in text


def test_events_text_says_what_is_not_shown() -> None:
    supply = (EntryKind.MINT, EntryKind.BURN)
    text = " ".join(_events(replace(events(limit=2), kinds=supply)).split())
    assert "not shown transfer, wipe" in text
    assert "More follow. --limit shows more of them, --since 2026-10-01T12:00:00Z goes on" in text


def test_events_text_of_nothing_says_so() -> None:
    text = _events(replace(events(), rows=()))
    assert "Nothing of these kinds happened in this time." in text
    assert "More follow" not in text


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("colour", [False, True])
def test_texts_of_hostile_text_act_on_nobody(text: str, colour: bool) -> None:  # noqa: FBT001 - a case
    for shown in (
        _holders(hostile_holders(text), colour=colour),
        _events(hostile_events(text), colour=colour),
    ):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown) if colour else shown
        assert plain.replace("\n", "").isprintable()
        assert _COMMAND.search(plain) is None


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0.00 %"),
        (Fraction(1), "100.00 %"),
        (Fraction(99_999, 100_000), "99.99 %"),
        (Fraction(1, 10**9), "<0.01 %"),
        (Fraction(-1, 3), "−33.34 %"),
        (Fraction(20), "2,000.00 %"),
    ],
)
def test_share_is_rounded_down_and_never_hidden(share: Fraction, text: str) -> None:
    assert share_text(share) == text


def test_ratio_is_rounded_down() -> None:
    assert ratio_low_text(Fraction(12345_67899, 10_000)) == "123,456.7899"
    assert ratio_low_text(Fraction(2, 3)) == "0.6666"
