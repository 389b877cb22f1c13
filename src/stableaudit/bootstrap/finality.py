"""What shows a block final by signatures, on the chains where a person names a root for it."""

from importlib.util import find_spec
from typing import Final

from stableaudit.bootstrap.network import Network
from stableaudit.bootstrap.world import voices
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.finality import SYNC_COMMITTEE, TrustedRoot
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import ChainSpec
from stableaudit.ports.finality import FinalityProver
from stableaudit.reconcile.case import Scope

_LIBRARY: Final = "py_ecc"


def finality_provers(scope: Scope, network: Network) -> dict[ChainId, FinalityProver]:
    """Return a prover for each root of a scope; nothing is asked yet.

    Raises:
        DeclarationError: a proof is asked for, and the library that verifies signatures is absent.
    """
    if scope.roots and find_spec(_LIBRARY) is None:
        raise DeclarationError(
            f"signatures cannot be verified: {_LIBRARY} is not installed",
            where="options --beacon-root and --fast-finality",
            hint="install stableaudit[bls]",
        )
    return {root.chain: _prover(root, scope.chain(root.chain), network) for root in scope.roots}


def _prover(root: TrustedRoot, spec: ChainSpec, network: Network) -> FinalityProver:
    from stableaudit.adapters.evm.finality.beacon import BeaconEndpoint
    from stableaudit.adapters.evm.finality.networks import MAINNET
    from stableaudit.adapters.evm.finality.provers import FastFinalityProver, SyncCommitteeProver

    if root.chain != SYNC_COMMITTEE:
        return FastFinalityProver(voices(spec, network))
    if spec.beacon is None:
        raise DeclarationError(
            "no beacon endpoint is configured",
            where="option --beacon-root",
            hint=f"beacon under [chains.{spec.key}] in a configuration file, or the variable "
            f"STABLEAUDIT_BEACON_{spec.key.upper()}",
        )
    return SyncCommitteeProver(BeaconEndpoint(network.open(spec, spec.beacon), MAINNET))
