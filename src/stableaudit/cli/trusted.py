"""`--trusted-block CHAIN=HASH`: blocks that a person vouches for."""

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from stableaudit.domain.tokens import ChainSpec
    from stableaudit.domain.trusted_blocks import TrustedBlock

_OPTION: Final = "--trusted-block"

trusted_option = click.option(
    _OPTION,
    "trusted",
    multiple=True,
    metavar="CHAIN=HASH",
    help="A block that you trust, at or after the reference block, which must be linked to it. "
    "Once for a chain.",
)


def trusted_blocks(
    words: tuple[str, ...], chains: "tuple[ChainSpec, ...]"
) -> "tuple[TrustedBlock, ...]":
    """Return the blocks that the words name, of chains that the check reads.

    Raises:
        click.BadParameter: no such chain is read, its headers name no parents that are followed,
            a hash is none, or a chain stands twice.
    """
    from stableaudit.domain.tokens import Finality
    from stableaudit.domain.trusted_blocks import TrustedBlock

    known = {spec.key: spec for spec in chains if spec.finality is not Finality.SOLIDIFIED}
    found: dict[str, TrustedBlock] = {}
    for word in words:
        key, _, hash_ = word.partition("=")
        if key not in known:
            listed = ", ".join(known) or "none"
            raise _refused(f"{key[:80]!r} is no chain whose headers are followed here: {listed}")
        if key in found:
            raise _refused(f"{key} is given twice")
        try:
            found[key] = TrustedBlock(known[key].id, hash_.lower())
        except ValueError as error:
            raise _refused(str(error)) from None
    return tuple(found.values())


def _refused(why: str) -> click.BadParameter:
    return click.BadParameter(why, param_hint=_OPTION)
