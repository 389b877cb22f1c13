"""The tree of who controls a contract: from each office to its holder, and to who moves that one.

Each account is shown whole once, where it is met first; then by its name. That ends every cycle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.power_map import Actor, ActorKind, Grip, Member, PowerMap, Rule
from stableaudit.domain.readings import Unavailable
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Branch, Tone
from stableaudit.report.figures import count_text, duration_text


def control_tree(
    found: PowerMap, labels: Mapping[AccountId, str], *, verbose: bool
) -> tuple[Branch, ...]:
    """Return a branch for each office; verbose adds the hash of every code."""
    drawing = _Drawing(found, labels, verbose=verbose)
    return tuple(drawing.office(grip) for grip in found.grips)


def rule_text(rule: Rule) -> str:
    """Return how many of how many must act together."""
    weights = tuple(member.weight for member in rule.members)
    count, threshold = count_text(len(weights)), count_text(rule.threshold)
    text = say("{name}: {threshold} of {count}", name=rule.name, threshold=threshold, count=count)
    if any(weight != 1 for weight in weights):
        members = "1 member" if len(weights) == 1 else say("{count} members", count=count)
        text = say(
            "{name}: weight {threshold} of {weights}, {members}",
            name=rule.name,
            threshold=threshold,
            weights=count_text(sum(weights)),
            members=members,
        )
    enough = rule.by_one and len(weights) > 1
    return say("{text}; one of them is enough", text=text) if enough else text


def delay_text(seconds: int) -> str:
    """Return how long a proposal must wait."""
    delay = duration_text(seconds) if seconds else "no delay"
    return say("{delay} between a proposal and its execution", delay=delay)


@dataclass(frozen=True, slots=True)
class _Drawing:
    found: PowerMap
    labels: Mapping[AccountId, str]
    verbose: bool = field(kw_only=True)
    shown: set[AccountId] = field(default_factory=set)

    def office(self, grip: Grip) -> Branch:
        # A role that nobody here knows may do what the contract's code says.
        powers = joined(", ", grip.powers) or "power of its own"
        return Branch(
            say("{powers} — {office}", powers=powers, office=grip.office),
            Tone.STRONG,
            (self._holder(grip.holder, ""),),
        )

    def _holder(self, holder: AccountId | Unavailable, before: str) -> Branch:
        if isinstance(holder, Unavailable):
            return Branch(
                say("{before}not known: {holder}", before=before, holder=holder), Tone.DOUBT
            )
        return self._account(holder, before)

    def _account(self, account: AccountId, before: str, after: str = "") -> Branch:
        label = self.labels.get(account, "")
        named = say("{account} ({label})", account=spell(account), label=label)
        name = joined("", (before, named if label else spell(account), after))
        actor = self.found.actor(account)
        if actor is None:
            return Branch(say("{name}, not followed further", name=name), Tone.DOUBT)
        text = say("{name}, {kind}", name=name, kind=actor.kind.value)
        if actor.published is not None:
            text = say("{text} ({code})", text=text, code=actor.published)
        if account in self.shown:
            return Branch(say("{text}: see above", text=text) if _has_more(actor) else text)
        self.shown.add(account)
        tone = Tone.DOUBT if actor.kind is ActorKind.UNREAD else Tone.PLAIN
        return Branch(text, tone, tuple(self._beneath(actor)))

    def _beneath(self, actor: Actor) -> Iterator[Branch]:
        if self.verbose and actor.code_hash is not None:
            yield Branch(say("code hash {code_hash}", code_hash=actor.code_hash), Tone.QUIET)
        if actor.delay_seconds is not None:
            yield Branch(delay_text(actor.delay_seconds))
        for rule in actor.rules:
            members = tuple(self._member(member) for member in rule.members)
            yield Branch(rule_text(rule), Tone.PLAIN, members)
        for head in actor.heads:
            yield self._holder(head.holder, say("{office}: ", office=head.office))
        for note in actor.notes:
            yield Branch(note, Tone.DOUBT)

    def _member(self, member: Member) -> Branch:
        weight = (
            "" if member.weight == 1 else say(", weight {weight}", weight=count_text(member.weight))
        )
        return self._account(member.account, "", weight)


def _has_more(actor: Actor) -> bool:
    return bool(actor.rules or actor.heads or actor.notes or actor.delay_seconds is not None)
