"""Checks of who controls a token's contracts (CTL): facts, of which none decides anything."""

from collections.abc import Iterator
from typing import Final

from stableaudit.controls.paths import alone, keys_behind, least_delay
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.power_map import ActorKind, Grip, Power, PowerMap
from stableaudit.domain.quantities import Duration
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.book_sums import amounts
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure

_GRAVE: Final = (Power.UPGRADE, Power.ISSUE, Power.APPOINT)
_SHOWN: Final = 10


def _maps(case: Case) -> Iterator[tuple[str, PowerMap]]:
    for deployment in case.scope.token.deployments:
        found = case.controls(deployment)
        if found is not None:
            yield describe(deployment, case.scope), found


def _unread(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _maps(case):
        missing = [
            say("{office}: {holder}", office=grip.office, holder=grip.holder)
            for grip in found.grips
            if isinstance(grip.holder, Unavailable)
        ]
        missing += [
            say("{name}: {value}", name=switch.name, value=switch.value)
            for switch in found.switches
            if isinstance(switch.value, Unavailable)
        ]
        missing += [
            say("{local}: {note}", local=actor.account.local, note=note)
            for actor in found.actors
            if actor.kind is not ActorKind.PERMISSIONED
            for note in actor.notes
        ]
        missing += found.unknown
        if missing:
            yield Violation(
                subject,
                say("not known, or odd: {missing}", missing=joined("; ", missing[:_SHOWN])),
                Bearing.NOTED,
                (figure("things not known or odd", len(missing)),),
            )


def _by_one_key(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _maps(case):
        for grip, holder, powers in _grave(found):
            keys = alone(found, holder)
            if keys:
                some = joined(" or ", (key.local for key in keys[:_SHOWN]))
                one = (
                    "one key alone"
                    if len(keys) == 1
                    else say("each of {keys} keys alone", keys=len(keys))
                )
                yield Violation(
                    subject,
                    say(
                        "{one} can {and_} ({office}): {some}",
                        one=one,
                        and_=_and(powers),
                        office=grip.office,
                        some=some,
                    ),
                    Bearing.NOTED,
                )


def _at_once(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _maps(case):
        for grip, holder, powers in _grave(found):
            if Power.UPGRADE not in powers:
                continue
            delay = least_delay(found, holder)
            if delay == 0:
                yield Violation(
                    subject,
                    say(
                        "its code can be changed without any delay ({office}, {local})",
                        office=grip.office,
                        local=holder.local,
                    ),
                    Bearing.NOTED,
                )
            else:
                yield Violation(
                    subject,
                    say(
                        "its code can be changed ({office}, {local})",
                        office=grip.office,
                        local=holder.local,
                    ),
                    Bearing.NOTED,
                    (figure("delay", Duration(delay)),),
                )


def _shared(case: Case, _books: Books) -> Iterator[Violation]:
    for subject, found in _maps(case):
        offices: dict[AccountId, list[str]] = {}
        for holder, grips in _by_holder(found).items():
            for key in keys_behind(found, holder):
                offices.setdefault(key, []).append(joined(" and ", (grip.office for grip in grips)))
        several = {key: held for key, held in offices.items() if len(held) > 1}
        if several:
            told = joined(
                "; ",
                (
                    say("{local} behind {held}", local=key.local, held=joined(", ", held))
                    for key, held in sorted(several.items())[:_SHOWN]
                ),
            )
            yield Violation(
                subject,
                say("the same keys stand behind several offices: {told}", told=told),
                Bearing.NOTED,
                (figure("such keys", len(several)),),
            )


def _waits(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        found = case.controls(deployment)
        for each in () if found is None else found.pending:
            signed = say(
                "{approved_by} of {threshold} owners approved it",
                approved_by=len(each.approved_by),
                threshold=each.threshold,
            )
            where = say(
                "at {local}, nonce {nonce}, {signed}",
                local=each.multisig.local,
                nonce=each.nonce,
                signed=signed,
            )
            amount: tuple[NamedQuantity, ...] = ()
            if each.recipient is None or each.base_units is None:
                what = say(
                    "a call of 0x{selector} to {local}",
                    selector=each.selector.hex(),
                    local=each.target.local,
                )
            else:
                what = say("an issuance to {local}", local=each.recipient.local)
                tokens = TokenAmount(each.base_units, deployment.decimals)
                amount = amounts(case, ("would issue", tokens))
            yield Violation(
                describe(deployment, case.scope),
                say("{what} waits for signatures {where}", what=what, where=where),
                Bearing.NOTED,
                amount,
            )


def _grave(found: PowerMap) -> Iterator[tuple[Grip, AccountId, tuple[Power, ...]]]:
    for grip in found.grips:
        powers = tuple(power for power in grip.powers if power in _GRAVE)
        if powers and isinstance(grip.holder, AccountId):
            yield grip, grip.holder, powers


def _by_holder(found: PowerMap) -> dict[AccountId, list[Grip]]:
    holders: dict[AccountId, list[Grip]] = {}
    for grip in found.grips:
        if isinstance(grip.holder, AccountId):
            holders.setdefault(grip.holder, []).append(grip)
    return holders


def _and(powers: tuple[Power, ...]) -> str:
    *before, last = [power.value for power in powers]
    return say("{before} and {last}", before=joined(", ", before), last=last) if before else last


READ: Final = Check(
    "CTL-01",
    "Who controls every deployment could be read.",
    Severity.LOW,
    "Whoever may issue, freeze, destroy or upgrade decides what every other figure is worth. What "
    "cannot be read is named, not left out.",
    "Configure endpoints that serve the state of the reference block; ask the issuer for the rest.",
    _unread,
)
BY_SEVERAL: Final = Check(
    "CTL-02",
    "No single key can issue, upgrade or appoint.",
    Severity.MEDIUM,
    "One key can be lost, stolen or coerced. That a multisig asks for several is its own word, and "
    "that several keys are several people is nobody's.",
    "Ask the issuer who holds the keys, and how.",
    _by_one_key,
)
DELAYED: Final = Check(
    "CTL-03",
    "The code of no deployment can be changed.",
    Severity.MEDIUM,
    "Who can change the code can change every rule of it: who issues, who is frozen, what a "
    "balance is. A delay gives holders the time to leave.",
    "Watch the implementation: `controls TOKEN --write` keeps it, `check --controls` compares.",
    _at_once,
)
SEPARATE: Final = Check(
    "CTL-04",
    "No key stands behind several offices.",
    Severity.LOW,
    "Offices are separate so that one hand checks the other; one key behind both undoes it.",
    "Ask the issuer whether the offices are meant to be separate.",
    _shared,
)
NONE_WAITS: Final = Check(
    "CTL-06",
    "No call waits for signatures at a multisig that moves a deployment.",
    Severity.INFO,
    "Where owners approve on chain, what they are about to do is known before it is done. A Safe "
    "collects its signatures elsewhere: there nothing shows.",
    "Ask the issuer what it is for, before it is signed.",
    _waits,
)
