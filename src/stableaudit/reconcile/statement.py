"""Checks of the reserve statement as a document: is there one, how old, whose word (DEC)."""

from collections.abc import Iterator
from typing import Final, assert_never

from stableaudit.domain.declarations import Assurance, AssuranceLevel, Unknown
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Duration, FineGold, Instant
from stableaudit.domain.statements import MissingStatement
from stableaudit.reconcile.assurance import level_words
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.mass import GRAMS_PER_TROY_OUNCE, troy_ounces
from stableaudit.reserves.statement_clock import SECONDS_PER_DAY, gaps_kept, read_clock

_GIVES_ASSURANCE: Final = frozenset(
    {
        AssuranceLevel.FINANCIAL_STATEMENT_AUDIT,
        AssuranceLevel.EXAMINATION_REASONABLE,
        AssuranceLevel.REVIEW_LIMITED,
    }
)


def _present(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.token.statement
    if isinstance(statement, MissingStatement):
        yield Violation(
            case.scope.token.symbol,
            say("declaration missing: {reason}", reason=statement.reason),
            Bearing.UNDECIDED,
            remedy="" if isinstance(statement.ask, Unknown) else statement.ask,
        )


def not_current(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield why the statement does not speak for the measurement time, if it does not."""
    statement = case.scope.statement
    if statement is None:
        return
    clock = read_clock(statement, measurement_time=case.evidence.measurement_time)
    limit = case.scope.policy.max_statement_age_seconds
    figures = (
        figure("statement as of", Instant(statement.as_of)),
        figure("measurement time", Instant(case.evidence.measurement_time)),
        figure("age", Duration(clock.age_seconds)),
        figure("policy allows", Duration(limit)),
    )
    if clock.age_seconds < 0:
        yield Violation(
            "reserve statement",
            "it speaks of a time after the measurement time",
            Bearing.UNDECIDED,
            figures,
        )
    elif clock.age_seconds > limit:
        yield Violation(
            "reserve statement",
            "it is stale: it says nothing about the reserve at the measurement time",
            Bearing.UNDECIDED,
            figures,
        )


def of_another_token(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield why the statement seems to speak of another token, if it does."""
    statement, token = case.scope.statement, case.scope.token
    if statement is None:
        return
    if isinstance(statement.symbol, str) and statement.symbol != token.symbol:
        yield Violation(
            "reserve statement",
            "it speaks of another token",
            Bearing.UNDECIDED,
            (figure("statement", statement.symbol), figure("token", token.symbol)),
        )
    own = {deployment.asset for deployment in token.deployments}
    told = (
        *(one.asset for one in statement.deployments),
        *(one.asset for one in statement.nonredeemable),
        *(one.asset for one in statement.issuances if isinstance(one.asset, AssetId)),
    )
    for asset in sorted({asset for asset in told if asset not in own}):
        yield Violation(
            "reserve statement",
            "it names a contract that the registry does not have for this token",
            Bearing.UNDECIDED,
            (figure("contract", asset.contract),),
        )


def _assured(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None:
        return
    match statement.assurance:
        case Unknown():
            yield Violation(
                "reserve statement", "no practitioner's report is referenced", Bearing.NOTED
            )
        case Assurance() as assurance if assurance.as_of != statement.as_of:
            yield Violation(
                "reserve statement",
                say(
                    "the report of {signer} speaks of another time than the statement",
                    signer=assurance.signer,
                ),
                Bearing.NOTED,
                (
                    figure("report as of", Instant(assurance.as_of)),
                    figure("statement as of", Instant(statement.as_of)),
                ),
            )
        case Assurance() as assurance if assurance.level not in _GIVES_ASSURANCE:
            yield Violation(
                "reserve statement",
                say(
                    "{level_words}, by {signer} under {standard}",
                    level_words=level_words(assurance.level),
                    signer=assurance.signer,
                    standard=assurance.standard,
                ),
                Bearing.NOTED,
                (
                    figure("report as of", Instant(assurance.as_of)),
                    figure("report issued", Instant(assurance.issued)),
                ),
            )
        case Assurance():
            return
        case _ as never:
            assert_never(never)


def _on_time(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None:
        return
    clock = read_clock(statement, measurement_time=case.evidence.measurement_time)
    cadence = statement.promised_cadence_days
    if clock.overdue_seconds is not None and clock.overdue_seconds > 0 and isinstance(cadence, int):
        yield Violation(
            "reserve statement",
            "the next statement was promised and is overdue",
            Bearing.NOTED,
            (
                figure("promised every, in days", cadence),
                figure("overdue by", Duration(clock.overdue_seconds)),
            ),
        )
    gaps = gaps_kept(statement)
    if isinstance(cadence, int) and gaps and max(gaps) > cadence * SECONDS_PER_DAY:
        yield Violation(
            "reserve statement",
            "statements were further apart than promised",
            Bearing.NOTED,
            (
                figure("promised every, in days", cadence),
                figure("furthest apart", Duration(max(gaps))),
                figure("statements at hand", len(gaps) + 1),
            ),
        )


def inconsistent(_case: Case, books: Books) -> Iterator[Violation]:
    """Yield once if the statement's own value, price and mass cannot all be true."""
    book = books.reserves
    if isinstance(book.declared, Open) or isinstance(book.fine_grams, Open):
        return
    implied, declared = book.declared.implied_ounces, troy_ounces(book.fine_grams)
    if implied.high < declared.low or implied.low > declared.high:
        yield Violation(
            "reserve statement",
            "its own value and price imply another mass of gold than it declares",
            Bearing.UNDECIDED,
            (
                figure("declared mass", FineGold(book.fine_grams)),
                figure(
                    "mass that value and price imply",
                    FineGold(implied * Interval.exactly(GRAMS_PER_TROY_OUNCE)),
                ),
            ),
        )


PRESENT: Final = Check(
    "DEC-01",
    "A reserve statement is known.",
    Severity.HIGH,
    "Without a declaration there is nothing to compare supply with. That is the absence of "
    "evidence, not evidence of a shortfall: the check is inconclusive, not failed.",
    "Ask the issuer for a dated reserve statement; write it down with `stableaudit declare new` "
    "and give it with --declaration.",
    _present,
)
FRESH: Final = Check(
    "DEC-03",
    "The reserve statement is recent enough to speak for the measurement time.",
    Severity.MEDIUM,
    "Reserves move and so do tokens. A statement older than the policy allows makes coverage "
    "inconclusive: it is shown, with its age, and decides nothing.",
    "The issuer publishes a newer statement.",
    not_current,
)
ASSURED: Final = Check(
    "DEC-04",
    "A practitioner gives assurance on the reserve statement.",
    Severity.MEDIUM,
    "Agreed-upon procedures report what was seen and conclude nothing; press and issuers still "
    "call them audits. The report names signer, standard and level as they are.",
    "Look for a review or examination report (ISAE 3000, AT-C 205 or 210).",
    _assured,
)
CONSISTENT: Final = Check(
    "DEC-06",
    "The statement's own value, price and mass agree.",
    Severity.HIGH,
    "Value divided by price gives the ounces that its author used. If the declared mass cannot be "
    "those ounces, one of the three figures is wrong, and none of them can be relied on.",
    "The issuer corrects the statement, or says what else is in the value.",
    inconsistent,
)
ON_TIME: Final = Check(
    "DEC-05",
    "Statements appear as often as promised.",
    Severity.MEDIUM,
    "A promised cadence that is not kept is a fact about the issuer that the newest figure hides.",
    "The issuer publishes the overdue statement or withdraws the promise.",
    _on_time,
)
OF_THIS_TOKEN: Final = Check(
    "DEC-11",
    "The statement speaks of this token, and of no contract that is not its own.",
    Severity.HIGH,
    "A statement of one token, given for another, compares what has nothing to do with each other. "
    "Nothing is concluded from it.",
    "Give the statement of this token; or add the contract to the token's file, with its source.",
    of_another_token,
)
