"""A chain: the schema of its file, and the domain value it describes."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.endpoints import require_plain_url
from stableaudit.adapters.files.vocabulary import (
    Caip2,
    Fact,
    Hash,
    Key,
    PaceText,
    Seconds,
    ShortText,
    pace_of,
)
from stableaudit.adapters.files.voices import operators_of
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality


class EndpointTable(Fact, frozen=True, kw_only=True):
    """One public endpoint that needs no key."""

    url: Annotated[ShortText, Meta(description="https URL without key, user or query.")]
    operator: Annotated[
        ShortText, Meta(description="Who runs it; two URLs of one operator are one voice.")
    ]
    requests_per_second: Annotated[
        PaceText | UnsetType,
        Meta(description='The pace its operator asks for, such as "0.9".'),
    ] = UNSET


class ChainFile(Fact, frozen=True, kw_only=True):
    """One chain: how to know it, how it is final, whom to ask."""

    key: Annotated[Key, Meta(description="Short name in commands and files.")]
    title: Annotated[ShortText, Meta(description="Name for people.")]
    id: Annotated[Caip2, Meta(description="CAIP-2 name, such as eip155:1.")]
    genesis: Annotated[Hash, Meta(description="Hash of block 0; on TRON its block id.")]
    finality: Annotated[
        Literal["finalized-tag", "solidified"],
        Meta(description="How the chain tells its last final block."),
    ]
    max_head_age_seconds: Annotated[Seconds, Meta(description="An older head is stale.")]
    max_final_age_seconds: Annotated[
        Seconds, Meta(description="Older than this, the last final block says finality stopped.")
    ]
    endpoints: Annotated[
        tuple[EndpointTable, ...], Meta(min_length=1, description="Whom to ask, in order.")
    ]


def chain_from(document: Document) -> ChainSpec:
    """Return the chain that a file describes.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; an endpoint is named twice
            or its URL carries a user, a query or no https.
    """
    table = convert(document, ChainFile)
    for index, endpoint in enumerate(table.endpoints):
        with document.blame("endpoints", index, "url"):
            require_plain_url(endpoint.url)
    operators = operators_of(document, ("endpoints",), table.endpoints)
    with document.blame("id"):
        chain = ChainId.parse(table.id)
    return ChainSpec(
        key=table.key,
        title=table.title,
        id=chain,
        genesis=table.genesis,
        finality=Finality(table.finality),
        max_head_age_seconds=table.max_head_age_seconds,
        max_final_age_seconds=table.max_final_age_seconds,
        endpoints=tuple(
            Endpoint(operator, one.url, requests_per_second=pace_of(one.requests_per_second))
            for operator, one in zip(operators, table.endpoints, strict=True)
        ),
        provenance=Provenance(table.source, table.as_of),
    )
