"""The stress book as objects of the JSON report, version 1. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import Decimal, Flag, Range, Record, Text

DriverKind = Annotated[
    Literal["gold", "currency", "coin"], Meta(description="What sort of thing moves a value.")
]


class Change(Record, frozen=True):
    """By which share of its value all of one kind moves."""

    kind: DriverKind
    change: Annotated[str, Meta(description="Signed: -0.05 is a fall of 5 %.")]


class Outcome(Record, frozen=True):
    """What a scenario leaves."""

    changes: tuple[Change, ...]
    redeemed: Annotated[str, Meta(description="Share of all tokens redeemed at par.")]
    days: Annotated[int, Meta(description="In how many days; 0 where none are redeemed.")]
    combined: Flag
    coverage: Range
    surplus: Range


class Limit(Record, frozen=True, tag_field="status", tag="share"):
    """A share up to which a limit holds."""

    share: Decimal


class NoLimit(Record, frozen=True, tag_field="status", tag="none"):
    """No share says it."""

    why: Annotated[
        Literal["already", "never"],
        Meta(description="The limit is passed before anything moves, or by nothing."),
    ]


class Reach(Record, frozen=True):
    """Where a limit lies, by the worst and by the best reading of the declared figures."""

    pessimistic: Limit | NoLimit
    optimistic: Limit | NoLimit


class Reverse(Record, frozen=True):
    """How far one driver alone may fall before coverage is below the required one."""

    driver: Text
    kind: DriverKind
    fall: Reach


class Stress(Record, frozen=True, tag_field="status", tag="known"):
    """Coverage after shocks. The liability is all natively minted tokens at par."""

    outcomes: tuple[Outcome, ...]
    reverse: tuple[Reverse, ...]
    redemption_until_spent: Reach
    unmoved: Annotated[
        tuple[Text, ...], Meta(description="Drivers that no scenario moves: the tokens' own.")
    ]
