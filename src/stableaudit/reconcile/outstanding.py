"""From total supply to redeemable tokens outstanding: part 1 of the AICPA's criteria.

A deduction takes two words: the declaration's, that the tokens are not redeemable, and the chain's,
that the account holds them. With one of them missing nothing is deducted, and the line says why.
Frozen tokens stay a liability: an access denial does not extinguish the claim.

Where a register of the issuer's wallets is given, it takes a third: a proof that the issuer holds
the account's key. Of every class, because which class tokens are of is the issuer's word alone.
"""

from collections.abc import Iterator
from fractions import Fraction

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.undertakings import Nonredeemable, NonredeemableClass
from stableaudit.domain.wallets import Refused, Verified
from stableaudit.reconcile.books import DeductionLine, GlobalBook, Open, OutstandingTable
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.pins import is_loose
from stableaudit.reconcile.wallets import judge_wallet


def outstanding(case: Case, supply: GlobalBook) -> OutstandingTable:
    """Return the table; a supply that was not read leaves its sums open."""
    statement = case.scope.statement
    declared = () if statement is None else statement.nonredeemable
    lines = tuple(_lines(case, declared))
    return OutstandingTable(
        _sum(supply, native=None),
        _sum(supply, native=False),
        supply.native,
        lines,
        _redeemable(supply.native, lines),
    )


def _sum(supply: GlobalBook, *, native: bool | None) -> TokenAmount | Open:
    lines = tuple(line for line in supply.lines if native is None or line.native is native)
    finest = max((line.decimals for line in lines), default=0)
    total = TokenAmount(0, finest)
    for line in lines:
        amount = line.amount
        if amount is None:
            return Open("a supply could not be read")
        total = total + amount.rescaled(finest)
    return total


def _redeemable(native: TokenAmount | Open, lines: tuple[DeductionLine, ...]) -> TokenAmount | Open:
    if isinstance(native, Open):
        return native
    finest = max((native.decimals, *(line.deducted.decimals for line in lines)))
    rest = native.rescaled(finest)
    for line in lines:
        rest = rest - line.deducted.rescaled(finest)
    if rest.base_units < 0:
        return Open("more is declared not redeemable than is natively minted")
    return rest


def _lines(case: Case, declared: tuple[Nonredeemable, ...]) -> Iterator[DeductionLine]:
    """Yield a line for each deduction; a balance bears out no more than it is, once."""
    taken: dict[tuple[AssetId, AccountId], int] = {}
    for one in declared:
        place = one.asset, one.account
        line = _line(case, one, taken.get(place, 0))
        taken[place] = taken.get(place, 0) + line.deducted.base_units
        yield line


def _line(case: Case, declared: Nonredeemable, taken: int) -> DeductionLine:
    control = _control(case, declared.account)
    deployment = next(
        (one for one in case.scope.token.deployments if one.asset == declared.asset), None
    )
    if deployment is None:
        unknown = Open("the registry names no such contract of this token")
        return DeductionLine(
            declared, str(declared.asset), unknown, TokenAmount(0, 0), unknown.missing, control
        )
    where, decimals = describe(deployment, case.scope), deployment.decimals
    balance: Reading[int] | Open = (
        _balance(case, declared)
        if deployment.native
        else Open("it is a bridged copy, which is not owed in the first place")
    )
    if isinstance(balance, Open):
        why = balance.missing
    else:
        why = _doubt(declared, decimals, balance.value - taken)
    if not why and case.scope.wallets is not None:
        why = _uncontrolled(declared, control)
    base_units = 0 if why else int(_base_units(declared, decimals))
    return DeductionLine(declared, where, balance, TokenAmount(base_units, decimals), why, control)


def _control(case: Case, account: AccountId) -> Verified | Refused:
    """Return whether the issuer is shown to hold an account's key, at the measurement time."""
    scope = case.scope
    if scope.wallets is None:
        return Refused("no register of the issuer's wallets was given")
    entry = scope.wallets.of(account)
    if entry is None:
        return Refused("the register of the issuer's wallets does not name the account")
    digest = "" if scope.statement is None else scope.statement.digest
    at = case.evidence.measurement_time
    return judge_wallet(
        entry, token=scope.token.key, at=at, statement=digest, answered=case.wallet(account)
    )


def _uncontrolled(declared: Nonredeemable, control: Verified | Refused) -> str:
    """Return why nothing may be deducted for want of control; empty if it may."""
    if isinstance(control, Refused):
        return say("control of the account is not proven: {reason}", reason=control.reason)
    if declared.asset_class is NonredeemableClass.UNSPENDABLE:
        return "the account's key is held, so the tokens can be spent"
    return ""


def _doubt(declared: Nonredeemable, decimals: int, held: int) -> str:
    """Return why nothing may be deducted for an account whose balance was read; empty if it may."""
    amount = _base_units(declared, decimals)
    if amount.denominator != 1:
        return "it is declared with more decimals than the token has"
    if amount > held:
        return "the account holds less than is declared"
    frozen = declared.asset_class is NonredeemableClass.ACCESS_DENIED
    if frozen and not declared.liability_extinguished:
        return "access is denied, which does not extinguish the claim: it stays a liability"
    return ""


def _base_units(declared: Nonredeemable, decimals: int) -> Fraction:
    scale: int = 10**decimals
    return declared.amount.value * scale


def _balance(case: Case, declared: Nonredeemable) -> Reading[int] | Open:
    evidence = case.deployment(declared.asset)
    holders = () if evidence is None else evidence.holders
    for one in holders:
        if one.holder == declared.account:
            if isinstance(one.balance, Unavailable):
                return Open(say("its balance could not be read: {balance}", balance=one.balance))
            chain = case.chain(declared.asset.chain)
            reference = None if chain is None else chain.reference
            if isinstance(reference, BlockStamp) and not is_loose(one.balance, reference):
                return one.balance
            return Open("its balance cannot be tied to the reference block")
    return Open("its balance was not asked for")
