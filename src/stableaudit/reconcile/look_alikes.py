"""Checks that a contract is not taken for another, nor one ledger for two (IDN)."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from stableaudit.controls.proxies import proxy_of
from stableaudit.domain.evidence import DeploymentEvidence
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.look_alikes import oddities, plain
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Reading
from stableaudit.domain.registered import RegisteredToken
from stableaudit.domain.tokens import Deployment
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, Scope, describe
from stableaudit.reconcile.check import Check, Violation, figure


def _of_another(case: Case, _books: Books) -> Iterator[Violation]:
    scope = case.scope
    for deployment in scope.token.deployments:
        evidence = case.deployment(deployment.asset)
        if evidence is None or not isinstance(evidence.symbol, Reading):
            continue
        symbol = evidence.symbol.value
        for known in _called(scope, symbol):
            if deployment.asset not in known.assets:
                yield Violation(
                    describe(deployment, scope),
                    say(
                        "the contract calls itself as the registered token {key} does, whose "
                        "contracts are others: {named}",
                        key=known.key,
                        named=_named(known),
                    ),
                    _bearing(scope, known),
                    (
                        figure("contract", deployment.asset.contract),
                        figure("its symbol", symbol),
                        figure("registered symbol", known.symbol),
                    ),
                )


def _called(scope: Scope, symbol: Untrusted) -> Iterator[RegisteredToken]:
    """Yield the registered tokens whose symbol a reader could not tell from this one."""
    wanted = plain(symbol.raw)
    yield from (known for known in scope.registered if plain(known.symbol) == wanted)


def _named(known: RegisteredToken) -> str:
    return joined(
        ", ",
        (
            say("{local} on {chain}", local=one.contract.local, chain=one.chain)
            for one in known.assets
        ),
    )


def _bearing(scope: Scope, known: RegisteredToken) -> Bearing:
    """Return NOTED where a file only adds a contract to the registered token's own."""
    own = {deployment.asset for deployment in scope.token.deployments}
    return Bearing.NOTED if own & set(known.assets) else Bearing.UNDECIDED


def _disguised(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.deployment(deployment.asset)
        if evidence is None:
            continue
        latin = case.scope.token.symbol.isascii()
        for what, read, only_latin in (
            ("symbol", evidence.symbol, latin),
            ("name", evidence.name, False),
        ):
            text = read.value if isinstance(read, Reading) else Untrusted("")
            for odd in oddities(text.raw, latin=only_latin):
                yield Violation(
                    describe(deployment, case.scope),
                    say("its {what} looks like another than it is: {odd}", what=what, odd=odd),
                    Bearing.NOTED,
                    (figure(what, text),),
                )


def _entered_twice(case: Case, _books: Books) -> Iterator[Violation]:
    for one, other in combinations(case.scope.token.deployments, 2):
        if one.asset.chain == other.asset.chain:
            yield from _same_ledger(case, one, other)
            yield from _runs(case, one, other)
            yield from _runs(case, other, one)


def _same_ledger(case: Case, one: Deployment, other: Deployment) -> Iterator[Violation]:
    first, second = case.deployment(one.asset), case.deployment(other.asset)
    if first is None or second is None:
        return
    supply, again = first.total_supply, second.total_supply
    if not isinstance(supply, Reading) or not isinstance(again, Reading):
        return
    if supply.value == 0 or supply.value != again.value:
        return
    alike = _alike(first, second)
    if alike is None:
        return
    where = say(
        "{local} and {local2}", local=one.asset.contract.local, local2=other.asset.contract.local
    )
    told = "and the same balances" if alike else "and no known account holds any to compare"
    yield Violation(
        describe(one, case.scope),
        say(
            "{where} answer with the same supply {told}: where these are two "
            "entries to one ledger, its tokens are counted twice",
            where=where,
            told=told,
        ),
        Bearing.UNDECIDED if alike else Bearing.NOTED,
        _entries(
            one.asset,
            other.asset,
            figure("supply in base units", supply.value),
            figure("accounts that hold the same", alike),
        ),
    )


def _alike(first: DeploymentEvidence, second: DeploymentEvidence) -> int | None:
    """Return how many accounts hold the same tokens, not none, at both; None where one differs."""
    others = {one.holder: one.balance for one in second.holders}
    alike = 0
    for one in first.holders:
        other = others.get(one.holder)
        if not isinstance(one.balance, Reading) or not isinstance(other, Reading):
            continue
        if one.balance.value != other.value:
            return None
        alike += one.balance.value != 0
    return alike


def _runs(case: Case, entry: Deployment, behind: Deployment) -> Iterator[Violation]:
    seen = case.seen(entry)
    proxy = None if seen is None else proxy_of(entry.asset.contract, seen)
    if proxy is not None and proxy.implementation == behind.asset.contract:
        yield Violation(
            describe(entry, case.scope),
            say(
                "{local} runs the code of {local2} ({kind}): what stands behind a "
                "proxy is no deployment of its own",
                local=entry.asset.contract.local,
                local2=behind.asset.contract.local,
                kind=proxy.kind,
            ),
            Bearing.NOTED,
            _entries(entry.asset, behind.asset),
        )


def _entries(one: AssetId, other: AssetId, *more: NamedQuantity) -> tuple[NamedQuantity, ...]:
    first: AccountId = one.contract
    return (figure("one", first), figure("other", other.contract), *more)


NOT_ANOTHER: Final = Check(
    "IDN-01",
    "No contract has the symbol of a registered token that it is not.",
    Severity.HIGH,
    "Anyone may deploy a contract that calls itself USDKG. Whatever adds up there adds up about "
    "another token than its holders believe. High, because it is how holders are robbed.",
    "Compare the address with the issuer's own publication. A true deployment that the registry "
    "lacks belongs beside the registered ones, in one file.",
    _of_another,
)
UNDISGUISED: Final = Check(
    "IDN-02",
    "No symbol or name of a contract mixes scripts or holds characters that do not show.",
    Severity.HIGH,
    "A Cyrillic letter in USDKG cannot be seen, and search, lists and people take the one for the "
    "other. No honest token needs it.",
    "Compare the address with the issuer's own publication.",
    _disguised,
)
ONE_ENTRY: Final = Check(
    "IDN-03",
    "No two contracts of one chain are entries to the same ledger.",
    Severity.HIGH,
    "Some tokens have an old and a new address over one storage. Added up they count every token "
    "twice, and what is frozen at one is not at the other.",
    "Leave one of them in the token's file, and say in an open point which and why.",
    _entered_twice,
)
