"""A price feed contract: the schema of its file, and the domain value it describes."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from stableaudit.adapters.files.addresses import account_on
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import (
    Address,
    Currency,
    DecimalPlaces,
    Fact,
    Key,
    ShortText,
)
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import FeedSpec


class FeedFile(Fact, frozen=True, kw_only=True):
    """One contract that answers the price of one unit of base in quote."""

    key: Annotated[Key, Meta(description="Shared by all feeds of one pair, such as xau-usd.")]
    chain: Annotated[Key, Meta(description="Key of the chain it stands on.")]
    address: Annotated[Address, Meta(description="The feed's proxy contract, checksummed.")]
    base: Annotated[Currency, Meta(description="What is priced; XAU is one fine troy ounce.")]
    quote: Annotated[Currency, Meta(description="The currency of the price.")]
    decimals: Annotated[DecimalPlaces, Meta(description="Decimals of the answer.")]
    description: Annotated[ShortText, Meta(description="What description() must answer.")]


def feed_from(document: Document, chains: Mapping[str, ChainId], *, trusted: bool) -> FeedSpec:
    """Return the feed that a file describes.

    Args:
        document: the parsed file.
        chains: the chains that may be named, by key.
        trusted: see addresses.account_on.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; the chain is not known or
            the address is none of its addresses.
    """
    table = convert(document, FeedFile)
    chain = chains.get(table.chain)
    if chain is None:
        raise document.error(
            f"no chain is called {table.chain}", ("chain",), hint=f"known: {', '.join(chains)}"
        )
    with document.blame("address"):
        contract = account_on(chain, table.address, trusted=trusted)
    return FeedSpec(
        key=table.key,
        contract=contract,
        base=table.base,
        quote=table.quote,
        decimals=table.decimals,
        description=table.description,
        provenance=Provenance(table.source, table.as_of),
    )
