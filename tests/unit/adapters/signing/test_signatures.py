"""A signed bundle holds as a whole or the error names the file; signing gives all or nothing."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from stableaudit.adapters.signing import dsse, sshsig
from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.signature_names import SIGNATURE_FILES, SUBJECTS
from stableaudit.adapters.signing.signatures import SignedBy, Unsigned, sign_bundle, verify_bundle
from stableaudit.adapters.signing.statement import write_statement
from stableaudit.domain.errors import BundleError, SigningError
from tests.unit.adapters.signing.statements import FACTS, MANIFEST, OURS, REPORT

STRANGER = FileSigner(bytes(32))
FILES = {"report.json": REPORT, "manifest.json": MANIFEST}
SIGNED = {**FILES, **sign_bundle(OURS, report=REPORT, manifest=MANIFEST, facts=FACTS)}
FORGED = {**FILES, **sign_bundle(STRANGER, report=REPORT, manifest=MANIFEST, facts=FACTS)}


def refusal(files: Mapping[str, bytes], expected: str | None = OURS.key.fingerprint) -> BundleError:
    with pytest.raises(BundleError) as caught:
        verify_bundle(files, expected=expected)
    return caught.value


def test_signed_bundle_is_verified_with_the_key_that_is_expected() -> None:
    assert verify_bundle(SIGNED, expected=OURS.key.fingerprint) == SignedBy(
        OURS.key, expected=True, facts=FACTS
    )


def test_signed_bundle_without_an_expected_key_is_by_somebody_unknown() -> None:
    assert verify_bundle(FORGED, expected=None) == SignedBy(
        STRANGER.key, expected=False, facts=FACTS
    )


def test_bundle_that_somebody_else_signed_is_refused_where_a_key_is_expected() -> None:
    assert refusal(FORGED).where == "report.json.sig"


def test_same_bundle_signed_twice_is_the_same_bytes() -> None:
    again = sign_bundle(OURS, report=REPORT, manifest=MANIFEST, facts=FACTS)
    assert {**FILES, **again} == SIGNED


@pytest.mark.parametrize("name", [*SUBJECTS, *SIGNATURE_FILES])
@pytest.mark.parametrize("expected", [OURS.key.fingerprint, None], ids=["expected", "unknown"])
def test_every_changed_byte_of_a_signed_bundle_is_refused(name: str, expected: str | None) -> None:
    for at in range(len(SIGNED[name])):
        changed = bytearray(SIGNED[name])
        changed[at] ^= 1
        files = {**SIGNED, name: bytes(changed)}
        if not (name == "report.intoto.json" and at == len(SIGNED[name]) - 1):
            refusal(files, expected)


@pytest.mark.parametrize("name", [*SUBJECTS, *SIGNATURE_FILES])
def test_missing_file_of_a_signed_bundle_is_named(name: str) -> None:
    error = refusal({other: SIGNED[other] for other in SIGNED if other != name})
    assert (error.where, error.problem) == (name, "is missing")


def test_bundle_without_any_signature_is_unsigned_and_refused_where_one_is_expected() -> None:
    assert verify_bundle(FILES, expected=None) == Unsigned()
    assert refusal(FILES).where == "report.json.sig"


@pytest.mark.parametrize("name", SIGNATURE_FILES)
def test_bundle_with_one_signature_file_is_not_unsigned(name: str) -> None:
    assert refusal({**FILES, name: SIGNED[name]}, expected=None).problem == "is missing"


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("report.json.sig", "report.intoto.json"),
        ("report.intoto.json", "report.intoto.json"),
        ("auditor.pem", "auditor.pem"),
        ("allowed_signers", "allowed_signers"),
    ],
)
def test_one_file_of_another_signer_is_refused_though_it_holds_by_itself(
    name: str, where: str
) -> None:
    assert refusal({**SIGNED, name: FORGED[name]}, expected=None).where == where


def test_envelope_about_another_manifest_names_the_manifest() -> None:
    other = dsse.seal(OURS, write_statement({**FILES, "manifest.json": b"{}"}, FACTS))
    assert refusal({**SIGNED, "report.intoto.json": other}).where == "manifest.json"


def test_signature_of_another_report_by_the_same_key_does_not_stand_in() -> None:
    other = sshsig.sign(OURS, b"another report", sshsig.REPORT_NAMESPACE)
    assert refusal({**SIGNED, "report.json.sig": other}).where == "report.json.sig"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"* " + SIGNED["allowed_signers"].split(b" ", 1)[1],
        b"\xff" + SIGNED["allowed_signers"],
        SIGNED["allowed_signers"] * 2,
        SIGNED["allowed_signers"].replace(b'namespaces="stableaudit-report@v1" ', b""),
        SIGNED["allowed_signers"] + FORGED["allowed_signers"],
        b"# nobody\n",
    ],
)
def test_allowed_signers_that_allows_anything_else_is_refused(line: bytes) -> None:
    assert refusal({**SIGNED, "allowed_signers": line}).where == "allowed_signers"


def test_name_that_a_shell_could_read_as_more_is_refused_before_signing() -> None:
    with pytest.raises(SigningError, match=r"a;b is no name of a signer"):
        sign_bundle(OURS, report=REPORT, manifest=MANIFEST, facts=replace(FACTS, signer="a;b"))


def test_name_that_a_shell_could_read_as_more_is_refused_though_it_was_signed() -> None:
    """A hostile signer's own bundle: the commands of VERIFY.md would have the name in them."""
    facts = replace(FACTS, signer="a;b")
    envelope = dsse.seal(OURS, write_statement(FILES, facts))
    line = OURS.key.allowed_signers("a;b", sshsig.REPORT_NAMESPACE)
    files = {**SIGNED, "report.intoto.json": envelope, "allowed_signers": line}
    assert refusal(files).where == "allowed_signers"


class _Faulty:
    """A signer whose signatures do not hold from the given one on."""

    key = OURS.key

    def __init__(self, good: int) -> None:
        self._left = good

    def sign(self, message: bytes) -> bytes:
        self._left -= 1
        return OURS.sign(message if self._left >= 0 else message + b"x")


@pytest.mark.parametrize(("good", "name"), [(0, "report.json.sig"), (1, "report.intoto.json")])
def test_signer_whose_signature_does_not_hold_gives_nothing(good: int, name: str) -> None:
    with pytest.raises(SigningError, match="was made and does not hold") as caught:
        sign_bundle(_Faulty(good), report=REPORT, manifest=MANIFEST, facts=FACTS)
    assert caught.value.where == name


def test_no_file_of_a_signed_bundle_has_the_private_key() -> None:
    seed = bytes(range(32))
    for content in SIGNED.values():
        assert seed not in content
        assert seed.hex().encode() not in content
