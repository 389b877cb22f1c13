"""Whatever bytes come, a verifier returns or raises the one error; nothing else escapes."""

import base64
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stableaudit.adapters.signing import dsse, sshsig, strict_json
from stableaudit.adapters.signing.keys import read_signer
from stableaudit.adapters.signing.signatures import sign_bundle, verify_bundle
from stableaudit.adapters.signing.statement import read_statement, write_statement
from stableaudit.domain.errors import BundleError, SigningError
from tests.unit.adapters.signing.statements import FACTS, MANIFEST, OURS, REPORT

FILES = {"report.json": REPORT, "manifest.json": MANIFEST}
SIGNED = {**FILES, **sign_bundle(OURS, report=REPORT, manifest=MANIFEST, facts=FACTS)}
BLOB = base64.b64decode(b"".join(SIGNED["report.json.sig"].split(b"\n")[1:-2]))
STATEMENT = write_statement(FILES, FACTS)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@st.composite
def spliced(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return bytes with a piece taken out and another put in its place."""
    first = draw(st.integers(0, len(whole)))
    last = draw(st.integers(first, min(len(whole), first + 8)))
    return whole[:first] + draw(st.binary(max_size=8)) + whole[last:]


@given(spliced(BLOB))
def test_signature_with_any_splice_holds_only_where_nothing_changed(blob: bytes) -> None:
    body = base64.b64encode(blob)
    armour = b"-----BEGIN SSH SIGNATURE-----\n" + body + b"\n-----END SSH SIGNATURE-----\n"
    with suppress(BundleError):
        sshsig.verify(armour, REPORT, namespace="stableaudit-report@v1", expected=None, where="a")
        assert blob == BLOB


@given(spliced(SIGNED["report.intoto.json"]))
def test_envelope_with_any_splice_opens_only_to_the_signed_payload(envelope: bytes) -> None:
    with suppress(BundleError):
        assert dsse.unseal(envelope, key=OURS.key, where="a") == STATEMENT


@given(spliced(STATEMENT) | JSON.map(strict_json.encode))
def test_statement_of_any_bytes_is_facts_or_a_bundle_error(payload: bytes) -> None:
    with suppress(BundleError):
        read_statement(payload, FILES, where="a")


@given(st.dictionaries(st.sampled_from(sorted(SIGNED)), st.binary(max_size=99)))
def test_bundle_with_any_file_of_any_bytes_is_refused(files: dict[str, bytes]) -> None:
    changed = {**SIGNED, **files}
    changed["VERIFY.md"] = SIGNED["VERIFY.md"]
    if changed == SIGNED:
        return
    with pytest.raises(BundleError):
        verify_bundle(changed, expected=OURS.key.fingerprint)


@given(content=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_key_file_of_any_bytes_is_a_signing_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + base64.b64encode(b"openssh-key-v1\0" + content)
        + b"\n-----END OPENSSH PRIVATE KEY-----\n"
    )
    path.chmod(0o600)
    with pytest.raises(SigningError):
        read_signer(path)
