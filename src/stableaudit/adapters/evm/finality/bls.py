"""Aggregated BLS signatures over one message: the same scheme on Ethereum's beacon and BNB Chain.

Minimal public keys (48 bytes), signatures of 96, proof of possession: that each key's owner has
shown to hold it is the chain's doing, when it takes a validator in, and nothing is checked of it
here. py_ecc is plain Python and slow: about half a second, and 9 ms for each distinct key.

Source: draft-irtf-cfrg-bls-signature-05, 3.3.4, BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_.
"""

from collections.abc import Sequence
from typing import Final

from eth_typing import BLSPubkey, BLSSignature

from stableaudit.adapters.evm.proof.failure import ProofError

KEY_BYTES: Final = 48
SIGNATURE_BYTES: Final = 96


def verify_aggregate(keys: Sequence[bytes], message: bytes, signature: bytes, *, path: str) -> None:
    """Raise ProofError unless the signature over `message` is of all of these keys together.

    A key that stands there twice has to have signed twice, as in a sync committee that drew the
    same validator twice. `path`: where the signature stands in the answer.
    """
    try:
        from py_ecc.bls.ciphersuites import G2ProofOfPossession  # noqa: PLC0415 - 0.2 s that few runs need
        from py_ecc.bls.g2_primitives import G1_to_pubkey, pubkey_to_G1  # noqa: PLC0415
        from py_ecc.optimized_bls12_381.optimized_curve import Z1, add  # noqa: PLC0415
    except ImportError:
        reason = "cannot be verified: py_ecc is not installed (stableaudit[bls])"
        raise ProofError(path, reason) from None
    if not keys:
        raise ProofError(path, "nobody signed")
    # Distinct keys are looked at once: a drawn committee repeats some, and looking is the cost.
    points = {}
    for key in dict.fromkeys(keys):
        if len(key) != KEY_BYTES or not G2ProofOfPossession.KeyValidate(BLSPubkey(key)):
            raise ProofError(path, f"0x{key.hex()} is no key of a signer")
        points[key] = pubkey_to_G1(BLSPubkey(key))
    together = Z1
    for key in keys:
        together = add(together, points[key])
    if not G2ProofOfPossession.Verify(G1_to_pubkey(together), message, BLSSignature(signature)):
        raise ProofError(path, f"is not of those {len(keys)} keys over 0x{message.hex()}")
