"""An envelope that openssl verifies, opened only when all of it is as it was made."""

import base64
import json
from pathlib import Path

import pytest

from stableaudit.adapters.signing.dsse import PAYLOAD_TYPE, pae, seal, unseal
from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.strict_json import MAX_BYTES
from stableaudit.domain.errors import BundleError
from tests.unit.adapters.signing.statements import OURS
from tests.unit.adapters.signing.tools import needs, run

PAYLOAD = b'{"a":"b"}'


def refusal(envelope: bytes, signer: FileSigner = OURS) -> str:
    with pytest.raises(BundleError) as caught:
        unseal(envelope, key=signer.key, where="report.intoto.json")
    assert caught.value.where == "report.intoto.json"
    return caught.value.problem


def changed(**values: object) -> bytes:
    return json.dumps({**json.loads(seal(OURS, PAYLOAD)), **values}).encode()


def signature(**values: object) -> bytes:
    (made,) = json.loads(seal(OURS, PAYLOAD))["signatures"]
    return changed(signatures=[{**made, **values}])


def test_pae_is_the_example_of_the_specification() -> None:
    """Of the DSSE protocol: lengths count bytes and are written in decimal."""
    assert pae(b"hello world") == b"DSSEv1 28 application/vnd.in-toto+json 11 hello world"
    assert pae(b"") == b"DSSEv1 28 application/vnd.in-toto+json 0 "


def test_envelope_gives_back_its_payload() -> None:
    assert unseal(seal(OURS, PAYLOAD), key=OURS.key, where="a") == PAYLOAD


def test_same_payload_and_key_make_the_same_bytes() -> None:
    assert seal(OURS, PAYLOAD) == seal(OURS, PAYLOAD)


@needs("openssl")
def test_signature_is_verified_by_openssl_and_not_over_another_payload(tmp_path: Path) -> None:
    envelope = json.loads(seal(OURS, PAYLOAD))
    (tmp_path / "sig").write_bytes(base64.b64decode(envelope["signatures"][0]["sig"]))
    (tmp_path / "pem").write_bytes(OURS.key.pem)
    command = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "pem", "-rawin")
    for content, holds in ((pae(PAYLOAD), True), (pae(PAYLOAD + b" "), False)):
        (tmp_path / "pae").write_bytes(content)
        done = run(*command, "-in", "pae", "-sigfile", "sig", cwd=tmp_path)
        assert (done.returncode == 0) is holds


def test_every_changed_byte_of_the_envelope_is_refused() -> None:
    envelope = seal(OURS, PAYLOAD)
    for at in range(len(envelope) - 1):  # the last is the newline after the JSON
        flipped = bytearray(envelope)
        flipped[at] ^= 1
        refusal(bytes(flipped))


def test_envelope_of_another_key_names_both() -> None:
    stranger = FileSigner(bytes(32))
    assert refusal(seal(stranger, PAYLOAD)) == (
        f"is signed by {stranger.key.fingerprint}, not by {OURS.key.fingerprint}"
    )


def test_envelope_of_another_key_that_names_ours_does_not_hold() -> None:
    (made,) = json.loads(seal(FileSigner(bytes(32)), PAYLOAD))["signatures"]
    assert refusal(signature(sig=made["sig"])) == (
        "does not hold: its payload or signature was changed"
    )


@pytest.mark.parametrize(
    ("envelope", "problem"),
    [
        (b"[]", "the envelope is not an object"),
        (b"{}", "the envelope has no payload"),
        (changed(more=""), "the envelope has keys besides payload, payloadType, signatures"),
        (changed(payloadType="text/plain"), "its payloadType is text/plain, not application/vnd"),
        (changed(payloadType=PAYLOAD_TYPE + "\u202e"), r"its payloadType is .*json\\u202e, not"),
        (changed(payload="e30"), "its payload is not base64"),
        (changed(payload="e31="), "its payload has bits that mean nothing"),
        (changed(payload="e3 0="), "its payload is not base64"),
        (changed(payload="é"), "its payload is not base64"),
        (changed(payload=["e30="]), "payload is not a text"),
        (changed(signatures=[]), "it has 0 signatures, not 1"),
        (changed(signatures=json.loads(seal(OURS, PAYLOAD))["signatures"] * 2), "it has 2 signat"),
        (changed(signatures={}), "signatures is not a list"),
        (changed(signatures=["x"]), "its signature is not an object"),
        (signature(cert=""), "its signature has keys besides keyid, sig"),
        (signature(sig="_-8="), "its sig is not base64"),
        (signature(keyid="\x1b[2J"), r"is signed by \\u001b\[2J, not by SHA256:"),
        (signature(sig=""), "does not hold"),
        (seal(OURS, PAYLOAD)[:-2] + b',"payload":""}', "one of its objects says a key twice"),
        (seal(OURS, PAYLOAD) + b"{}", "it is not JSON from character"),
        (seal(OURS, PAYLOAD) + b" " * MAX_BYTES, f"it is larger than {MAX_BYTES} bytes"),
    ],
)
def test_envelope_that_is_not_as_it_is_made_is_refused(envelope: bytes, problem: str) -> None:
    with pytest.raises(BundleError, match=problem):
        unseal(envelope, key=OURS.key, where="report.intoto.json")
