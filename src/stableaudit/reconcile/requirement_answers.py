"""The answers to what reporting regimes ask for, one function each."""

from collections.abc import Callable

from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Assurance, Unknown
from stableaudit.domain.phrases import say
from stableaudit.domain.reserve_assets import AllocatedGold, Custody, MonetaryAsset
from stableaudit.reconcile.assurance import level_words
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.support import Answer, Support, View


def _met(words: str) -> Answer:
    return Answer(Support.EVIDENCE, words)


def _declared(words: str) -> Answer:
    return Answer(Support.DECLARED, words)


def _missing(words: str) -> Answer:
    return Answer(Support.MISSING, words)


def scope(view: View) -> Answer:
    """Answer by the contracts that the registry names."""
    count = len(view.case.scope.token.deployments)
    if count == 0:
        return _missing("no contract is known")
    return _declared(
        say(
            "contracts named by the registry: {count}; that these are all is not proven",
            count=count,
        )
    )


def minted(view: View) -> Answer:
    """Answer by the supply read on every chain, and whether its events add up to it."""
    if isinstance(view.books.supply.native, Open):
        return _missing(view.books.supply.native.missing)
    closed = all(
        not isinstance(book.residual, Open) and book.residual.base_units == 0
        for book in view.books.ledgers
    )
    if closed:
        return _met("total supply read on every chain; mints less burns add up to it")
    return _met("total supply read on every chain; mints less burns are not known to add up to it")


def redeemable(view: View) -> Answer:
    """Answer by the declared deductions, and whether the chain bears them out."""
    table = view.books.reserves.outstanding
    if isinstance(table.redeemable, Open):
        return _missing(table.redeemable.missing)
    if not table.deductions:
        return _missing("the statement does not say whether any tokens are not redeemable")
    if table.verified:
        return _met("every declared deduction was verified on chain")
    return _declared("not every declared deduction was verified; what was not is not deducted")


def one_instant(view: View) -> Answer:
    """Answer by whether any check of the pins found something."""
    if view.found & {"PIN-01", "PIN-02", "PIN-03", "PIN-04"}:
        return _missing("the chains are not all pinned near one instant")
    return _met("every chain read at its last final block at or before the measurement time")


def flows(view: View) -> Answer:
    """Answer by the declared issuance events."""
    statement = view.statement
    if statement is None or not statement.issuances:
        return _missing("no issuance events are declared")
    return _declared(
        say("issuance events declared: {issuances}", issuances=len(statement.issuances))
    )


def reserve_first(view: View) -> Answer:
    """Answer by the declared events of the reserve."""
    statement = view.statement
    if statement is None or not statement.reserve_events:
        return _missing("no reserve events are declared")
    return _declared(
        say(
            "reserve events declared: {reserve_events}",
            reserve_events=len(statement.reserve_events),
        )
    )


def assets(view: View) -> Answer:
    """Answer by the declared assets."""
    if view.statement is None or not view.statement.reserves:
        return _missing("no assets are declared")
    return _declared(say("assets declared: {reserves}", reserves=len(view.statement.reserves)))


def bars(view: View) -> Answer:
    """Answer by the bar lists of the declared gold."""
    gold = view.case.scope.gold
    if not gold:
        return Answer(Support.NOT_APPLICABLE, "no gold is declared")
    if all(isinstance(one.bar_list, BarList) for one in gold):
        return _declared("a bar list with its digest")
    return _missing("no bar list is declared")


def instruments(view: View) -> Answer:
    """Answer by the tenor of whatever has one."""
    money = tuple(
        asset
        for asset in (() if view.statement is None else view.statement.reserves)
        if isinstance(asset, MonetaryAsset)
    )
    if not money:
        return Answer(Support.NOT_APPLICABLE, "no deposits, bills or funds are declared")
    if all(isinstance(asset.average_tenor_days, int) for asset in money):
        return _declared("the average tenor of every class")
    return _missing("a tenor is not declared for every class")


def of_custody(pick: Callable[[Custody], object], what: str) -> Callable[[View], Answer]:
    """Return the answer by one fact of custody, wanted of every asset."""

    def answer(view: View) -> Answer:
        reserves = () if view.statement is None else view.statement.reserves
        if not reserves:
            return _missing("no assets are declared")
        if all(not isinstance(pick(asset.custody), Unknown) for asset in reserves):
            return _declared(say("{what} of every asset", what=what))
        return _missing(say("{what} is not declared for every asset", what=what))

    return answer


def custodian(custody: Custody) -> object:
    """Return who keeps an asset."""
    return custody.custodian


def location(custody: Custody) -> object:
    """Return where an asset is kept."""
    return custody.jurisdiction


def segregated(custody: Custody) -> object:
    """Return whether an asset is kept apart."""
    return custody.segregated


def pledged(custody: Custody) -> object:
    """Return whether an asset is pledged or lent."""
    return custody.pledged


def measurement(view: View) -> Answer:
    """Answer by the measured price of gold, where one is needed."""
    if not view.case.scope.gold:
        return Answer(Support.NOT_APPLICABLE, "nothing declared needs a price of gold")
    price = view.books.reserves.price
    return _missing(price.missing) if isinstance(price, Open) else _met("the price was measured")


def comparison(view: View) -> Answer:
    """Answer by whether coverage could be worked out."""
    coverage = view.books.reserves.coverage
    if isinstance(coverage, Open):
        return _missing(coverage.missing)
    return _met("declared assets at the measured price against tokens read on chain")


def subsequent(view: View) -> Answer:
    """Answer by whether every chain's events are in its ledger."""
    if view.statement is None:
        return _missing("there is no statement that events could follow")
    if any(isinstance(book.state, Open) for book in view.books.ledgers):
        return _missing("not every chain's events are known")
    return _met("every mint and burn since is in the ledger")


def redemption(view: View) -> Answer:
    """Answer by the declared terms of redemption."""
    if view.statement is None or isinstance(view.statement.redemption, Unknown):
        return _missing("terms of redemption are not declared")
    return _declared("terms of redemption")


def practitioner(view: View) -> Answer:
    """Answer by the practitioner's report, named by its level."""
    assurance = None if view.statement is None else view.statement.assurance
    if not isinstance(assurance, Assurance):
        return _missing("no practitioner's report is referenced")
    return _declared(
        say(
            "{signer}: {level_words}",
            signer=assurance.signer,
            level_words=level_words(assurance.level),
        )
    )


def fresh(view: View) -> Answer:
    """Answer by the age of the statement."""
    if view.statement is None:
        return _missing("no statement is known")
    if "DEC-03" in view.found:
        return _missing("the statement is older than the policy allows")
    return _declared("the statement is recent enough")


def holders(view: View) -> Answer:
    """Answer by the distribution over the holders of every chain."""
    books = view.books.ledgers
    if not books or any(isinstance(book.distribution, Open) for book in books):
        return _missing("holders are not known on every chain")
    return _met("holders and their distribution, from the ledger and the chain")


def related(custody: Custody) -> object:
    """Return whether a custodian belongs to the issuer."""
    return custody.related_party


def never(words: str) -> Callable[[View], Answer]:
    """Return the answer to what this version does not look at."""

    def answer(_view: View) -> Answer:
        return _missing(words)

    return answer


def permitted(view: View) -> Answer:
    """Answer by the classes of the declared assets. GENIUS Act, section 4(a)(1)(A)."""
    reserves = () if view.statement is None else view.statement.reserves
    if not reserves:
        return _missing("no assets are declared")
    if any(isinstance(asset, AllocatedGold) for asset in reserves):
        return _missing("gold is declared, which the Act does not list as a reserve asset")
    return _declared("no gold among the declared assets; other classes are not examined here")
