"""How a token is spread over its holders: exact measures, for millions of accounts.

Measured are accounts with a positive balance that are not set apart. Set apart, and counted beside:

- negative balances, which are a gap in the ledger and nobody's holding;
- tokens in suspense, whose holder is not known;
- whatever accounts the caller excludes, such as contracts and an issuer's treasury.

Shares are of what the measured accounts hold together, so that excluding an exchange's wallet
answers how the rest is spread. A floor leaves out dust where dust decides the answer: in counting
holders and in the Gini coefficient, which by many tiny accounts comes as near to 1 as one likes.

Source: Herfindahl and Hirschman, sum of squared shares, and its inverse as effective number; Gini
as mean absolute difference by half the mean; Nakamoto coefficient, Srinivasan and Lee 2017.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, compress

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import HolderColumns
from stableaudit.domain.phrases import say


@dataclass(frozen=True, slots=True)
class SetApart:
    """Balances that are not measured."""

    accounts: int
    base_units: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of what is held few hold."""

    top: tuple[tuple[int, Fraction], ...]
    """For each number asked, the share of that many largest holders; 1 where there are fewer."""

    hhi: Fraction
    """Sum of squared shares, from 1/n to 1."""

    effective_holders: Fraction
    """How many equal holders would give this HHI: its inverse."""

    nakamoto: int
    """The fewest holders who together have more than half."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Who holds a token, in figures. Base units."""

    holders: int
    base_units: int
    """What they hold together."""

    floor: int
    above_floor: int
    """Holders of more than the floor."""

    concentration: Concentration | None
    """None where nobody holds anything: there is nothing to share."""

    gini: Fraction | None
    """Over holders above the floor, from 0 (all equal); None where there are none."""

    excluded: SetApart
    """Accounts with a positive balance that were excluded."""

    negative: SetApart
    suspense: int
    """Net balance of the suspense account; shown, not measured."""


def measure(
    holders: HolderColumns,
    *,
    floor: int,
    top: Sequence[int],
    excluded: frozenset[bytes],
    suspense: int,
) -> Distribution:
    """Return the distribution of a ledger's holders.

    floor: base units; holders of this much or less are not counted above it.
    top: numbers of largest holders whose share is wanted.
    excluded: addresses of 20 bytes.

    Raises:
        ValueError: the floor is negative, or a number in `top` is not positive.
    """
    if floor < 0 or any(number <= 0 for number in top):
        message = say(
            "a floor of {floor} and shares of the top {list} cannot be measured",
            floor=floor,
            list=list(top),
        )
        raise ValueError(message)
    negative = [balance for balance in holders.balances if balance < 0]
    left_out = _left_out(holders, excluded)
    kept = [not each for each in left_out]
    apart = [balance for balance in compress(holders.balances, left_out) if balance > 0]
    balances = [balance for balance in compress(holders.balances, kept) if balance > 0]
    balances.sort(reverse=True)
    above = [balance for balance in balances if balance > floor]
    return Distribution(
        holders=len(balances),
        base_units=sum(balances),
        floor=floor,
        above_floor=len(above),
        concentration=_concentration(balances, top) if balances else None,
        gini=_gini(above) if above else None,
        excluded=SetApart(len(apart), sum(apart)),
        negative=SetApart(len(negative), sum(negative)),
        suspense=suspense,
    )


def _left_out(holders: HolderColumns, excluded: frozenset[bytes]) -> list[bool]:
    starts = range(0, len(holders.addresses), ADDRESS_BYTES)
    if not excluded:
        return [False] * len(starts)
    return [holders.addresses[at : at + ADDRESS_BYTES] in excluded for at in starts]


def _concentration(balances: list[int], top: Sequence[int]) -> Concentration:
    """Measure balances in descending order, at least one, all positive."""
    total = sum(balances)
    squares = sum(map(int.__mul__, balances, balances))
    return Concentration(
        top=tuple((number, Fraction(sum(balances[:number]), total)) for number in top),
        hhi=Fraction(squares, total * total),
        effective_holders=Fraction(total * total, squares),
        nakamoto=next(
            count for count, held in enumerate(accumulate(balances), start=1) if 2 * held > total
        ),
    )


def _gini(balances: list[int]) -> Fraction:
    """Measure balances in descending order, at least one, all positive.

    With ranks from the largest, the mean absolute difference is linear in rank times balance.
    """
    count, total = len(balances), sum(balances)
    ranked = sum(map(int.__mul__, range(1, count + 1), balances))
    return Fraction((count + 1) * total - 2 * ranked, count * total)
