"""Waivers for cases that tests build."""

from dataclasses import replace
from datetime import date

from stableaudit.domain.waivers import Waiver, WaiverList
from stableaudit.reconcile.case import Case

DAY = date(2026, 12, 31)


def waiver(check: str, subject: str = "", *, expires: date = DAY) -> Waiver:
    return Waiver(check, subject, "the statement is being corrected", "Treasury desk", expires)


def with_waivers(case: Case, *waivers: Waiver) -> Case:
    given = WaiverList("waivers.toml", "cd" * 32, waivers)
    return replace(case, scope=replace(case.scope, waivers=given))
