"""`--beacon-root` and `--fast-finality`: roots from which signatures show a block final."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from stableaudit.domain.finality import TrustedRoot
    from stableaudit.domain.identifiers import ChainId
    from stableaudit.domain.tokens import ChainSpec

F = TypeVar("F", bound=Callable[..., Any])

_BEACON: Final = "--beacon-root"
_VOTES: Final = "--fast-finality"

_BEACON_ROOT = click.option(
    _BEACON,
    "beacon_root",
    metavar="HASH",
    help="Prove by the sync committee which block of Ethereum is final. HASH is the root of a "
    "beacon block of the last day that you trust; the endpoint is the setting "
    "chains.ethereum.beacon.",
)
_FAST_FINALITY = click.option(
    _VOTES,
    "fast_finality",
    metavar="HASH",
    help="Prove by the validators' votes which block of BNB Chain is final. HASH is of a block "
    "that you trust: the last multiple of 1000 at or before the reference block.",
)


def finality_options(command: F) -> F:
    """Add the options that ask for a proof of finality."""
    return _BEACON_ROOT(_FAST_FINALITY(command))


def trusted_roots(
    *, beacon_root: str | None, fast_finality: str | None, chains: "tuple[ChainSpec, ...]"
) -> "tuple[TrustedRoot, ...]":
    """Return the roots that the options name, of chains that the check reads.

    Raises:
        click.BadParameter: no such chain is read, or a hash is none.
    """
    from stableaudit.domain.finality import FAST_FINALITY, SYNC_COMMITTEE

    known = {spec.id for spec in chains}
    given = ((_BEACON, beacon_root, SYNC_COMMITTEE), (_VOTES, fast_finality, FAST_FINALITY))
    return tuple(
        _root(option, hash_.lower(), chain, known)
        for option, hash_, chain in given
        if hash_ is not None
    )


def _root(option: str, hash_: str, chain: "ChainId", known: "set[ChainId]") -> "TrustedRoot":
    from stableaudit.domain.finality import TrustedRoot

    if chain not in known:
        raise click.BadParameter(f"this check does not read {chain}", param_hint=option)
    try:
        return TrustedRoot(chain, hash_)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from None
