"""The head of a scenario: which contract, and how it is when the scenario begins."""

from collections.abc import Mapping
from typing import Final

from tests.devnet.scenario import laws
from tests.devnet.scenario.steps import FeedHead, Multisig, TokenHead
from tests.devnet.scenario.words import Words

CHAINS: Final[Mapping[str, str]] = {
    "ethereum": "eip155:1",
    "bnb": "eip155:56",
    "tron": "tron:0x2b6653dc",
}


def token_head(words: Words) -> TokenHead:
    """Read what follows `token`.

    Raises:
        ScenarioError: it cannot be understood.
    """
    name = words.take()
    words.expect("on")
    chain = _chain(words)
    words.expect("at")
    address = words.account({})
    words.expect("law")
    law = words.take()
    if law not in laws.ROLES:
        raise words.error(f"a law is one of {', '.join(laws.ROLES)}, not {law!r}")
    words.expect("decimals")
    decimals = words.integer()
    supply = words.amount(decimals) if words.accept("supply") else 0
    if supply and law != "tether":
        raise words.error(f"the constructor of a {law} token creates no supply")
    roles, multisigs = _roles(words, law)
    return TokenHead(words.line, name, chain, address, law, decimals, supply, roles, multisigs)


def feed_head(words: Words) -> FeedHead:
    """Read what follows `feed`.

    Raises:
        ScenarioError: it cannot be understood.
    """
    description = [words.take()]
    while not words.accept("on"):
        description.append(words.take())
    chain = _chain(words)
    words.expect("at")
    address = words.account({})
    words.expect("decimals")
    decimals = words.integer()
    words.expect("owner")
    owner = words.account({})
    words.expect("aggregator")
    aggregator = words.account({})
    return FeedHead(words.line, " ".join(description), chain, address, decimals, owner, aggregator)


def _chain(words: Words) -> str:
    name = words.take()
    if name not in CHAINS:
        raise words.error(f"a chain is one of {', '.join(CHAINS)}, not {name!r}")
    return CHAINS[name]


def _roles(words: Words, law: str) -> tuple[Mapping[str, bytes], tuple[Multisig, ...]]:
    named: dict[str, bytes] = {}
    multisigs: list[Multisig] = []
    while words.more():
        role = words.take()
        if role not in laws.ROLES[law]:
            raise words.error(f"a {law} token has {', '.join(laws.ROLES[law])}, not {role!r}")
        multisig = words.multisig()
        if multisig is None:
            named[role] = words.account(named)
        else:
            named[role] = multisig.address
            multisigs.append(multisig)
    for role in laws.ROLES[law]:
        if role not in named and (role == "owner" or role in laws.CONTRACT_ROLES):
            raise words.error(f"a {law} token needs `{role} <account>`")
    complete = {role: named.get(role, named["owner"]) for role in laws.ROLES[law]}
    return complete, tuple(multisigs)
