"""Checks of what a token's past tells of control (CTL-07 to CTL-09): facts that decide nothing."""

from collections.abc import Iterator
from typing import Final

from stableaudit.controls.membership import Contradiction, Term
from stableaudit.controls.uses import PowerUse
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import joined, say
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.control_history import FrozenAccount, PastControl, past_control

_SHOWN: Final = 10


def _pasts(case: Case) -> Iterator[tuple[str, PastControl]]:
    for deployment in case.scope.token.deployments:
        found = past_control(deployment, case.control_evidence(deployment))
        if isinstance(found, PastControl):
            yield describe(deployment, case.scope), found


def _brief(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _pasts(case):
        if found.brief:
            told = joined("; ", (_term(term) for term in found.brief[-_SHOWN:]))
            yield Violation(
                subject,
                say(
                    "roles came and went inside one block, so that no state shows them: {told}",
                    told=told,
                ),
                Bearing.NOTED,
                (figure("such roles", len(found.brief)),),
            )


def _contradicted(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _pasts(case):
        told = [_contradiction(each) for each in found.contradicted]
        told += [_not_frozen(each) for each in found.frozen if each.confirmed is False]
        if told:
            yield Violation(
                subject,
                say("getters say otherwise than events: {told}", told=joined("; ", told[:_SHOWN])),
                Bearing.NOTED,
                (figure("contradictions", len(told)),),
            )


def _too_few(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _pasts(case):
        for use in found.uses:
            given = use.approvals
            if use.through is not None and given is not None and given.number < given.threshold:
                kind = "signatures" if given.signed else "approvals"
                yield Violation(
                    subject,
                    say(
                        "{use}, with {number} of the {threshold} {kind} that it asks for now",
                        use=_use(use, use.through),
                        number=given.number,
                        threshold=given.threshold,
                        kind=kind,
                    ),
                    Bearing.NOTED,
                    (figure("asked for", given.threshold), figure("found", given.number)),
                )


def _term(term: Term) -> str:
    # `within_a_block` holds, so that both ends are known.
    ends = [end.log for end in (term.granted, term.revoked) if end is not None]
    held = say(
        "{office} of {local} in block {block}",
        office=term.membership.office,
        local=term.membership.account.local,
        block=ends[0].block,
    )
    if term.within_a_transaction:
        return say(
            "{held}, by one transaction 0x{transaction}",
            held=held,
            transaction=ends[0].transaction.hex(),
        )
    transactions = joined(" and ", (f"0x{end.transaction.hex()}" for end in ends))
    return say("{held}, by the transactions {transactions}", held=held, transactions=transactions)


def _contradiction(each: Contradiction) -> str:
    whose = say(
        "{office} of {local}", office=each.membership.office, local=each.membership.account.local
    )
    last = say("the last event of it is in block {block}", block=each.last.log.block)
    if each.told:
        return say(
            "{whose} was granted and not revoked, and the getter denies it ({last})",
            whose=whose,
            last=last,
        )
    return say("{whose} was revoked, and the getter has it still ({last})", whose=whose, last=last)


def _not_frozen(each: FrozenAccount) -> str:
    whose, since = each.frozen.account.local, each.frozen.since.log.block
    return say(
        "{whose} was frozen in block {since} and not released, and the getter denies it",
        whose=whose,
        since=since,
    )


def _use(use: PowerUse, through: AccountId) -> str:
    act = use.act
    where = say(
        "in block {block} by transaction 0x{transaction}",
        block=act.block,
        transaction=act.transaction.hex(),
    )
    return say(
        "{value} {where} through the multisig {local}",
        value=act.kind.value,
        where=where,
        local=through.local,
    )


LASTING: Final = Check(
    "CTL-07",
    "No role was granted and revoked inside one block.",
    Severity.MEDIUM,
    "Whoever has a role for a moment can use it in that moment, and whoever looks at any block "
    "before or after sees nothing of it.",
    "Look at what else the transactions did; ask the issuer what for.",
    _brief,
)
AS_TOLD: Final = Check(
    "CTL-08",
    "Getters say of every role, minter and frozen account what the token's events say.",
    Severity.HIGH,
    "Either the contract lies, in its events or in its answers, or events of it are missing. It "
    "decides nothing, because balances and supply are compared with the chain by themselves.",
    "Fetch the ledger again from another endpoint; if it stays, read the contract's source.",
    _contradicted,
)
BY_ENOUGH: Final = Check(
    "CTL-09",
    "Whatever was done through a multisig, as many approved it as it asks for now.",
    Severity.MEDIUM,
    "A true multisig lets nothing pass with fewer. Fewer are found where it asked for fewer then, "
    "where approvals are older than what was looked at, or where its code does other than it says.",
    "Compare the code of the multisig with the published one; look for older approvals.",
    _too_few,
)
