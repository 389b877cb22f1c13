"""A history of the healthy case's token: checks and days, quiet and eventful."""

from dataclasses import replace
from typing import Final

from stableaudit.domain.ledger import DayHolders, DaySupply
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.reconcile.past_days import LedgerDays, PastDays, past_days
from stableaudit.report.sections.history import HistorySection, history_section
from tests.cases import NOW, STATEMENT, block, healthy_case, token
from tests.result_cases import kept, undecided
from tests.unit.reconcile.flow_cases import change

DAY: Final = 86_400
TODAY: Final = NOW // DAY
MILLION: Final = 1_000_000_000000
TOKEN: Final = token()
SPECS: Final = healthy_case().scope.chains


def days() -> PastDays:
    """Ninety days: three mints and a burn on two contracts, 100 kg of gold more 80 days ago."""
    on_tron, on_ethereum = TOKEN.deployments
    statement = replace(STATEMENT, reserve_events=(change("r1", 80, "100.00", reserve="gold-1"),))
    scope = healthy_case().scope
    found = past_days(
        replace(scope, token=replace(TOKEN, statement=statement)),
        (
            LedgerDays(
                on_tron,
                block(on_tron.asset.chain),
                (
                    DaySupply(TODAY - 90, 30 * MILLION, 0, 1),
                    DaySupply(TODAY - 40, 10 * MILLION, 0, 1),
                ),
                (DayHolders(TODAY - 90, 1), DayHolders(TODAY - 20, 2)),
            ),
            LedgerDays(
                on_ethereum,
                block(on_ethereum.asset.chain),
                (
                    DaySupply(TODAY - 60, 12 * MILLION, 0, 1),
                    DaySupply(TODAY - 10, 0, 2 * MILLION, 1),
                ),
                (DayHolders(TODAY - 60, 5),),
            ),
        ),
    )
    assert isinstance(found, PastDays)
    return found


def results() -> tuple[KeptResult, ...]:
    """A check a day for six days, the newest first; the fourth of them could not be decided."""
    return tuple(
        undecided(later=-DAY * ago) if ago == 2 else kept(later=-DAY * ago) for ago in range(6)
    )


def history(*, torn: bool = False) -> HistorySection:
    """All of it."""
    return history_section(results(), days(), torn=torn)
