"""When a report existed, by an authority's word: RFC 3161. An option, and never ours to fetch.

The question is made here; a person sends it to an authority and keeps the answer as
`report.json.tsr`. The answer is verified by openssl itself, in a process of its own: an answer is
CMS with certificates, which no parser of ours should read. Without openssl nothing is said either
way. Whom to believe is the verifier's choice: the authority's certificate is never the bundle's.
"""

import hashlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509

from stableaudit.adapters.signing.signature_names import TIMESTAMP
from stableaudit.domain.errors import BundleError, DeclarationError
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.untrusted import Untrusted

MAX_BYTES: Final = 1 << 18
SECONDS: Final = 30.0

_QUERY: Final = bytes.fromhex("30390201013031300d060960864801650304020105000420")
"""TimeStampReq, version 1, over a SHA-256 digest, which follows. RFC 3161, section 2.4.1."""

_WITH_CERTIFICATE: Final = bytes.fromhex("0101ff")
_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_STAMPED: Final = re.compile(
    rf"^Time stamp: ({_MONTHS}) ([ \d]\d) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{{4}}) GMT$",
    re.ASCII | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An authority that the verifier believes has seen the report."""

    at: int
    """Seconds of UTC."""


@dataclass(frozen=True, slots=True)
class NotVerified:
    """An answer is there, and nothing was found out about it."""

    reason: str


def timestamp_query(report: bytes) -> bytes:
    """Return the question to send to an authority. The same report, the same bytes: no nonce."""
    return _QUERY + hashlib.sha256(report).digest() + _WITH_CERTIFICATE


def authority_name(authority: Path) -> str:
    """Return whose certificate a PEM file of the verifier is, ready to be shown.

    Of several nobody says which one the answer rests on: their number and the file's name.

    Raises:
        DeclarationError: the file cannot be read, or holds no certificate.
    """
    where = f"--timestamp-authority {Untrusted(authority.name)}"
    try:
        subjects = [
            each.subject.rfc4514_string()
            for each in x509.load_pem_x509_certificates(authority.read_bytes())
        ]
    except OSError as error:
        raise DeclarationError(f"cannot be read: {error.strerror}", where=where) from error
    except ValueError as error:
        hint = "the authority's own certificate, in PEM"
        raise DeclarationError("holds no certificate", where=where, hint=hint) from error
    if len(subjects) > 1:
        return f"one of the {len(subjects)} certificates in {Untrusted(authority.name)}"
    return str(Untrusted(subjects[0]))


def verify_timestamp(
    answer: bytes, report: bytes, *, authority: Path, seconds: float = SECONDS
) -> Stamped | NotVerified:
    """Return when the report was stamped, by an authority of the PEM file that the verifier names.

    Raises:
        BundleError: the answer is about another report, of another authority, or none.
    """
    if len(answer) > MAX_BYTES:
        raise BundleError(f"is larger than {MAX_BYTES} bytes", where=TIMESTAMP)
    openssl = shutil.which("openssl")
    if openssl is None:
        return NotVerified("openssl is not on this machine")
    ts = (openssl, "ts")
    if not authority.is_file():
        return NotVerified(
            f"there is no file {Untrusted(authority.name)} with the authority's certificate"
        )
    digest = hashlib.sha256(report).hexdigest()
    with tempfile.TemporaryDirectory(prefix="stableaudit-") as folder:
        path = Path(folder, "answer")
        path.write_bytes(answer)
        token = str(Path(folder, "token"))
        try:
            believed = ("-CAfile", str(authority.resolve()))
            verified = _run(
                (*ts, "-verify", "-digest", digest, "-in", str(path), *believed), seconds
            )
            if verified is None:
                raise BundleError(
                    "is no time stamp of this report by that authority",
                    where=TIMESTAMP,
                    hint=f"see what it is: openssl ts -reply -in {TIMESTAMP} -text",
                )
            # Around the token, an answer has words that nobody signed, and openssl prints them.
            _run((*ts, "-reply", "-in", str(path), "-token_out", "-out", token), seconds)
            shown = _run((*ts, "-reply", "-in", token, "-token_in", "-text"), seconds)
        except (OSError, subprocess.TimeoutExpired):
            return NotVerified(f"openssl did not end within {seconds:g} seconds")
    found = _STAMPED.findall(shown or "")
    if len(found) != 1:
        return NotVerified("openssl verified it and shows no one time")
    month, day, clock, year = found[0]
    number = _MONTHS.split("|").index(month) + 1
    return Stamped(parse_instant(f"{year}-{number:02}-{int(day):02}T{clock}Z"))


def _run(command: tuple[str, ...], seconds: float) -> str | None:
    """Return what a command prints; None where it says no."""
    done = subprocess.run(  # noqa: S603 - openssl by its path, with arguments of ours
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=seconds,
        env={"LC_ALL": "C"},
    )
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
