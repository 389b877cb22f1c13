"""What a verdict means, in words, and the exit code that it is documented with.

The command line owns the codes; this is their published description, and a test holds the two
together. `reason` is the one sentence that says why this audit ended as it did.
"""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from stableaudit.domain.findings import Bearing, Finding, Gate, Severity, Verdict
from stableaudit.domain.phrases import joined, say, verbatim
from stableaudit.domain.tokens import TokenKind
from stableaudit.domain.waivers import Waiver
from stableaudit.reconcile.checks import CHECKS
from stableaudit.reconcile.judge import Result

MEANING: Final = {
    Verdict.RECONCILED: "everything required was read, and nothing contradicts anything",
    Verdict.INCONCLUSIVE: (
        "something required is missing, stale, contradicted or too weakly pinned"
    ),
    Verdict.UNRECONCILED: (
        "at least one contradiction; below --fail-on or waived the code is 3 or 0, the word stays"
    ),
}

IN_SHORT: Final = {
    Verdict.RECONCILED: "the books agree",
    Verdict.INCONCLUSIVE: "the books cannot be closed",
    Verdict.UNRECONCILED: "the books do not agree",
}
"""For the last line of a report, within 60 columns of a terminal."""

EXIT_CODE: Final = {
    Gate.PASSED: 0,
    Gate.UNDECIDED: 3,
    Gate.FAILED: 4,
}

USUAL_GATE: Final = {
    Verdict.RECONCILED: Gate.PASSED,
    Verdict.INCONCLUSIVE: Gate.UNDECIDED,
    Verdict.UNRECONCILED: Gate.FAILED,
}
"""Of a verdict whose contradictions all count for `--fail-on`."""

OTHER_EXIT_CODES: Final = (
    (1, "a defect of this program, no finding about any token; or a report that cannot be signed"),
    (2, "usage, configuration, declaration or bundle invalid"),
    (130, "interrupted (Ctrl-C)"),
    (143, "terminated (SIGTERM)"),
)


def fail_on_word(fail_on: Severity | None) -> str:
    """Return the value of `--fail-on`."""
    return "never" if fail_on is None else str(fail_on)


def reason(result: Result) -> str:
    """Return the sentence why. Names the finding that decides, and the ids of others."""
    return joined(" ", _sentences(result))


def ended(clause: str) -> str:
    """Return a finding's statement with a full stop, unless it brings its own."""
    return clause if clause.endswith((".", "!", "?")) else say("{clause}.", clause=clause)


def _sentences(result: Result) -> Iterator[str]:
    deciding, below = _contradictions(result)
    undecided = _causes_first(
        one for one in result.findings if one.bearing is Bearing.UNDECIDED and one.waiver is None
    )
    fail_on = verbatim(fail_on_word(result.fail_on))
    match result.verdict:
        case Verdict.RECONCILED:
            yield _all_well(result.case.scope.token.kind)
        case Verdict.INCONCLUSIVE:
            if undecided:
                yield say("Undecided {first}", first=_first(undecided))
        case Verdict.UNRECONCILED:
            if deciding:
                yield say("Contradicted {first}", first=_first(deciding))
            if undecided:
                first = _first(undecided)
                yield (
                    say("Besides, undecided {first}", first=first)
                    if deciding
                    else say("Undecided {first}", first=first)
                )
    if below:
        yield say(
            "Not counted by --fail-on {fail_on}: contradicted {first}",
            fail_on=fail_on,
            first=_first(below),
        )
    yield from _let_by(result)


def _let_by(result: Result) -> Iterator[str]:
    """Yield a sentence for each waiver at work: what is not counted, and by whose word."""
    for waiver in dict.fromkeys(one.waiver for one in result.findings):
        if waiver is None:
            continue
        about = tuple(one for one in result.findings if one.waiver == waiver)
        word = "contradicted" if about[0].bearing is Bearing.CONTRADICTS else "undecided"
        yield say(
            "Not counted, {waived}: {word} {first}",
            waived=waived_text(waiver),
            word=word,
            first=_first(about),
        )


def waived_text(waiver: Waiver) -> str:
    """Return until when a finding is waived, and by whom."""
    return say("waived until {day} by {owner}", day=waiver.expires.isoformat(), owner=waiver.owner)


def _all_well(kind: TokenKind) -> str:
    read = "Every required reading was obtained"
    minted = (
        "events and balances are what the chains say; what is natively minted is what is declared"
    )
    match kind:
        case TokenKind.STABLECOIN:
            return say(
                "{read}; {minted}; and the declared reserve reaches the required coverage.",
                read=read,
                minted=minted,
            )
        case TokenKind.CRYPTO_RESERVE:
            return say("{read}, and no account holds anything but what is declared.", read=read)
        case TokenKind.DIGITAL_CURRENCY:
            return say("{read}; {minted}.", read=read, minted=minted)
        case _ as never:
            assert_never(never)


def _causes_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    # Checks are listed in reading order: an endpoint's silence comes before what it leaves open.
    order = tuple(check.id for check in CHECKS)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.check)))


def _contradictions(result: Result) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    found = tuple(
        one for one in result.findings if one.bearing is Bearing.CONTRADICTS and one.waiver is None
    )
    deciding = tuple(
        one for one in found if result.fail_on is not None and one.severity >= result.fail_on
    )
    return deciding, tuple(one for one in found if one not in deciding)


def _first(findings: tuple[Finding, ...]) -> str:
    first = findings[0]
    others = dict.fromkeys(one.check for one in findings if one.check != first.check)
    rest = say(" See also {others}.", others=joined(", ", others)) if others else ""
    return say(
        "({check}, {subject}): {statement}{rest}",
        check=first.check,
        subject=first.subject,
        statement=ended(first.statement),
        rest=rest,
    )
