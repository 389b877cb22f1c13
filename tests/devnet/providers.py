"""The limits that public endpoints set to `eth_getLogs`, with the texts in which they refuse.

Texts and codes are those that were seen of real providers (the project's notes on EVM, 2.1, all
second-hand); the HTTP status is 200 wherever no other was seen, and the codes of Cloudflare,
QuickNode and PublicNode's range are guesses, as nobody noted them. Heights of a devnet are small:
`narrowed` sets the same provider smaller limits, which its texts then name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Limit:
    """A most, and the refusal of what is more."""

    most: int
    code: int
    text: str
    """May name `{most}`, `{grouped}` (10,000), `{thousands}` (10k), and the range that would do:
    `{first}` to `{last}` in hexadecimal, `{a}` to `{b}` in decimal."""
    status: int = 200
    """Of HTTP, where the request was no batch."""
    both_ends: bool = True
    """Of blocks: whether `to` counts too, so that from 1 to 10 are ten."""
    suggests: bool = False
    """Whether the error's `data` names the range that would do."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What one provider allows of `eth_getLogs`; None allows everything."""

    name: str
    blocks: Limit | None = None
    results: Limit | None = None
    anywhere: Limit | None = None
    """Refuses filters without an address."""
    batched: Limit | None = None
    """Refuses every call of a batch."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error instead of an answer."""

    status: int
    error: dict[str, Any]


PUBLICNODE: Final = Provider(
    "publicnode",
    blocks=Limit(50_000, -32701, "exceed maximum block range: {most}", both_ends=False),
    anywhere=Limit(
        0,
        -32701,
        "Please specify an address in your request or, to remove restrictions, order a dedicated "
        "full node",
    ),
)
ALCHEMY_FREE: Final = Provider(
    "alchemy, free",
    blocks=Limit(
        10,
        -32600,
        "Under the Free tier plan, you can make eth_getLogs requests with up to a {most} block "
        "range. Based on your parameters, this block range should work: [{first}, {last}]",
    ),
)
INFURA: Final = Provider(
    "infura",
    results=Limit(
        10_000,
        -32005,
        "query returned more than {most} results. Try with this block range [{first}, {last}].",
        suggests=True,
    ),
)
LLAMARPC: Final = Provider(
    "llamarpc",
    blocks=Limit(
        1_000, -32603, "eth_getLogs range is too large, max is {thousands} blocks", both_ends=False
    ),
    results=Limit(20_000, -32602, "query exceeds max results {most}"),
)
RETH: Final = Provider(
    "reth",
    blocks=Limit(100_000, -32602, "query exceeds max block range {most}", both_ends=False),
    results=Limit(20_000, -32602, "query exceeds max results {most}, retry with the range {a}-{b}"),
)
DRPC_FREE: Final = Provider(
    "drpc, free",
    blocks=Limit(10_000, 35, "ranges over {most} blocks are not supported on freetier"),
)
QUICKNODE: Final = Provider(
    "quicknode",
    blocks=Limit(
        10_000, -32614, "eth_getLogs is limited to a {grouped} range", status=413, both_ends=False
    ),
)
ONE_RPC: Final = Provider(
    "1rpc",
    blocks=Limit(50, -32602, "eth_getLogs is limited to 0 - {most} blocks range", both_ends=False),
)
CLOUDFLARE: Final = Provider("cloudflare", blocks=Limit(800, -32602, "Max range: {most}"))
ANKR: Final = Provider(
    "ankr",
    blocks=Limit(3_000, -32600, "block range is too wide", both_ends=False),
    results=Limit(200_000, -32600, "query exceeds max results {most}"),
)
BSC_DATASEED: Final = Provider(
    "bsc-dataseed",
    blocks=Limit(0, -32005, "limit exceeded"),
    batched=Limit(0, -32005, "method {method} in batch triggered rate limit"),
)

PROVIDERS: Final = (
    *(PUBLICNODE, ALCHEMY_FREE, INFURA, LLAMARPC, RETH, DRPC_FREE),
    *(QUICKNODE, ONE_RPC, CLOUDFLARE, ANKR, BSC_DATASEED),
)


def narrowed(
    provider: Provider, *, blocks: int | None = None, results: int | None = None
) -> Provider:
    """Return the provider with smaller limits of the kinds that it has.

    Raises:
        ValueError: it has no limit of this kind.
    """
    changed = provider
    if blocks is not None:
        changed = replace(changed, blocks=_smaller(provider, provider.blocks, blocks))
    if results is not None:
        changed = replace(changed, results=_smaller(provider, provider.results, results))
    return changed


def refusal_of_batch(provider: Provider, method: str) -> Refusal | None:
    """Return how a call is refused for being in a batch; None where it is not."""
    if provider.batched is None:
        return None
    text = provider.batched.text.format(method=method)
    return Refusal(provider.batched.status, {"code": provider.batched.code, "message": text})


def refusal_of_query(
    provider: Provider, first: int, last: int, *, has_address: bool
) -> Refusal | None:
    """Return how a query for a closed range is refused before it is looked at; None if not."""
    if provider.anywhere is not None and not has_address:
        return _refused(provider.anywhere, first, last)
    limit = provider.blocks
    if limit is None or last - first + limit.both_ends <= limit.most:
        return None
    return _refused(limit, first, first + limit.most - limit.both_ends)


def refusal_of_answer(
    provider: Provider, logs: Sequence[dict[str, Any]], first: int
) -> Refusal | None:
    """Return how an answer is refused for its length; None where it is not."""
    limit = provider.results
    if limit is None or len(logs) <= limit.most:
        return None
    # The first block that does not fit whole; a block that alone is too much is named all the same.
    over = int(logs[limit.most]["blockNumber"], 16)
    return _refused(limit, first, max(first, over - 1))


def _refused(limit: Limit, first: int, last: int) -> Refusal:
    text = limit.text.format(
        most=limit.most,
        grouped=f"{limit.most:,}",
        thousands=f"{limit.most // 1000}k" if limit.most >= 1000 else str(limit.most),
        first=hex(first),
        last=hex(last),
        a=first,
        b=last,
    )
    error: dict[str, Any] = {"code": limit.code, "message": text}
    if limit.suggests:
        error["data"] = {"from": hex(first), "to": hex(last), "limit": limit.most}
    return Refusal(limit.status, error)


def _smaller(provider: Provider, limit: Limit | None, most: int) -> Limit:
    if limit is None:
        raise ValueError(f"{provider.name} has no such limit to narrow")
    return replace(limit, most=most)
