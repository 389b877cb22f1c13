"""The figures of an audit by their names: which there are, and the one that a person asks for."""

from collections.abc import Iterator

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.grounds import Ground, walk
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.reserve_grounds import reserve_grounds
from stableaudit.reconcile.supply_grounds import (
    balance_ground,
    balance_grounds,
    ledger_grounds,
    place,
    supply_grounds,
)


def figures_of(result: Result) -> tuple[Ground, ...]:
    """Return every figure that has a name of its own, the total supply first; never empty.

    Balances of accounts without a label have names, too, and are not listed: they may be millions.
    """
    supplies = tuple(supply_grounds(result))
    return (
        *supplies,
        *balance_grounds(result),
        *ledger_grounds(result, supplies),
        *reserve_grounds(result, supplies[0]),
    )


def figure_named(result: Result, name: str) -> Ground:
    """Return the figure of that name, one that stands below another included.

    Raises:
        DeclarationError: there is none; the error lists those there are.
    """
    listed = figures_of(result)
    by_name = {each.name: each for one in listed for each in walk(one)}
    found = by_name.get(name) or next(_balances(result, name), None)
    if found is None:
        places = [place(result.case, one) for one in result.case.scope.token.deployments]
        known = [
            *(one.name for one in listed),
            *(say("balance.{each}.ACCOUNT", each=each) for each in places),
        ]
        # Keys of chains are a bundle's word, too.
        hint = say(
            "known: {untrusted}", untrusted=joined(", ", (str(Untrusted(each)) for each in known))
        )
        raise DeclarationError(f"no figure is called {name!r}", where="FIGURE", hint=hint)
    return found


def _balances(result: Result, name: str) -> Iterator[Ground]:
    for deployment in result.case.scope.token.deployments:
        head = say("balance.{place}.", place=place(result.case, deployment))
        if not name.startswith(head):
            continue
        try:
            holder = AccountId.on(deployment.asset.chain, name.removeprefix(head))
        except ValueError:
            continue
        yield balance_ground(result.case, deployment, holder)
