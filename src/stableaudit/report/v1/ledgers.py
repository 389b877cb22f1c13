"""Books 1 and 2 as objects of the JSON report, version 1. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    AmountOrOpen,
    Block,
    Caip,
    Count,
    Flag,
    Instant,
    Integer,
    Open,
    RangeOrOpen,
    Record,
    Text,
    Unavailable,
)

Attribution = Annotated[
    str,
    Meta(description="Where the account is known from: `log`, `nested-calldata`, … or `none`."),
]


class Coverage(Record, frozen=True, tag_field="status", tag="known"):
    """What the ledger holds: every block from the first to the last."""

    first_block: Integer
    first_because: Text
    last_block: Block
    windows: Count
    transfers: Count
    supply_events: Annotated[Count, Meta(description="Mints, burns, and transfers beside them.")]
    irregular_logs: Count
    differences_decided: Count
    sources: tuple[Text, ...]


class Mismatch(Record, frozen=True):
    """An account whose balance on chain is not the ledger's. Base units."""

    account: Caip
    ledger: Integer
    chain: Integer


class Sheet(Record, frozen=True, tag_field="status", tag="compared"):
    """Every account's balance as one operator answered, against the ledger."""

    operator: Text
    endpoint: Text
    method: Text
    asked: Count
    equal: Count
    mismatched: Count
    mismatches: Annotated[
        tuple[Mismatch, ...], Meta(description="The largest; `mismatched` has their number.")
    ]
    not_asked: Annotated[Count, Meta(description="Accounts with a balance that were not asked.")]
    residual: Annotated[AmountOrOpen, Meta(description="Total supply − Σ balanceOf.")]


class Share(Record, frozen=True):
    """What so many of the largest holders have together."""

    holders: Count
    share: RangeOrOpen


class Distribution(Record, frozen=True, tag_field="status", tag="known"):
    """How the token is spread over accounts."""

    holders: Count
    above_one_token: Count
    set_apart: Annotated[Count, Meta(description="Accounts that were left out of the measures.")]
    top: tuple[Share, ...]
    hhi: RangeOrOpen
    effective_holders: RangeOrOpen
    nakamoto: Annotated[Count, Meta(description="Fewest holders with more than half.")]
    gini: Annotated[RangeOrOpen, Meta(description="Among holders of more than one token.")]


class SupplyEvent(Record, frozen=True):
    """A mint or burn whose account no log names."""

    kind: Annotated[str, Meta(description="`mint`, `burn` or `wipe`.")]
    block: Integer
    time: Instant
    transaction: Text
    account: Annotated[Caip | None, Meta(description="Null where it stands in suspense.")]
    attribution: Attribution
    amount: AmountOrOpen


class Holder(Record, frozen=True):
    """One of the largest holders, by the ledger."""

    account: Caip
    address: Address
    balance: AmountOrOpen
    label: Text
    contract: Annotated[bool | None, Meta(description="Null where nobody could tell.")]


class Ledger(Record, frozen=True):
    """Books 1 and 2 of one deployment."""

    asset: Caip
    chain_title: Text
    simulated: Flag
    depth: Annotated[
        Literal["full", "supply-events"], Meta(description="What the ledger is made of.")
    ]
    coverage: Coverage | Open
    minted: AmountOrOpen
    burned: AmountOrOpen
    events_supply: Annotated[AmountOrOpen, Meta(description="minted − burned.")]
    total_supply: AmountOrOpen
    residual: Annotated[AmountOrOpen, Meta(description="Book 1: events − total supply.")]
    balances: AmountOrOpen
    balances_residual: Annotated[
        AmountOrOpen, Meta(description="Book 2: Σ balances − total supply.")
    ]
    suspense: AmountOrOpen
    unattributed_events: Count
    sheets: tuple[Sheet | Unavailable, ...]
    distribution: Distribution | Open
    without_labelled_and_contracts: Distribution | Open
    unlogged: Annotated[
        tuple[SupplyEvent, ...], Meta(description="The first whose account no log names.")
    ]
    largest: tuple[Holder, ...]
