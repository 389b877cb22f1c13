"""All files of a signed bundle at once, and their verification.

Signing makes every file in memory, verifies them as a stranger would, and only then hands them out:
whoever writes the bundle has all of them or a SigningError, never half. It reads the verdict and
does not touch it.

Verifying, in this order:
1. the detached signature over the report, which says whose key it is; with one expected, that one;
2. the envelope, by the same key, and that it speaks of the very report and manifest;
3. the key's texts beside them (`auditor.pem`, `allowed_signers`) are of the same key, as people and
   tools verify with those.
That a key is somebody's is not in the bundle: without a key from elsewhere the signer is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.adapters.signing import dsse, public_key, sshsig
from stableaudit.adapters.signing.public_key import PublicKey
from stableaudit.adapters.signing.signature_names import (
    ALLOWED_SIGNERS,
    ENVELOPE,
    INSTRUCTIONS,
    MANIFEST,
    PUBLIC_KEY,
    REPORT,
    SIGNATURE,
    SIGNATURE_FILES,
    SUBJECTS,
)
from stableaudit.adapters.signing.signer import Signer
from stableaudit.adapters.signing.sshsig import REPORT_NAMESPACE
from stableaudit.adapters.signing.statement import Facts, read_statement, write_statement
from stableaudit.adapters.signing.verify_text import verify_text
from stableaudit.domain.errors import BundleError, SigningError
from stableaudit.domain.untrusted import Untrusted


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Whose signature holds, and what it states."""

    key: PublicKey
    expected: bool
    """Whether the key is the one that the verifier brought; else anybody may have signed."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A bundle has none of the signature files, and nobody expected any."""


def sign_bundle(
    signer: Signer,
    *,
    report: bytes,
    manifest: bytes,
    facts: Facts,
    query: bool = False,
) -> Mapping[str, bytes]:
    """Return the files to write beside a report and its manifest: SIGNATURE_FILES and VERIFY.md.

    `query`: whether the question to a time stamping authority is written, too; VERIFY.md says so.

    Raises:
        SigningError: the signer cannot, or the name cannot stand in `allowed_signers`.
    """
    if not public_key.is_principal(facts.signer):
        raise SigningError(
            f"{Untrusted(facts.signer)} is no name of a signer",
            where=ALLOWED_SIGNERS,
            hint="letters, digits and . _ + @ -, at most 100",
        )
    subjects = {REPORT: report, MANIFEST: manifest}
    made = {
        SIGNATURE: sshsig.sign(signer, report, REPORT_NAMESPACE),
        ENVELOPE: dsse.seal(signer, write_statement(subjects, facts)),
        PUBLIC_KEY: signer.key.pem,
        INSTRUCTIONS: verify_text(signer.key, facts.signer, query=query),
        ALLOWED_SIGNERS: signer.key.allowed_signers(facts.signer, REPORT_NAMESPACE),
    }
    try:
        verify_bundle({**subjects, **made}, expected=signer.key.fingerprint)
    except BundleError as error:
        raise SigningError(
            f"was made and does not hold: {error}",
            where=error.where,
            hint="what holds the key may be faulty; sign with another",
        ) from error
    return made


def verify_bundle(files: Mapping[str, bytes], *, expected: str | None) -> SignedBy | Unsigned:
    """Return whose signature holds over a bundle's report and manifest.

    `files` has the bytes of SUBJECTS and SIGNATURE_FILES by name, those that are there; others are
    ignored. `expected` is the fingerprint of the key that the verifier brings. With it a bundle
    without signatures is refused: taking them away must not help.

    Raises:
        BundleError: a file is missing, or one of the steps fails; the error names the file.
    """
    if expected is None and not files.keys() & set(SIGNATURE_FILES):
        return Unsigned()
    for name in (*SUBJECTS, *SIGNATURE_FILES):
        if name not in files:
            raise BundleError("is missing", where=name, hint="a signed bundle has it")
    signer = sshsig.verify(
        files[SIGNATURE],
        files[REPORT],
        namespace=REPORT_NAMESPACE,
        expected=expected,
        where=SIGNATURE,
    )
    payload = dsse.unseal(files[ENVELOPE], key=signer, where=ENVELOPE)
    subjects = {name: files[name] for name in SUBJECTS}
    facts = read_statement(payload, subjects, where=ENVELOPE)
    if files[PUBLIC_KEY] != signer.pem:
        raise BundleError(f"is not the key {signer.fingerprint} that signed", where=PUBLIC_KEY)
    allowed = signer.allowed_signers(facts.signer, REPORT_NAMESPACE)
    if not public_key.is_principal(facts.signer) or files[ALLOWED_SIGNERS] != allowed:
        raise BundleError(
            f"is not the one line that allows {signer.fingerprint} to sign {REPORT_NAMESPACE}"
            f" as {Untrusted(facts.signer)}",
            where=ALLOWED_SIGNERS,
        )
    return SignedBy(key=signer, expected=expected is not None, facts=facts)
