"""Where a ledger begins, and why no earlier block is needed."""

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.instants import format_instant
from stableaudit.domain.ledger import Origin
from stableaudit.domain.tokens import Deployment
from stableaudit.ports.chain import ChainReader


def origin_of(deployment: Deployment, reader: ChainReader, *, final: BlockStamp) -> Origin:
    """Return the first block that the deployment's ledger must look at.

    Raises:
        EvidenceError: the block of an instant could not be found.
    """
    since = deployment.since
    if since is None:
        return Origin(0, "It is the chain's first block.")
    try:
        block = reader.last_block_until(since.instant, final=final)
    except InconsistentError:
        # Block 0 of Ethereum and of TRON has no time of its own: 1970.
        if reader.block(min(1, final.number)).timestamp <= since.instant:
            raise
        # The whole chain is younger than the instant, as a devnet is.
        return Origin(0, "It is the chain's first block.")
    return Origin(
        block.number, f"It is the last block until {format_instant(since.instant)}. {since.why}"
    )
