"""Who an account is, as somebody stated it: names and roles for people, evidence of nothing.

A label never changes a figure. Measures that leave labelled accounts out say so and name them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.tokens import Deployment, Token


class Role(StrEnum):
    """What an account is to a token."""

    OWNER = "owner"
    TREASURY = "treasury"
    EXCHANGE = "exchange"
    BRIDGE = "bridge"
    ESCROW = "escrow"
    CONTRACT = "contract"
    """A program that holds for others, such as a pool."""

    BURN = "burn"
    """Nobody is known to be able to move what is sent there."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is stated of one account."""

    account: AccountId
    name: str
    """Who it is, for people."""

    role: Role
    contract: bool | Unknown
    """Whether code stands at the address."""

    provenance: Provenance


def labels_of(
    token: Token, shipped: Iterable[Label], own: Iterable[Label] = ()
) -> Mapping[AccountId, Label]:
    """Return the label of each account that has one; of several the user's own, then the token's.

    Args:
        token: its contracts and known accounts are labelled by its own file.
        shipped: the registry's labels.
        own: those of the user's file.
    """
    contracts = (_contract(token, deployment) for deployment in token.deployments)
    accounts = (
        Label(known.account, known.label, Role(known.role), Unknown(), known.provenance)
        for known in token.accounts
    )
    found: dict[AccountId, Label] = {}
    for label in (*shipped, *contracts, *accounts, *own):
        found[label.account] = _with_what_was_known(label, found.get(label.account))
    return found


def _contract(token: Token, deployment: Deployment) -> Label:
    name = f"the {token.symbol} contract itself"
    return Label(
        deployment.asset.contract,
        name,
        Role.CONTRACT,
        contract=True,
        provenance=deployment.provenance,
    )


def _with_what_was_known(label: Label, weaker: Label | None) -> Label:
    # A token's file has no word on code; what another label knew of it is not lost.
    if weaker is None or not isinstance(label.contract, Unknown):
        return label
    return Label(label.account, label.name, label.role, weaker.contract, label.provenance)
