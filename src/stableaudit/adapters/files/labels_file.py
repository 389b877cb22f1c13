"""Labels of accounts: the schema of their file, and the domain values it describes."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stableaudit.adapters.files.addresses import account_on
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import Address, Fact, Key, ShortText
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.labels import Label, Role

_Role = Literal["owner", "treasury", "exchange", "bridge", "escrow", "contract", "burn"]


class LabelTable(Fact, frozen=True, kw_only=True):
    """Who one account is."""

    chain: Annotated[Key, Meta(description="Key of the chain it is on.")]
    address: Annotated[Address, Meta(description="0x… (EIP-55), on TRON T….")]
    label: Annotated[ShortText, Meta(description="Who it is, for people.")]
    role: Annotated[_Role, Meta(description="What it is to the tokens it holds.")]
    contract: Annotated[
        bool | msgspec.UnsetType,
        Meta(description="Whether code stands at the address. Left out where it is not known."),
    ] = msgspec.UNSET


class LabelsFile(Fact, frozen=True, kw_only=True):
    """Names of accounts, for every token they hold."""

    key: Annotated[Key, Meta(description="Name of this collection.")]
    labels: Annotated[
        tuple[LabelTable, ...],
        Meta(min_length=1, max_length=10_000, description="One table for each account."),
    ]


def labels_from(
    document: Document, chains: Mapping[str, ChainId], *, trusted: bool
) -> tuple[Label, ...]:
    """Return the labels that a file states, in its order, no account twice.

    Args:
        document: the parsed file.
        chains: the chains that may be named, by key.
        trusted: see addresses.account_on.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; the chain is not known, the
            address is none of its addresses, or stands twice.
    """
    table = convert(document, LabelsFile)
    labels: dict[AccountId, Label] = {}
    for index, one in enumerate(table.labels):
        account = _account(document, index, one, chains, trusted=trusted)
        if account in labels:
            problem = f"{account} is labelled twice"
            raise document.error(problem, ("labels", index, "address"))
        labels[account] = Label(
            account,
            one.label,
            Role(one.role),
            Unknown() if one.contract is msgspec.UNSET else one.contract,
            Provenance(one.source, one.as_of),
        )
    return tuple(labels.values())


def _account(
    document: Document,
    index: int,
    table: LabelTable,
    chains: Mapping[str, ChainId],
    *,
    trusted: bool,
) -> AccountId:
    chain = chains.get(table.chain)
    if chain is None:
        raise document.error(
            f"no chain is called {table.chain}",
            ("labels", index, "chain"),
            hint=f"known: {', '.join(sorted(chains))}",
        )
    with document.blame("labels", index, "address"):
        return account_on(chain, table.address, trusted=trusted)
