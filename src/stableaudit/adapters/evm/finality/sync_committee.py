"""Ethereum's finality by its sync committee, from one beacon block that the user trusts.

1. The bootstrap's beacon header hashes to the trusted root.
2. Its state holds the sync committee that is told beside it.
3. The update was signed in that committee's time, by two thirds of it or more.
4. The attested header's state holds the root of the finalized header as its finalized checkpoint.
5. The finalized block's body holds the execution payload with that block hash.
6. The signature over the attested header is of those who are said to have signed.

The signature comes last since it costs seconds. A trusted block of an earlier committee's time
(about 27 hours) is refused: the updates that lead from one committee to the next are not read.
Whether the update is recent is for the caller to see: the block's time is in the result.

Source: consensus-specs, specs/altair/light-client/sync-protocol.md, validate_light_client_update.
"""

from hashlib import sha256
from typing import Final

from stableaudit.adapters.evm.finality.bls import SIGNATURE_BYTES, verify_aggregate
from stableaudit.adapters.evm.finality.light_client import (
    COMMITTEE,
    BeaconHeader,
    decimal_of,
    read_beacon,
    read_bits,
    read_committee,
    read_execution,
    require_branch,
)
from stableaudit.adapters.evm.finality.networks import (
    SLOTS_OF_PERIOD,
    BeaconNetwork,
    Fork,
)
from stableaudit.adapters.evm.finality.ssz import container_root
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields
from stableaudit.domain.finality import FinalBlock

NEEDED: Final = 342
"""Signers of a committee of 512: two thirds, rounded up."""

_DOMAIN: Final = bytes.fromhex("07000000")
"""DOMAIN_SYNC_COMMITTEE."""

_DOMAIN_BYTES: Final = 28
_STEPS: Final = (
    "trusted beacon block",
    "its state's sync committee",
    "signature over the attested header",
    "its state's finalized checkpoint",
    "finalized block's body",
    "execution block hash",
)


def prove_final(
    bootstrap: object, update: object, *, trusted_root: bytes, network: BeaconNetwork
) -> FinalBlock:
    """Return the execution block that a finality update shows to be final.

    Args:
        bootstrap: the light client bootstrap of the trusted block, the answer's `data`.
        update: a finality update, the answer's `data`.
        trusted_root: 32 bytes: the root of a beacon block that the user knows to be final.
        network: whose forks and genesis.

    Raises:
        ProofError: it does not follow; its path begins with `bootstrap` or `update`.
    """
    keys, period = _committee(bootstrap, trusted_root, network)
    fields = Fields(update, "update")
    attested = read_beacon(fields.inner("attested_header"), fields.place("attested_header"))
    finalized = read_beacon(fields.inner("finalized_header"), fields.place("finalized_header"))
    signed_at = decimal_of(fields, "signature_slot")
    _require_order(signed_at, attested, finalized, period)
    signed = Fields(fields.inner("sync_aggregate"), fields.place("sync_aggregate"))
    signers = _signers(signed, keys)
    fork = _fork(attested.slot, network, "update.attested_header.beacon.slot")
    leaf = (finalized.root, fork.finality_index)
    require_branch(fields, "finality_branch", leaf, attested.state_root)
    _fork(finalized.slot, network, "update.finalized_header.beacon.slot")
    block = read_execution(
        fields.inner("finalized_header"),
        finalized.body_root,
        network.chain,
        fields.place("finalized_header"),
    )
    verify_aggregate(
        signers,
        _signing_root(attested, signed_at, network),
        signed.octets("sync_committee_signature", SIGNATURE_BYTES),
        path=signed.place("sync_committee_signature"),
    )
    rests_on = (
        f"beacon block 0x{trusted_root.hex()} is the chain's own, as the user says",
        f"two thirds of sync committee {period} are honest, who lose no stake by a false signature",
    )
    return FinalBlock(block, len(signers), COMMITTEE, NEEDED, rests_on, _STEPS)


def _committee(
    bootstrap: object, trusted_root: bytes, network: BeaconNetwork
) -> tuple[tuple[bytes, ...], int]:
    """Return the keys of the committee that the trusted block's state holds, and its period."""
    fields = Fields(bootstrap, "bootstrap")
    header = read_beacon(fields.inner("header"), "bootstrap.header")
    if header.root != trusted_root:
        reason = f"hashes to 0x{header.root.hex()}, while 0x{trusted_root.hex()} is trusted"
        raise ProofError("bootstrap.header.beacon", reason)
    fork = _fork(header.slot, network, "bootstrap.header.beacon.slot")
    name = "current_sync_committee"
    keys, root = read_committee(fields.inner(name), fields.place(name))
    require_branch(fields, f"{name}_branch", (root, fork.committee_index), header.state_root)
    return keys, header.slot // SLOTS_OF_PERIOD


def _require_order(
    signed_at: int, attested: BeaconHeader, finalized: BeaconHeader, period: int
) -> None:
    if not finalized.slot <= attested.slot < signed_at:
        reason = f"{signed_at}, of slot {attested.slot}, which finalizes slot {finalized.slot}"
        raise ProofError("update.signature_slot", reason)
    came = signed_at // SLOTS_OF_PERIOD
    if came != period:
        reason = f"{signed_at} is of sync committee {came}, the trusted block of {period}"
        raise ProofError("update.signature_slot", f"{reason}: trust a block of the last day")


def _signers(signed: Fields, keys: tuple[bytes, ...]) -> list[bytes]:
    bits = read_bits(signed, "sync_committee_bits")
    signers = [key for key, has_signed in zip(keys, bits, strict=True) if has_signed]
    if len(signers) < NEEDED:
        reason = f"{len(signers)} of {COMMITTEE} signed, {NEEDED} are needed"
        raise ProofError(signed.place("sync_committee_bits"), reason)
    return signers


def _signing_root(attested: BeaconHeader, signed_at: int, network: BeaconNetwork) -> bytes:
    """Return what was signed: the header's root, bound to the fork of the slot before signing."""
    fork = _fork(signed_at - 1, network, "update.signature_slot")
    data = container_root((fork.version, network.genesis_validators_root))
    return sha256(attested.root + _DOMAIN + data[:_DOMAIN_BYTES]).digest()


def _fork(slot: int, network: BeaconNetwork, path: str) -> Fork:
    fork = network.fork_at(slot)
    if fork is None:
        first = network.forks[0].name
        raise ProofError(path, f"{slot} is before {first}, the first fork that is read")
    return fork
