"""The schema of a configuration file. Every key may be left out; none may be misspelt."""

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from stableaudit.adapters.files.vocabulary import (
    FigureText,
    Hash,
    HeaderName,
    Key,
    PaceText,
    PathText,
    Seconds,
    ShareText,
    ShortText,
    Strict,
    VariableName,
)

FailOn: TypeAlias = Literal["info", "low", "medium", "high", "critical", "never"]
Days: TypeAlias = Annotated[int, Meta(ge=0, le=36_500)]
_Url: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2000)]


class ConfiguredEndpoint(Strict, frozen=True, kw_only=True):
    """One endpoint to ask instead of the public ones."""

    url: Annotated[_Url, Meta(description="http or https URL; the key, if any, stays out of it.")]
    operator: Annotated[
        ShortText, Meta(description="Who runs it; two URLs of one operator are one voice.")
    ]
    requests_per_second: Annotated[
        PaceText | UnsetType,
        Meta(description='The pace its operator asks for, such as "10".'),
    ] = UNSET
    key_env: Annotated[
        VariableName | UnsetType,
        Meta(description="Environment variable that holds the key. With key_header."),
    ] = UNSET
    key_header: Annotated[
        HeaderName | UnsetType,
        Meta(description="HTTP header that carries the key. With key_env."),
    ] = UNSET

    def __post_init__(self) -> None:
        """Require both words on a key, or neither."""
        if (self.key_env is UNSET) != (self.key_header is UNSET):
            message = "key_env and key_header go together"
            raise ValueError(message)


class ConfiguredChain(Strict, frozen=True, kw_only=True):
    """What differs from the registry for one chain."""

    endpoints: Annotated[
        Annotated[tuple[ConfiguredEndpoint, ...], Meta(min_length=1, max_length=20)] | UnsetType,
        Meta(description="Whom to ask; replaces the registry's list."),
    ] = UNSET
    beacon: Annotated[
        _Url | UnsetType,
        Meta(description="Beacon endpoint, for --beacon-root; of Ethereum alone. Default none."),
    ] = UNSET
    genesis: Annotated[
        Hash | UnsetType,
        Meta(description="Hash of block 0, for a devnet: any but the registered is simulated."),
    ] = UNSET
    simulated: Annotated[
        bool | UnsetType, Meta(description="True labels all its readings as simulated.")
    ] = UNSET
    max_head_age_seconds: Annotated[
        Seconds | UnsetType, Meta(description="An older head is stale.")
    ] = UNSET
    max_final_age_seconds: Annotated[
        Seconds | UnsetType, Meta(description="An older last final block is stale.")
    ] = UNSET


class PolicyTable(Strict, frozen=True, kw_only=True):
    """What is still acceptable on the reserve side; the token side has no tolerance."""

    min_coverage: Annotated[
        FigureText | UnsetType, Meta(description='Least coverage, such as "1.00".')
    ] = UNSET
    max_statement_age_days: Annotated[
        Annotated[int, Meta(ge=1, le=36_500)] | UnsetType,
        Meta(description="An older reserve statement is stale."),
    ] = UNSET
    max_price_age_seconds: Annotated[
        Seconds | UnsetType, Meta(description="An older price is stale while the market is open.")
    ] = UNSET
    max_weekend_price_age_seconds: Annotated[
        Seconds | UnsetType, Meta(description="The same while the gold market is closed.")
    ] = UNSET
    max_feed_divergence: Annotated[
        FigureText | UnsetType,
        Meta(description='Largest difference between feeds, as a share: "0.005" is 0.5 %.'),
    ] = UNSET
    max_price_divergence: Annotated[
        FigureText | UnsetType,
        Meta(
            description="Largest difference between a statement's own price and the feeds' at its "
            'time, as a share: "0.01" is 1 %.'
        ),
    ] = UNSET
    max_skew_seconds: Annotated[
        Seconds | UnsetType, Meta(description="Largest distance between the reference blocks.")
    ] = UNSET
    gold_haircut: Annotated[
        ShareText | UnsetType,
        Meta(description='Share of the value of gold that is not counted, such as "0.15".'),
    ] = UNSET
    crypto_haircut: Annotated[
        ShareText | UnsetType, Meta(description="The same of crypto on chain.")
    ] = UNSET
    other_haircut: Annotated[
        ShareText | UnsetType, Meta(description="The same of every other class.")
    ] = UNSET
    coverage_basis: Annotated[
        Literal["minted", "redeemable"] | UnsetType,
        Meta(
            description="Coverage of which tokens decides: all that are minted, or the redeemable "
            "ones, if every deduction is verified on chain."
        ),
    ] = UNSET
    max_rate_age_days: Annotated[
        Annotated[int, Meta(ge=1, le=36_500)] | UnsetType,
        Meta(description="An older exchange rate is stale. Default 14."),
    ] = UNSET
    max_rate_divergence: Annotated[
        FigureText | UnsetType,
        Meta(description='Largest difference between rates, as a share: "0.001" is 0.1 %.'),
    ] = UNSET
    min_gold_fall: Annotated[
        FigureText | UnsetType,
        Meta(description='Fall of gold that coverage must stand, as a share: "0.05" is 5 %.'),
    ] = UNSET
    max_holder_share: Annotated[
        FigureText | UnsetType,
        Meta(description='Largest share of the tokens in one account, such as "0.25".'),
    ] = UNSET
    match_window_days: Annotated[
        Days | UnsetType, Meta(description="Between a mint and its declared issuance. Default 7.")
    ] = UNSET
    max_event_lag_days: Annotated[
        Days | UnsetType,
        Meta(description="Between a mint and the publication of what explains it. Default 35."),
    ] = UNSET


class RatesTable(Strict, frozen=True, kw_only=True):
    """Where exchange rates come from, for tokens of another currency than the dollar."""

    nbkr_url: Annotated[
        _Url | UnsetType,
        Meta(description="The National Bank's daily.xml; https, or http on this machine."),
    ] = UNSET
    second_url: Annotated[
        _Url | UnsetType,
        Meta(description="A server of Frankfurter, the second source; https likewise."),
    ] = UNSET
    file: Annotated[
        PathText | UnsetType,
        Meta(
            description="A copy of daily.xml, from this file's directory; then the National Bank "
            "is not asked. Default none."
        ),
    ] = UNSET
    simulated: Annotated[
        bool | UnsetType, Meta(description="True labels all rates as simulated.")
    ] = UNSET


class ConfigFile(Strict, frozen=True, kw_only=True):
    """Settings of the program; options and STABLEAUDIT_* variables are stronger."""

    timeout_seconds: Annotated[
        Seconds | UnsetType, Meta(description="For the whole command. Default 120.")
    ] = UNSET
    request_timeout_seconds: Annotated[
        Seconds | UnsetType, Meta(description="For one request. Default 15.")
    ] = UNSET
    max_response_bytes: Annotated[
        Annotated[int, Meta(ge=1024, le=1 << 30)] | UnsetType,
        Meta(description="Largest answer read, after decompression. Default 32 MiB."),
    ] = UNSET
    operators: Annotated[
        Annotated[int, Meta(ge=1, le=20)] | UnsetType,
        Meta(description="How many independent operators to ask. Default 2."),
    ] = UNSET
    quorum: Annotated[
        Annotated[int, Meta(ge=0, le=10)] | UnsetType,
        Meta(
            description="How many operators must agree on each figure; twice as many less one are "
            "then asked, and outvote the rest. Default 0: as many as do."
        ),
    ] = UNSET
    most_balances: Annotated[
        Annotated[int, Meta(ge=1, le=100_000_000)] | UnsetType,
        Meta(
            description="Accounts whose balance a chain is asked for at most; a twentieth of it on "
            "TRON, where each is a request. Default 100000."
        ),
    ] = UNSET
    fail_on: Annotated[
        FailOn | UnsetType, Meta(description="Least severity that fails the check. Default high.")
    ] = UNSET
    store: Annotated[
        PathText | UnsetType,
        Meta(
            description="Folder of the ledgers that sync fills, from this file's directory. "
            "Default: ledgers in the user's data directory."
        ),
    ] = UNSET
    labels: Annotated[
        PathText | UnsetType,
        Meta(description="A labels file of one's own, from this file's directory. Default none."),
    ] = UNSET
    policy: Annotated[PolicyTable | UnsetType, Meta(description="Thresholds.")] = UNSET
    rates: Annotated[RatesTable | UnsetType, Meta(description="Exchange rates.")] = UNSET
    chains: Annotated[
        dict[Key, ConfiguredChain] | UnsetType,
        Meta(description="What differs from the registry, by the chain's key."),
    ] = UNSET
