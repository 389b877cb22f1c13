"""What is otherwise than when a snapshot of control was taken, word by word.

What was not read then, or is not read now, is no difference: that something could not be read is
told by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stableaudit.controls.roles import holds, is_role, role_of
from stableaudit.controls.seen import Seen
from stableaudit.domain.control_snapshot import KeptActor, KeptCode, KeptControls, KeptOffice
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.power_map import ActorKind, Rule


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was so, and is otherwise."""

    whom: AccountId
    """The contract that is otherwise: the token, or somebody who moves it."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return say(
            "{what}: {before}, now {after}", what=self.what, before=self.before, after=self.after
        )


def drift(before: KeptControls, after: KeptControls) -> tuple[Difference, ...]:
    """Return every difference, the token's own first."""
    token = before.asset.contract
    return (
        *_word(token, "the token's code", before.code_hash, after.code_hash),
        *_proxies(token, before.proxy, after.proxy),
        *_offices(token, "", before.offices, _comparable(before, after)),
        *_actors(before, after),
    )


def asked_again(before: KeptControls, seen: Seen) -> KeptControls:
    """Return what was kept, without the roles that nobody was asked about now.

    Of those that only events name, nobody is where there is no ledger to name them.
    """
    token = before.asset.contract
    offices = tuple(each for each in before.offices if _is_asked(each, token, seen))
    return replace(before, offices=offices)


def _is_asked(office: KeptOffice, token: AccountId, seen: Seen) -> bool:
    role = role_of(office.office)
    if role is None or office.holder is None:
        return True
    return holds(token, role, office.holder) in seen


def _word(
    whom: AccountId, what: str, before: str | None, after: str | None
) -> Iterator[Difference]:
    if before is not None and after is not None and before != after:
        yield Difference(whom, what, before, after)


def _proxies(
    token: AccountId, before: KeptCode | None, after: KeptCode | None
) -> Iterator[Difference]:
    if KeptCode(None, None) in (before, after):
        return
    if before is None or after is None:
        if before is not after:
            yield Difference(token, "the proxy", _proxy(before), _proxy(after))
        return
    one, other = before.implementation, after.implementation
    yield from _word(
        token,
        "the implementation",
        None if one is None else one.local,
        None if other is None else other.local,
    )
    yield from _word(token, "the implementation's code", before.code_hash, after.code_hash)


def _proxy(code: KeptCode | None) -> str:
    if code is None:
        return "none"
    named = code.implementation
    return (
        say("one of the code {code_hash}", code_hash=code.code_hash)
        if named is None
        else say("to {local}", local=named.local)
    )


def _offices(
    whom: AccountId, whose: str, before: tuple[KeptOffice, ...], after: tuple[KeptOffice, ...]
) -> Iterator[Difference]:
    was = {each.office: each for each in before}
    now = {each.office: each for each in after}
    for office in sorted(was.keys() | now.keys()):
        one, other = was.get(office), now.get(office)
        yield from _word(
            whom, say("{whose}{office}", whose=whose, office=office), _holder(one), _holder(other)
        )


def _comparable(before: KeptControls, after: KeptControls) -> tuple[KeptOffice, ...]:
    """Return the offices of now, without the roles of accounts that nobody asked about before."""
    known = {actor.account for actor in before.actors}
    return tuple(each for each in after.offices if not is_role(each.office) or each.holder in known)


def _holder(office: KeptOffice | None) -> str | None:
    if office is None:
        return "nobody"
    return None if office.holder is None else office.holder.local


def _actors(before: KeptControls, after: KeptControls) -> Iterator[Difference]:
    was = {actor.account: actor for actor in before.actors}
    now = {actor.account: actor for actor in after.actors}
    for account in sorted(was.keys() & now.keys()):
        yield from _actor(was[account], now[account])


def _actor(before: KeptActor, after: KeptActor) -> Iterator[Difference]:
    if ActorKind.UNREAD in (before.kind, after.kind):
        return
    whom, whose = before.account, say("{local}: ", local=before.account.local)
    yield from _word(
        whom, say("{whose}what it is", whose=whose), before.kind.value, after.kind.value
    )
    yield from _word(whom, say("{whose}its code", whose=whose), before.code_hash, after.code_hash)
    yield from _word(
        whom, say("{whose}who decides", whose=whose), _rules(before.rules), _rules(after.rules)
    )
    yield from _word(whom, say("{whose}its delay", whose=whose), _seconds(before), _seconds(after))
    yield from _offices(whom, whose, before.heads, after.heads)


def _rules(rules: tuple[Rule, ...]) -> str:
    return joined("; ", (_rule(rule) for rule in rules)) or "no rule"


def _rule(rule: Rule) -> str:
    members = joined(
        ", ",
        (
            member.account.local
            if member.weight == 1
            else say("{local} ({weight})", local=member.account.local, weight=member.weight)
            for member in rule.members
        ),
    )
    return say(
        "{name} {threshold} of {members} ({members2})",
        name=rule.name,
        threshold=rule.threshold,
        members=len(rule.members),
        members2=members,
    )


def _seconds(actor: KeptActor) -> str:
    return (
        "none"
        if actor.delay_seconds is None
        else say("{delay_seconds} s", delay_seconds=actor.delay_seconds)
    )
