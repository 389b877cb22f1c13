"""Our reader of a node on this machine, as `sync` makes it, but asked as often as it answers."""

from stableaudit.adapters.evm.events import EvmEvents
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality

_SECONDS = 1800


def reader_of(chain: ChainId, url: str) -> EvmEvents:
    """Return a reader of the node at a URL."""
    endpoint = Endpoint("bench", url)
    provenance = Provenance("bench", "2026-11-21")
    spec = ChainSpec(
        key="ethereum",
        title="Ethereum",
        id=chain,
        genesis="0x" + "00" * 32,
        finality=Finality.FINALIZED_TAG,
        max_head_age_seconds=60,
        max_final_age_seconds=1800,
        endpoints=(endpoint,),
        provenance=provenance,
        simulated=True,
    )
    # Pace is a courtesy to other people's nodes; here it would be all that is measured.
    http = HttpTransport(
        endpoint,
        limits=Limits(),
        deadline=Deadline(_SECONDS),
        buckets=Buckets(Pace(1e6, 1000)),
    )
    return EvmEvents(spec, endpoint, JsonRpc(http))
