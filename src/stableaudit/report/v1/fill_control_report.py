"""Who controls a token, as a JSON record of its own."""

from stableaudit import __version__
from stableaudit.reconcile.case import Case
from stableaudit.report.sections.chains import chain_entries
from stableaudit.report.sections.controls import all_control_entries
from stableaudit.report.v1.control_report import SCHEMA_VERSION, ControlReport, SurveyedToken
from stableaudit.report.v1.fill import chain
from stableaudit.report.v1.fill_controls import control
from stableaudit.report.v1.fill_values import instant


def fill_control_report(case: Case, unread: tuple[str, ...], exit_code: int) -> ControlReport:
    """Return the report on who controls a token."""
    token = case.scope.token
    return ControlReport(
        schema_version=SCHEMA_VERSION,
        program=f"stableaudit {__version__}",
        exit_code=exit_code,
        simulated=case.scope.simulated,
        token=SurveyedToken(key=token.key, title=token.title, symbol=token.symbol),
        measurement_time=instant(case.evidence.measurement_time),
        collected_at=instant(case.evidence.collected_at),
        controls=tuple(control(entry) for entry in all_control_entries(case)),
        unread=unread,
        chains=tuple(chain(entry) for entry in chain_entries(case)),
    )
