"""The supply over time: one step a block, and what is not known leaves it open."""

from dataclasses import replace

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.ledger import EntryRow
from stableaudit.domain.ledger_evidence import SupplyHistory
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.supply_path import SupplyPath, supply_path
from tests.cases import NO_ANSWER, NOW, healthy_case, ledger_of, with_history, with_ledger
from tests.unit.reconcile.flow_cases import DAY, ETHEREUM_MINT, MILLION, flow_case


def path(case: Case) -> SupplyPath:
    found = supply_path(case)
    assert isinstance(found, SupplyPath)
    return found


def steps(case: Case) -> list[tuple[int, int, int, int]]:
    """Days ago, millions minted, burned, and issued then."""
    return [
        (
            (NOW - one.last.at) // DAY,
            _millions(one.minted),
            _millions(one.burned),
            _millions(one.supply),
        )
        for one in path(case).steps
    ]


def _millions(amount: TokenAmount) -> int:
    return amount.tokens.numerator // amount.tokens.denominator // 1_000_000


def test_supply_path_two_mints_of_two_chains_are_two_steps() -> None:
    assert steps(flow_case()) == [(100, 40, 0, 40), (50, 10, 0, 50)]
    assert path(flow_case()).before == TokenAmount(0, 0)


def test_supply_path_burn_is_a_step_down() -> None:
    case = with_history(flow_case(), 1, ETHEREUM_MINT, (20 * DAY, -3 * MILLION))
    assert steps(case)[-1] == (20, 0, 3, 50)
    assert steps(case)[-2] == (50, 10, 0, 53)


def test_supply_path_mint_and_burn_of_one_block_are_one_step() -> None:
    history = ledger_of(flow_case(), 1).history
    assert isinstance(history, SupplyHistory)
    (row,) = history.rows
    second = replace(row, entry=replace(row.entry, ordinal=row.entry.ordinal + 1))
    assert steps(_with_rows(row, second))[-1] == (50, 20, 0, 50)


def test_supply_path_blocks_of_one_time_are_steps_of_their_own() -> None:
    history = ledger_of(flow_case(), 1).history
    assert isinstance(history, SupplyHistory)
    (row,) = history.rows
    next_block = replace(row, entry=replace(row.entry, block=row.entry.block + 1))
    assert [one[3] for one in steps(_with_rows(row, next_block))[-2:]] == [40, 50]


def _with_rows(*rows: EntryRow) -> Case:
    case = flow_case()
    return with_ledger(case, 1, replace(ledger_of(case, 1), history=SupplyHistory(rows, 0)))


def test_supply_path_earlier_events_left_out_begin_with_what_was_issued() -> None:
    case = with_history(flow_case(), 1, ETHEREUM_MINT, left_out=7)
    found = path(case)
    assert found.left_out == 7
    assert found.before.tokens == 40_000_000
    assert [one.last.at for one in found.steps] == [NOW - 50 * DAY]


def test_supply_path_without_events_has_no_step() -> None:
    found = path(with_history(with_history(healthy_case(), 0), 1))
    assert found.steps == ()
    assert _millions(found.before) == 50


def test_supply_path_without_a_ledger_is_open() -> None:
    found = supply_path(with_ledger(flow_case(), 0, NO_ANSWER))
    assert isinstance(found, Open)
    assert found.missing.startswith("the ledger of ")
