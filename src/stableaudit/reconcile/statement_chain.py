"""Checks of what a statement hangs on: the one before it, who signed, who else has a claim (DEC).

A statement before that is at hand has the digest that is declared: a file that has another is
refused when it is read.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Assurance, Unknown
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Instant
from stableaudit.domain.reserve_assets import CryptoHolding, ReserveAsset
from stableaudit.domain.statements import FIRST, ReserveStatement
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.statement_diff import changes_between, edits_history
from stableaudit.reserves.statement_lacks import is_encumbered

_SUBJECT: Final = "reserve statement"
_NOBODY: Final = ("unknown", "")


def _follows(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None:
        return
    chain = _chain(statement)
    if isinstance(chain[-1].supersedes, Unknown):
        yield Violation(
            _SUBJECT,
            say("{id} does not say which statement it supersedes", id=chain[-1].id),
            Bearing.NOTED,
            severity=Severity.LOW,
        )
    elif chain[-1].supersedes != FIRST:
        yield Violation(
            _SUBJECT,
            say(
                "the statement that {id} supersedes is not at hand: what was said in "
                "it and what was changed since cannot be seen",
                id=chain[-1].id,
            ),
            Bearing.NOTED,
            severity=Severity.LOW,
            remedy="Keep its file beside, and name it with supersedes_file.",
        )
    for newer, older in pairwise(chain):
        yield from _broken(older, newer)


def _chain(statement: ReserveStatement) -> list[ReserveStatement]:
    """Return a statement and all before it that are at hand, newest first."""
    chain = [statement]
    while chain[-1].previous is not None:
        chain.append(chain[-1].previous)
    return chain


def _broken(older: ReserveStatement, newer: ReserveStatement) -> Iterator[Violation]:
    if newer.as_of < older.as_of:
        yield _noted(
            say("{id} supersedes {id2}, and speaks of an earlier time", id=newer.id, id2=older.id),
            figure("speaks of", Instant(newer.as_of)),
            figure("the one before spoke of", Instant(older.as_of)),
        )
    elif newer.as_of == older.as_of:
        yield _noted(
            say(
                "{id} and {id2} speak of the same time: of one time there are two words",
                id=newer.id,
                id2=older.id,
            ),
            figure("both speak of", Instant(newer.as_of)),
        )
    if newer.published < older.published:
        yield _noted(
            say("{id} supersedes {id2}, and was published before it", id=newer.id, id2=older.id),
            figure("published", Instant(newer.published)),
            figure("the one before was published", Instant(older.published)),
        )
    edits = sum(1 for change in changes_between(older, newer) if edits_history(change))
    if edits:
        yield _noted(
            say(
                "{id} tells events otherwise than {id2} did, or leaves them out",
                id=newer.id,
                id2=older.id,
            ),
            figure("facts and events edited", edits),
        )


def _noted(statement: str, *figures: NamedQuantity) -> Violation:
    return Violation(_SUBJECT, statement, Bearing.NOTED, figures)


def _signed(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None or not isinstance(statement.assurance, Assurance):
        return
    signer, network = statement.assurance.signer.strip(), statement.assurance.network.strip()
    if signer.casefold() in _NOBODY:
        yield Violation(
            _SUBJECT,
            say(
                "it is not known which firm signed the report; the brand it appeared "
                "under is {network}",
                network=network,
            ),
            Bearing.NOTED,
        )
    elif signer.casefold() == network.casefold():
        yield Violation(
            _SUBJECT,
            say(
                "{signer} stands under the report both as the firm and as the brand: a "
                "network does not sign, one of its firms does",
                signer=signer,
            ),
            Bearing.NOTED,
            severity=Severity.INFO,
        )


def _free(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None:
        return
    for asset in statement.reserves:
        encumbered = is_encumbered(asset)
        if encumbered is None:
            yield Violation(
                asset.id,
                "it is not declared whether any of it is pledged, lent or otherwise encumbered",
                Bearing.NOTED,
                severity=Severity.LOW,
            )
        elif encumbered:
            yield Violation(
                asset.id,
                "it is declared to be encumbered: somebody else has a claim on it before holders",
                Bearing.NOTED,
                _how_much(asset),
            )


def _how_much(asset: ReserveAsset) -> tuple[NamedQuantity, ...]:
    if isinstance(asset, CryptoHolding) or not isinstance(asset.encumbered, Figure):
        return ()
    return (figure("encumbered, in its own unit", asset.encumbered.value),)


FOLLOWS: Final = Check(
    "DEC-08",
    "The statement follows the one before without a break.",
    Severity.HIGH,
    "Each statement names the one before by the digest of its bytes, so that nobody can exchange "
    "what was said. A statement that goes back in time, says another thing of the same time, or "
    "edits events that were told before, is backdated: that is high. One that does not name its "
    "predecessor only leaves this open: that is low.",
    "The issuer publishes every statement with the SHA-256 of the one before, and adds to its "
    "events instead of editing them.",
    _follows,
)
SIGNED: Final = Check(
    "DEC-09",
    "The firm that signed the report is told apart from the brand it works under.",
    Severity.LOW,
    "A network of firms signs nothing: one firm does, and it alone answers for the report. Who "
    "names only the brand lends its reputation to a signature that is not its own.",
    "Name the firm on the signature line of the report as signer, and its network as network.",
    _signed,
)
FREE: Final = Check(
    "DEC-10",
    "Nothing of the reserve is pledged, lent or otherwise encumbered.",
    Severity.MEDIUM,
    "What is pledged is its lender's before it is a holder's. Declared encumbrance is medium; "
    "where it is not declared at all, nobody has said that the reserve is free: that is low.",
    "The issuer declares for each asset whether it is pledged, and how much of it is encumbered.",
    _free,
)
