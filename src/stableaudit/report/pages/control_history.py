"""What was done by the powers over a deployment, who signed it, and who is frozen: as listings."""

from collections.abc import Iterator
from typing import Final

from stableaudit.controls.uses import PowerUse
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.control_history import FrozenAccount, PastControl
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Gap, Item, Listing, Paragraph, Row, Rows, Tone
from stableaudit.report.figures import count_text, instant_text, tokens_text
from stableaudit.report.ledger_words import counted, transaction_text
from stableaudit.report.pages.wording import not_known
from stableaudit.report.sections.controls import ControlEntry

MOST_FROZEN: Final = 20
"""Frozen accounts that are shown, those frozen last."""

MOST_SHOWN: Final = 10
"""Acts that are shown, the newest, unless all are to be."""


def past_blocks(entry: ControlEntry, *, verbose: bool) -> Iterator[Block]:
    """Yield what a deployment's events tell of control; nothing where nobody looked.

    verbose: show every act that the evidence has, instead of the newest.
    """
    found = entry.past
    if found is None:
        return
    yield Gap()
    if isinstance(found, Unavailable):
        yield Rows((not_known("power used", str(found)),), indent=2)
        return
    shown = found.uses if verbose else found.uses[-MOST_SHOWN:]
    yield Rows(tuple(_rows(entry, found, len(shown))), indent=2)
    if shown:
        yield Gap()
        items = tuple(_item(entry, use) for use in shown)
        yield Listing(("time", "power used"), (False, False), items)
    if found.frozen:
        yield Gap()
        items = tuple(_frozen_item(entry, each) for each in found.frozen[-MOST_FROZEN:])
        yield Listing(("frozen since", "balance", "by its getter"), (False, True, False), items)
    if found.calls is not None:
        yield Paragraph(
            say("Who signed could not be read: {calls}", calls=found.calls), Tone.DOUBT, indent=2
        )


def _rows(entry: ControlEntry, found: PastControl, shown: int) -> Iterator[Row]:
    history = found.history
    blocks = say(
        "{first} to {last}", first=count_text(history.first), last=count_text(history.last)
    )
    yield Row("events of blocks", blocks)
    acts = say(
        "{acts}, the newest {shown} beneath",
        acts=counted(found.acts, "time"),
        shown=count_text(shown),
    )
    yield Row("power used", acts if shown else "never")
    if found.brief:
        brief = counted(len(found.brief), "role")
        yield Row("inside one block", say("{brief} granted and revoked", brief=brief), Tone.DOUBT)
    for minter in found.minters:
        left = "not known"
        if minter.allowance is not None:
            left = tokens_text(_amount(entry, minter.allowance), entry.symbol)
        named = _named(entry, minter.account)
        yield Row("may still mint", say("{left}: {named}", left=left, named=named))
    yield Row("frozen accounts", _frozen_text(entry, found))


def _frozen_text(entry: ControlEntry, found: PastControl) -> str:
    if not found.frozen:
        return "none"
    held = [each.base_units for each in found.frozen if isinstance(each.base_units, int)]
    text = count_text(len(found.frozen))
    if len(held) == len(found.frozen):
        amount = tokens_text(_amount(entry, sum(held)), entry.symbol)
        text = say("{text}, holding {amount}", text=text, amount=amount)
    most = max(then.accounts for then in found.series)
    beneath = min(len(found.frozen), MOST_FROZEN)
    return say(
        "{text}; at most {most} at a time; the newest {beneath} beneath",
        text=text,
        most=count_text(most),
        beneath=count_text(beneath),
    )


def _item(entry: ControlEntry, use: PowerUse) -> Item:
    act = use.act
    what = act.kind.value
    if act.base_units is not None:
        amount = tokens_text(_amount(entry, act.base_units), entry.symbol)
        what = say("{what}: {amount}", what=what, amount=amount)
    elif act.detail:
        what = say("{what}: {detail}", what=what, detail=act.detail)
    namespace = entry.deployment.asset.chain.namespace
    beneath = (
        "" if act.about is None else say("about   {named}", named=_named(entry, act.about)),
        "signed  not known"
        if use.sender is None
        else say("signed  {named}", named=_named(entry, use.sender)),
        "" if use.through is None else say("through {named}", named=_named(entry, use.through)),
        *_approvals(entry, use),
        say("block   {block}", block=count_text(act.block)),
        transaction_text(act.transaction, namespace=namespace),
    )
    return Item((instant_text(act.timestamp), what), tuple(one for one in beneath if one))


def _approvals(entry: ControlEntry, use: PowerUse) -> Iterator[str]:
    given = use.approvals
    if given is not None:
        word = "signatures" if given.signed else "approvals"
        number, asked = count_text(given.number), count_text(given.threshold)
        yield say("with    {number} of {asked} {word}", number=number, asked=asked, word=word)
        for owner in given.owners:
            yield say("owner   {named}", named=_named(entry, owner))


def _frozen_item(entry: ControlEntry, each: FrozenAccount) -> Item:
    balance = "not known"
    if isinstance(each.base_units, int):
        balance = tokens_text(_amount(entry, each.base_units), entry.symbol)
    said = {None: "not asked", True: "frozen", False: "not frozen"}[each.confirmed]
    since = instant_text(each.frozen.since.timestamp)
    return Item((since, balance, said), (_named(entry, each.frozen.account),))


def _amount(entry: ControlEntry, base_units: int) -> TokenAmount:
    return TokenAmount(base_units, entry.deployment.decimals)


def _named(entry: ControlEntry, account: AccountId) -> str:
    label = entry.labels.get(account, "")
    return spell(account) + (f" ({label})" if label else "")
