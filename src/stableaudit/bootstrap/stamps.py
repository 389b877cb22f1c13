"""What `verify` says of the time stamp beside a report: when, and by whose word."""

from collections.abc import Mapping
from pathlib import Path

from stableaudit.adapters.signing.signature_names import REPORT, TIMESTAMP
from stableaudit.adapters.signing.timestamp import Stamped, authority_name, verify_timestamp
from stableaudit.domain.instants import format_instant


def timestamp_words(signed: Mapping[str, bytes], authority: Path | None) -> tuple[str, ...]:
    """Return the lines to say of a bundle's time stamp; none where there is nothing to say.

    Args:
        signed: the report and the files made over it, by name.
        authority: the PEM file of whom the verifier believes; None where nobody was named.

    Raises:
        BundleError: it is there, and is none of this report by that authority.
        DeclarationError: the PEM file holds no certificate.
    """
    answer = signed.get(TIMESTAMP)
    if authority is None:
        hint = "give its authority's certificate with --timestamp-authority"
        return () if answer is None else (f"{TIMESTAMP} is in it, and was not verified: {hint}.",)
    name = authority_name(authority)
    if answer is None:
        return (f"It has no time stamp: there is no {TIMESTAMP} in it.",)
    found = verify_timestamp(answer, signed[REPORT], authority=authority)
    if isinstance(found, Stamped):
        return (f"Its report existed at {format_instant(found.at)}, by the word of {name}.",)
    return (f"{TIMESTAMP} is in it, and was not verified: {found.reason}.",)
