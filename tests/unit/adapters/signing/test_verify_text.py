"""The blocks of VERIFY.md, run by a shell as they stand; each tampering stops one."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.signatures import sign_bundle
from stableaudit.adapters.signing.statement import PREDICATE_TYPE
from stableaudit.adapters.signing.verify_text import verify_text
from tests.unit.adapters.signing.authority import Authority
from tests.unit.adapters.signing.statements import FACTS, OURS, REPORT
from tests.unit.adapters.signing.tools import blocks, needs, run

pytestmark = needs("ssh-keygen", "openssl", "jq", "sha256sum", "sh")

EVIDENCE = b"what a node answered"
MANIFEST = json.dumps(
    {
        "bundle_version": 1,
        "files": [
            {"path": "evidence.json.zst", "sha256": hashlib.sha256(EVIDENCE).hexdigest()},
            {"path": "report.json", "sha256": hashlib.sha256(REPORT).hexdigest()},
        ],
    }
).encode()


def made(signer: FileSigner, folder: Path, name: str = "auditor") -> Path:
    facts = replace(FACTS, signer=name)
    files = {
        "report.json": REPORT,
        "manifest.json": MANIFEST,
        "evidence.json.zst": EVIDENCE,
        **sign_bundle(signer, report=REPORT, manifest=MANIFEST, facts=facts),
    }
    folder.mkdir()
    for path, content in files.items():
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def bundle(signer: FileSigner, tmp_path: Path) -> Path:
    return made(signer, tmp_path / "a bundle")


def told(bundle: Path) -> tuple[tuple[bool, str], ...]:
    """Of each block but the last, which needs an authority: whether it held, and its words."""
    done = [run("sh", "-c", block, cwd=bundle) for block in blocks(bundle)[:-1]]
    return tuple((one.returncode == 0, one.stdout.decode()) for one in done)


def held(bundle: Path) -> tuple[bool, ...]:
    return tuple(holds for holds, _ in told(bundle))


def test_every_block_of_a_signed_bundle_holds_and_prints_what_is_promised(
    bundle: Path, signer: FileSigner
) -> None:
    (one, key), (two, report), (three, envelope), (four, files) = told(bundle)
    assert (one, two, three, four) == (True, True, True, True)
    assert signer.key.fingerprint in key.split()
    assert key.endswith("\none key\n")
    assert report.startswith('Good "stableaudit-report@v1" signature for auditor ')
    said = envelope.split("\n", 4)
    assert said[:4] == [
        "true",
        "Signature Verified Successfully",
        "manifest.json: OK",
        "report.json: OK",
    ]
    kind, _, predicate = said[4].partition("\n")
    assert json.loads(kind) == PREDICATE_TYPE
    assert json.loads(predicate)["numbers"] == FACTS.numbers
    assert files == "evidence.json.zst: OK\nreport.json: OK\n"


def test_text_has_five_blocks_and_the_fingerprint(bundle: Path, signer: FileSigner) -> None:
    assert len(blocks(bundle)) == 5
    assert f"\n    {signer.key.fingerprint}\n" in (bundle / "VERIFY.md").read_text("utf-8")


def test_text_uses_no_tool_but_those_it_names(bundle: Path) -> None:
    shell = "\n".join(blocks(bundle))
    words = re.findall(r"(?:^|[|&;({] ?|\$\()([a-z][a-z0-9-]+) ", shell, re.MULTILINE)
    posix = {"sed", "tail", "test", "echo", "printf", "cat", "wc", "mktemp"}
    assert set(words) - posix == {"ssh-keygen", "openssl", "jq", "sha256sum"}


def test_signer_with_an_address_as_name_is_verified_under_it(
    signer: FileSigner, tmp_path: Path
) -> None:
    bundle = made(signer, tmp_path / "b", "auditor@example.org")
    assert held(bundle) == (True, True, True, True)
    assert "signature for auditor@example.org " in told(bundle)[1][1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.json", (True, False, False, False)),
        ("manifest.json", (True, True, False, True)),
        ("evidence.json.zst", (True, True, True, False)),
    ],
)
def test_changed_file_stops_the_blocks_that_speak_of_it(
    bundle: Path, name: str, expected: tuple[bool, ...]
) -> None:
    path = bundle / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert held(bundle) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.json.sig", (True, False, True, True)),
        ("report.intoto.json", (True, True, False, True)),
        ("auditor.pem", (False, True, False, True)),
        ("allowed_signers", (False, False, True, True)),
    ],
)
def test_file_of_another_signer_stops_the_blocks_that_use_it(
    bundle: Path, tmp_path: Path, name: str, expected: tuple[bool, ...]
) -> None:
    stranger = made(OURS, tmp_path / "stranger")
    (bundle / name).write_bytes((stranger / name).read_bytes())
    assert held(bundle) == expected


def test_envelope_of_another_type_or_with_two_signatures_stops_its_block(bundle: Path) -> None:
    path = bundle / "report.intoto.json"
    envelope = json.loads(path.read_bytes())
    for changed in (
        {**envelope, "payloadType": "text/plain"},
        {**envelope, "signatures": envelope["signatures"] * 2},
        {**envelope, "payload": envelope["payload"][:-4]},
    ):
        path.write_text(json.dumps(changed))
        assert held(bundle) == (True, True, False, True)


def test_last_block_holds_with_the_answer_of_an_authority_about_this_report(
    bundle: Path, tmp_path: Path
) -> None:
    (tmp_path / "tsa").mkdir()
    authority = Authority(tmp_path / "tsa")
    query = re.search(r"`(openssl ts -query [^`]*)`", (bundle / "VERIFY.md").read_text("utf-8"))
    assert query is not None
    assert run("sh", "-c", query[1], cwd=bundle).returncode == 0
    answer = authority.answer((bundle / "report.json.tsq").read_bytes())
    (bundle / "report.json.tsr").write_bytes(answer)
    (bundle / "tsa-ca.pem").write_bytes(authority.certificate.read_bytes())
    done = run("sh", "-c", blocks(bundle)[-1], cwd=bundle)
    assert done.returncode == 0, done.stderr
    assert b"Verification: OK" in done.stdout + done.stderr
    assert b"Time stamp: " in done.stdout
    (bundle / "report.json").write_bytes(REPORT + b" ")
    assert run("sh", "-c", blocks(bundle)[-1], cwd=bundle).returncode != 0


def test_name_that_is_none_is_never_put_into_a_command() -> None:
    with pytest.raises(ValueError, match="the name of a signer is letters"):
        verify_text(OURS.key, "$(x)")
