"""What a token's events tell of control, as the JSON report has it."""

from collections.abc import Iterator, Mapping
from typing import Final

from stableaudit.controls import approvals, membership, uses
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.control_history import ControlKind
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile import control_history
from stableaudit.report.accounts import spell
from stableaudit.report.sections.controls import ControlEntry
from stableaudit.report.v1 import values
from stableaudit.report.v1.control_history import (
    Approvals,
    BriefRole,
    ControlPast,
    FrozenAccount,
    FrozenThen,
    Kind,
    Minter,
    Party,
    Use,
)
from stableaudit.report.v1.fill_values import amount, instant, unavailable

_KINDS: Final[Mapping[ControlKind, Kind]] = {
    ControlKind.GRANT: "GRANT",
    ControlKind.REVOKE: "REVOKE",
    ControlKind.ROLE_ADMIN: "ROLE_ADMIN",
    ControlKind.OFFICE: "OFFICE",
    ControlKind.UPGRADE: "UPGRADE",
    ControlKind.PAUSE: "PAUSE",
    ControlKind.UNPAUSE: "UNPAUSE",
    ControlKind.FREEZE: "FREEZE",
    ControlKind.UNFREEZE: "UNFREEZE",
    ControlKind.SETTING: "SETTING",
    ControlKind.ISSUE: "ISSUE",
    ControlKind.REDEEM: "REDEEM",
    ControlKind.DESTROY: "DESTROY",
}


def control_past(entry: ControlEntry) -> ControlPast | values.Unavailable | None:
    """Return what the past of a deployment tells, why nothing, or null where nobody looked."""
    found = entry.past
    if found is None:
        return None
    if isinstance(found, Unavailable):
        return unavailable(found)
    return ControlPast(
        first_block=str(found.history.first),
        last_block=str(found.history.last),
        acts=str(found.acts),
        uses=tuple(_use(entry, one) for one in found.uses),
        brief_roles=tuple(role for term in found.brief for role in _brief(entry, term)),
        minters=tuple(_minter(entry, one) for one in found.minters),
        frozen=tuple(_frozen(entry, one) for one in found.frozen),
        frozen_series=tuple(
            FrozenThen(
                time=instant(one.event.timestamp),
                block=str(one.event.log.block),
                accounts=str(one.accounts),
            )
            for one in found.series
        ),
    )


def _use(entry: ControlEntry, use: uses.PowerUse) -> Use:
    act = use.act
    return Use(
        kind=_KINDS[act.kind],
        event=act.event,
        detail=act.detail,
        time=instant(act.timestamp),
        block=str(act.block),
        transaction=_digits(act.transaction),
        about=_party_or_none(entry, act.about),
        amount=None if act.base_units is None else _amount(entry, act.base_units),
        sender=_party_or_none(entry, use.sender),
        through=_party_or_none(entry, use.through),
        approvals=None if use.approvals is None else _approvals(entry, use.approvals),
    )


def _approvals(entry: ControlEntry, given: approvals.Approvals) -> Approvals:
    return Approvals(
        owners=tuple(_party(entry, owner) for owner in given.owners),
        number=str(given.number),
        threshold=str(given.threshold),
        signed=given.signed,
    )


def _brief(entry: ControlEntry, term: membership.Term) -> Iterator[BriefRole]:
    if term.granted is not None and term.revoked is not None:
        yield BriefRole(
            role=term.membership.office,
            account=_party(entry, term.membership.account),
            block=str(term.granted.log.block),
            granted_by=_digits(term.granted.log.transaction),
            revoked_by=_digits(term.revoked.log.transaction),
        )


def _minter(entry: ControlEntry, one: control_history.Minter) -> Minter:
    left = None if one.allowance is None else _amount(entry, one.allowance)
    return Minter(account=_party(entry, one.account), allowance=left)


def _frozen(entry: ControlEntry, one: control_history.FrozenAccount) -> FrozenAccount:
    held, since = one.base_units, one.frozen.since
    return FrozenAccount(
        account=_party(entry, one.frozen.account),
        since=instant(since.timestamp),
        block=str(since.log.block),
        balance=unavailable(held) if isinstance(held, Unavailable) else _amount(entry, held),
        confirmed=one.confirmed,
    )


def _amount(entry: ControlEntry, base_units: int) -> values.Amount:
    return amount(TokenAmount(base_units, entry.deployment.decimals))


def _party_or_none(entry: ControlEntry, account: AccountId | None) -> Party | None:
    return None if account is None else _party(entry, account)


def _party(entry: ControlEntry, account: AccountId) -> Party:
    return Party(account=str(account), address=spell(account), label=entry.labels.get(account))


def _digits(transaction: bytes) -> str:
    return f"0x{transaction.hex()}"
