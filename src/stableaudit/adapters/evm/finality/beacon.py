"""A beacon endpoint, asked for what makes an execution block final; verified before it is returned.

Two questions: the bootstrap of a block that the user trusts, and the latest finality update. An
endpoint keeps bootstraps of the last blocks of each epoch alone, and of recent months at most: the
root to trust is one that checkpoint lists publish.

Source: beacon-APIs, GET /eth/v1/beacon/light_client/bootstrap/{block_root} and /finality_update.
"""

from typing import Final

from stableaudit.adapters.evm.finality.networks import BeaconNetwork
from stableaudit.adapters.evm.finality.sync_committee import prove_final
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_hash
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.finality import FinalBlock
from stableaudit.domain.untrusted import Untrusted

_PATH: Final = "eth/v1/beacon/light_client"
_HINT: Final = "another beacon endpoint, or a trusted block of today"


class BeaconEndpoint:
    """Asks one beacon endpoint. Keeps nothing but whom it asks."""

    def __init__(self, http: HttpTransport, network: BeaconNetwork) -> None:
        """Ask below the URL of `http`; nothing is sent yet."""
        self._http = http
        self._network = network

    def final_block(self, trusted_root: str) -> FinalBlock:
        """Return the latest execution block that the endpoint can show to be final.

        Args:
            trusted_root: `0x` and 64 digits, the root of a beacon block that the user trusts.

        Raises:
            UnreachableError: it did not answer, or has no bootstrap of that block.
            InconsistentError: what it answered does not show it; `came` begins with the place.
            ValueError: the root is none.
        """
        root = hex_to_hash(trusted_root)
        asked = f"what makes a block of {self._network.chain} final since beacon block {root}"
        answers = [
            self._http.get_json(f"{_PATH}/{path}", asked=asked)
            for path in (f"bootstrap/{root}", "finality_update")
        ]
        try:
            bootstrap, update = (self._data(each) for each in answers)
            return prove_final(
                bootstrap, update, trusted_root=hex_to_bytes(root), network=self._network
            )
        except ProofError as error:
            raise InconsistentError(
                str(error.failure), asked=asked, whom=self._http.whom, hint=_HINT
            ) from None

    def _data(self, answer: object) -> object:
        """Return a message; one of a fork that is not known is none, whatever is in it."""
        fields = Fields(answer, "answer")
        version = fields.inner("version")
        known = tuple(fork.name for fork in self._network.forks)
        if version not in known:
            shown = f"'{Untrusted(version)}'" if isinstance(version, str) else "no text"
            reason = f"{shown}, while {', '.join(known)} are read"
            raise ProofError(fields.place("version"), reason)
        return fields.inner("data")
