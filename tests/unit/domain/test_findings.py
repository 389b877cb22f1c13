"""Severities are ordered and speak lower case; the three verdicts are words of their own."""

from stableaudit.domain.findings import Bearing, Severity, Verdict


def test_severities_from_info_to_critical_ascend() -> None:
    names = [str(severity) for severity in sorted(Severity)]
    assert names == ["info", "low", "medium", "high", "critical"]


def test_verdicts_are_exactly_the_three_words() -> None:
    assert [str(verdict) for verdict in Verdict] == [
        "RECONCILED",
        "UNRECONCILED",
        "INCONCLUSIVE",
    ]


def test_bearings_are_exactly_three() -> None:
    assert [str(bearing) for bearing in Bearing] == ["contradicts", "undecided", "noted"]
