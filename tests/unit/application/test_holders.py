"""A view of holders leaves nothing out without saying so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.application.holders import TOP, UNFOLLOWED, holders_view, views_of
from stableaudit.application.moments import moment_of
from stableaudit.application.opened import OpenLedger
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import DayHolders, EntryKind, Origin
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.ledger.views import HolderRow, HoldersView, Moment, Remainder, Spread
from tests.cases import ETHEREUM
from tests.fakes.ledger_store import MemoryStore
from tests.ledger_cases import (
    BEGAN,
    COVERAGE,
    DAY,
    DEPLOYMENT,
    EXCHANGE,
    HOLDER,
    IRREGULARITIES,
    LABELS,
    LAST,
    OWNER,
    SPEC,
    filled,
    row,
    units,
)

STORE = filled()


def _view(*, at: int | None = None, top: int | None = None, floor: int = 10**6) -> HoldersView:
    return holders_view(
        STORE,
        deployment=DEPLOYMENT,
        spec=SPEC,
        labels=LABELS,
        moment=moment_of(STORE, COVERAGE, at=at, where="--at"),
        top=top,
        floor=floor,
    )


def _spread(view: HoldersView) -> Spread:
    assert isinstance(view.spread, Spread)
    return view.spread


def _amount(tokens: str) -> TokenAmount:
    return TokenAmount(units(tokens), 6)


def test_holders_are_ranked_with_share_and_label() -> None:
    supply = units("4709999.75")
    assert _view().rows == tuple(
        HolderRow(
            rank,
            AccountId(ETHEREUM, who),
            _amount(tokens),
            Fraction(units(tokens), supply),
            LABELS.get(AccountId(ETHEREUM, who)),
        )
        for rank, who, tokens in (
            (1, OWNER, "3749999.5"),
            (2, EXCHANGE, "600000.5"),
            (3, HOLDER, "349999.75"),
        )
    )


def test_holders_supply_is_minted_less_burned_and_wiped_with_suspense_beside() -> None:
    view = _view()
    assert (view.supply, view.suspense) == (_amount("4709999.75"), _amount("10000"))
    assert (view.totals.minted, view.totals.burned, view.totals.wiped) == (
        units("5010000"),
        units("300000.25"),
        units("50000.25"),
    )
    assert view.totals.unattributed == 1
    assert view.moment == Moment(400, LAST.timestamp)


@pytest.mark.parametrize("top", [0, 1, 2, 3, 4, None])
def test_holders_rows_remainder_and_suspense_sum_to_the_supply(top: int | None) -> None:
    view = _view(top=top)
    assert view.remainder.holders == 3 - len(view.rows)
    assert view.residual == _amount("0")
    assert len(view.rows) == min(3 if top is None else top, 3)


def test_holders_beyond_the_top_are_counted_and_summed() -> None:
    view = _view(top=1)
    rest = _amount("950000.25")
    share = Fraction(rest.base_units, view.supply.base_units)
    assert view.remainder == Remainder(2, rest, share)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 9])
def test_holders_first_of_a_view_is_the_view_of_that_top(count: int) -> None:
    assert _view().first(count) == _view(top=count)
    assert _view(top=2).first(count) == _view(top=min(2, count))


def test_holders_at_an_instant_are_those_of_then() -> None:
    view = _view(at=BEGAN + DAY)
    assert [(one.account.address, one.balance) for one in view.rows] == [
        (OWNER, _amount("3999999.5")),
        (EXCHANGE, _amount("1000000.5")),
    ]
    assert (view.moment, view.supply) == (Moment(100, BEGAN + DAY), _amount("5000000"))
    assert [day.day for day in view.issuance] == [BEGAN // DAY]


def test_holders_before_the_first_entry_are_none() -> None:
    view = _view(at=BEGAN - 1)
    assert (view.rows, _spread(view).holders, view.supply) == ((), 0, _amount("0"))
    assert view.moment == Moment(89, BEGAN - 1)
    assert isinstance(view.remainder.share, Unknown)
    assert _spread(view).everyone.concentration is None
    first = replace(COVERAGE, origin=Origin(0, "the chain began there"))
    assert moment_of(STORE, first, at=BEGAN - 1, where="--at").until == 0


def test_holders_at_the_very_end_of_the_ledger_are_known_and_later_ones_not() -> None:
    assert _view(at=LAST.timestamp).rows == _view().rows
    with pytest.raises(DeclarationError, match=r"^--at: 2026-10-10T12:00:01Z is later than .*sync"):
        _view(at=LAST.timestamp + 1)


def test_holders_measures_set_labelled_accounts_apart() -> None:
    spread = _spread(_view())
    everyone, unlabelled = spread.everyone, spread.unlabelled
    assert (everyone.holders, everyone.excluded.accounts) == (3, 0)
    assert (unlabelled.holders, unlabelled.excluded.base_units) == (2, units("600000.5"))
    assert everyone.concentration is not None
    assert tuple(number for number, _ in everyone.concentration.top) == TOP


def test_holders_a_label_of_another_chain_sets_nothing_apart() -> None:
    elsewhere = {
        replace(account, chain=replace(ETHEREUM, reference="56")): label
        for account, label in LABELS.items()
    }
    view = holders_view(
        STORE,
        deployment=DEPLOYMENT,
        spec=SPEC,
        labels=elsewhere,
        moment=Moment(400, LAST.timestamp),
        top=None,
        floor=0,
    )
    assert _spread(view).unlabelled == _spread(view).everyone
    assert [one.label for one in view.rows] == [None] * 3


def test_holders_below_zero_have_a_rank_and_no_share_without_a_supply() -> None:
    rows = (row(EntryKind.TRANSFER, 100, 0, "5", OWNER, HOLDER),)
    store = filled(rows)
    view = holders_view(
        store,
        deployment=DEPLOYMENT,
        spec=SPEC,
        labels={},
        moment=Moment(400, LAST.timestamp),
        top=None,
        floor=0,
    )
    assert [(one.rank, one.balance) for one in view.rows] == [
        (1, _amount("5")),
        (2, TokenAmount(-units("5"), 6)),
    ]
    assert all(isinstance(one.share, Unknown) for one in view.rows)
    assert (_spread(view).everyone.negative.accounts, view.residual) == (1, _amount("0"))


def test_holders_a_store_that_does_not_sum_up_shows_as_residual() -> None:
    view = _view()
    broken = replace(view, suspense=_amount("9999"))
    assert broken.residual == _amount("1")


def test_holders_day_series_count_those_above_the_floor() -> None:
    first = BEGAN // DAY
    assert _spread(_view(floor=0)).by_day == (
        DayHolders(first, 2),
        DayHolders(first + 2, 3),
        DayHolders(first + 8, 3),
    )
    assert _spread(_view(floor=units("500000"))).by_day[-1] == DayHolders(first + 8, 2)
    assert [supply for _, supply in _view().supply_by_day] == [
        units("5000000"),
        units("5010000"),
        units("4709999.75"),
    ]


def test_holders_of_several_ledgers_are_one_view_each() -> None:
    open_ledger = OpenLedger(DEPLOYMENT, SPEC, STORE)
    one, other = views_of((open_ledger, open_ledger), LABELS, at=None, top=2)
    assert one == other == _view(top=2)


def test_holders_of_a_ledger_that_covers_nothing_are_refused() -> None:
    empty = OpenLedger(DEPLOYMENT, SPEC, MemoryStore())
    with pytest.raises(DeclarationError, match="nothing has been fetched yet"):
        views_of((empty,), {}, at=None, top=None)


def test_holders_view_carries_the_first_irregularities() -> None:
    assert _view().irregularities == IRREGULARITIES


@pytest.mark.parametrize("top", [None, 1])
def test_holders_of_a_ledger_without_transfers_are_a_named_remainder(top: int | None) -> None:
    view = holders_view(
        STORE,
        deployment=replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY),
        spec=SPEC,
        labels=LABELS,
        moment=Moment(400, LAST.timestamp),
        top=top,
        floor=0,
    )
    assert (view.rows, view.spread, view.is_cut) == ((), UNFOLLOWED, False)
    assert view.remainder.holders == UNFOLLOWED
    assert view.remainder.balance == _amount("4699999.75")
    assert view.residual == _amount("0")
    assert view.first(1) == view


def test_holders_beyond_the_top_make_a_view_cut() -> None:
    assert [_view(top=top).is_cut for top in (2, 3)] == [True, False]
