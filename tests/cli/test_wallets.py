"""`wallets` as its user meets it: a challenge made, signed with another program, and verified."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.cli.main import run
from stableaudit.domain.wallets import Challenge, ForStatement
from stableaudit.report.wallets_json import wallet_proofs_json_schema
from tests.bundle_cases import INPUT, write_bundle
from tests.cases import healthy_case
from tests.wallet_cases import (
    NONCE,
    OTHER_KEY,
    account_of,
    other_keccak,
    personal_sign,
    register,
    registered,
    tron_sign,
)

EVM = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
ON_TRON = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC"
EXAMPLE = Path(__file__).parents[2] / "examples" / "usdkg-reconciled" / "declaration.toml"
DAY = ["--day", "2026-11-21", "--expires", "2027-01-31", "--nonce", NONCE]
AT = ["--at", "2026-12-01T00:00:00Z"]
NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
DEDUCTED = f"""
[[nonredeemable]]
class = "unissued"
chain = "ethereum"
address = "0xE820C06321E60d36257C666643Fa5436643445E3"
account = "{EVM}"
amount = "1000"
source = "invented"
as_of = "2026-11-20"
"""


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


def words(account: str = EVM, *more: str) -> list[str]:
    return ["wallets", "challenge", "usdkg", account, "--purpose", "treasury", *DAY, *more]


def written(account: str = EVM) -> tuple[str, str]:
    """The challenge to an account, and a register in which it is not yet signed."""
    assert run(words(account, "-o", "w.toml", "--force")) == 0
    text = Path("w.toml").read_text()
    found = re.search('(?m)^challenge = "(.*)"$', text)
    assert found is not None
    return found[1], text


def signed(account: str = EVM) -> str:
    challenge, text = written(account)
    signature = personal_sign(challenge) if account == EVM else tron_sign(challenge)
    text = text.replace('signature = ""', f'signature = "{signature}"')
    Path("w.toml").write_text(text)
    return text


def deducting() -> str:
    """A statement that declares tokens of the wallet not redeemable."""
    Path("bars.csv").write_bytes((EXAMPLE.parent / "bars.csv").read_bytes())
    Path("s.toml").write_text(EXAMPLE.read_text() + DEDUCTED)
    return "s.toml"


@pytest.mark.parametrize("account", [EVM, ON_TRON])
def test_challenge_that_is_signed_and_filled_in_is_verified(
    account: str, capsys: pytest.CaptureFixture[str]
) -> None:
    signed(account)
    capsys.readouterr()
    assert run(["wallets", "verify", "w.toml", *AT]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"verified {account}" in out
    assert "until 2027-01-31T23:59:59Z" in out
    assert out.endswith("PASSED (exit code 0) 1 of 1 verified")


def test_signed_message_of_version_1_is_of_the_hash_that_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    challenge, text = written(ON_TRON)
    captured = capsys.readouterr()
    assert captured.out == challenge + "\n"
    assert f"sign 0x{other_keccak(challenge.encode()).hex()}\n" in captured.err
    proof = f'kind = "tron-v1"\nsignature = "{tron_sign(challenge, version=1)}"'
    Path("w.toml").write_text(
        text.replace('kind = "tron-v2"\n', "").replace('signature = ""', proof)
    )
    assert run(["wallets", "verify", "w.toml", *AT]) == 0


@pytest.mark.parametrize(("account", "place"), [(EVM, "call data"), (ON_TRON, "memo")])
def test_marker_transaction_carries_the_hash_of_the_challenge(
    account: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words(account, "--marker")) == 0
    captured = capsys.readouterr()
    digest = other_keccak(captured.out.removesuffix("\n").encode()).hex()
    assert f"carries 0x{digest} as its {place};" in captured.err
    assert f" from {account} to itself " in captured.err or account == EVM


def test_challenge_is_printed_alone_and_is_one(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([*words()[:6], "--declaration", str(EXAMPLE)]) == 0
    captured = capsysbinary.readouterr()
    first = Challenge.parse(captured.out.decode().removesuffix("\n"))
    assert isinstance(first.subject, ForStatement)
    assert captured.err == b""
    assert run([*words()[:6], "--declaration", str(EXAMPLE)]) == 0
    again = Challenge.parse(capsysbinary.readouterr().out.decode().removesuffix("\n"))
    assert again.nonce != first.nonce
    assert (again.subject, again.account) == (first.subject, first.account)


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (("nonce 0", "nonce 1"), AT, "it was signed by 0x"),
        (('purpose = "treasury"', 'purpose = "test"'), AT, "the challenge says treasury"),
        (('token = "usdkg"', 'token = "kgst"'), AT, "the challenge is about usdkg, not kgst"),
        (("controlled", ""), ["--at", "2027-02-01T00:00:00Z"], "the challenge expired at"),
        (("controlled", ""), ["--at", "2026-11-20T00:00:00Z"], "the challenge begins at"),
        (("I hold", "You hold"), AT, "what was signed is no challenge"),
        (('kind = "eip-191"', 'kind = "eip-1271"'), AT, "only its chain can say"),
        (
            ('kind = "eip-191"', 'kind = "marker-transaction"'),
            AT,
            "a transaction's hash has 32",
        ),
        (('kind = "eip-191"', 'kind = "tron-v2"'), AT, "is signed on TRON"),
        (('signature = "0x', 'signature = "0x00'), AT, "66 bytes instead of 65"),
    ],
)
def test_proof_that_does_not_hold_ends_with_4_and_the_reason(
    change: tuple[str, str],
    options: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("w.toml").write_text(signed().replace(*change))
    capsys.readouterr()
    assert run(["wallets", "verify", "w.toml", *options]) == 4
    out = " ".join(capsys.readouterr().out.split())
    assert said in out
    assert out.endswith("FAILED (exit code 4) 0 of 1 verified")


def test_proof_by_another_key_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    challenge, text = written()
    stolen = personal_sign(challenge, OTHER_KEY)
    Path("w.toml").write_text(text.replace('signature = ""', f'signature = "{stolen}"'))
    assert run(["wallets", "verify", "w.toml", *AT]) == 4
    assert account_of(OTHER_KEY).local in " ".join(capsys.readouterr().out.split())


def test_challenge_about_another_statement_is_refused_where_one_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    about = [*words()[:6], "--declaration", str(EXAMPLE), "--expires", "2030-01-01", "-o", "w.toml"]
    assert run(about) == 0
    text = Path("w.toml").read_text()
    challenge = capsys.readouterr().out.strip()
    Path("w.toml").write_text(
        text.replace('signature = ""', f'signature = "{personal_sign(challenge)}"')
    )
    assert run(["wallets", "verify", "w.toml"]) == 0
    assert run(["wallets", "verify", "w.toml", "--declaration", str(EXAMPLE)]) == 0
    assert run(["wallets", "verify", "w.toml", "--declaration", deducting()]) == 4
    assert "another statement" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["wallets"], "Usage"),
        (["wallets", "challenge", "usdkg", EVM], "Missing option '--purpose'"),
        (words("0x12"), "is not 0x and 40 hex digits"),
        (words("T12"), "is not a TRON address"),
        (words(EVM.replace("0x7E", "0x7e")), "the capitals of"),
        ([*words()[:2], "usdt", *words()[3:]], "--chain: bnb, ethereum"),
        (words(EVM, "--chain", "tron"), "has no checksum; on TRON it is written"),
        (words(EVM, "--chain", "etherium"), "did you mean ethereum"),
        (words(EVM, "--nonce", "short"), "a nonce has 16 to 64 letters"),
        (words(EVM, "--expires", "2026-11-20"), "it expires before the day"),
        (words(EVM, "--day", "1969-12-31"), "is not between 1970 and 9999"),
        (words(EVM, "--declaration", str(EXAMPLE)), "give one"),
        (words(EVM, "-o", "none/w.toml"), "folder does not exist"),
        (words(EVM, "-o", "there.toml"), "--force overwrites it"),
        ([*words()[:2], "kgst", EVM, *words()[4:6]], "give --declaration or --day"),
        (["wallets", "challenge", "digital-som", EVM, *words()[4:6]], "an account of no chain of"),
        (["wallets", "challenge", "usdgk", EVM, *words()[4:6]], "did you mean usdkg"),
        (["wallets", "verify", "none.toml"], "none.toml: cannot be read"),
        (["wallets", "verify", "there.toml"], "there.toml: the file lacks the key"),
    ],
)
def test_what_cannot_be_is_exit_2_and_said(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("there.toml").write_text("")
    assert run(given) == 2
    captured = capsys.readouterr()
    assert said in " ".join(captured.err.split())
    assert captured.out == ""


def test_json_fits_the_schema_that_is_printed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["schema", "wallet-proofs"]) == 0
    schema = json.loads(capsysbinary.readouterr().out)
    assert schema == wallet_proofs_json_schema()
    text = signed()
    capsysbinary.readouterr()
    for changed, code in ((text, 0), (text.replace("nonce 0", "nonce 1"), 4)):
        Path("w.toml").write_text(changed)
        assert run(["wallets", "verify", "w.toml", "--format", "json", *AT]) == code
        report = json.loads(capsysbinary.readouterr().out)
        jsonschema.validate(report, schema)
        (wallet,) = report["wallets"]
        assert (report["exit_code"], report["file"], wallet["address"]) == (code, "w.toml", EVM)
        assert wallet["verified"] is (code == 0)
        assert bool(wallet["refused_because"]) is (code == 4)


def test_hostile_register_is_shown_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    Path("w.toml").write_text(signed().replace("nonce 0", "\\u001b[31m"))
    assert run(["wallets", "verify", "w.toml", *AT]) == 4
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\\u001b[31m" in out


def checked(*more: str) -> list[str]:
    return ["check", "usdkg", "--declaration", "s.toml", "--as-of", "2026-11-21T12:00:00Z", *more]


def wallets_found(capsysbinary: pytest.CaptureFixture[bytes], *more: str) -> tuple[str, str]:
    """Check with these options; return WAL-01's statement and why control is not proven."""
    assert run(checked("--format", "json", *NOWHERE, *more)) == 3
    report = json.loads(capsysbinary.readouterr().out)
    found = [one["statement"] for one in report["findings"] if one["check"] == "WAL-01"]
    (line,) = report["reserve"]["outstanding"]["deductions"]
    return " ".join(found), line["control_not_proven_because"]


def test_check_says_of_a_deduction_whether_control_is_proven(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    deducting()
    text = signed()
    capsysbinary.readouterr()
    assert wallets_found(capsysbinary, "--wallets", "w.toml") == ("", "")
    statement, why = wallets_found(capsysbinary)
    assert why == "no register of the issuer's wallets was given"
    assert why in statement
    Path("w.toml").write_text(text.replace("nonce 0", "nonce 1"))
    statement, why = wallets_found(capsysbinary, "--wallets", "w.toml")
    assert why.startswith("it was signed by 0x")
    assert why in statement


def test_bundle_keeps_the_register_and_gives_the_same_verdict(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    deducting()
    text = signed()
    capsysbinary.readouterr()
    assert wallets_found(capsysbinary, "--wallets", "w.toml", "--bundle", "out") == ("", "")
    report = json.loads(Path("out/report.json").read_bytes())
    assert "--wallets w.toml" in report["repeat"]
    assert text.encode() in [file.read_bytes() for file in Path("out/inputs").iterdir()]
    assert run(["verify", "out"]) == 0


def test_bundle_that_says_another_signer_than_its_proof_gives_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever makes a bundle cannot call a proof verified that is not."""
    honest = registered()
    forged = replace(honest, proof=replace(honest.proof, signature="0x" + "11" * 65))
    for entry, code in ((honest, 0), (forged, 2)):
        wallets = replace(register(entry), sha256=hashlib.sha256(INPUT[1]).hexdigest())
        case = healthy_case()
        case = replace(case, scope=replace(case.scope, wallets=wallets))
        write_bundle(Path(f"out{code}"), case)
        assert run(["verify", f"out{code}"]) == code
    assert f"says of {honest.wallet.account} what its proof" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--wallets", "none.toml"], "none.toml: cannot be read"),
        (["--wallets", "other.toml"], "other.toml: is of the wallets of kgst, not of usdkg"),
        (["--wallets", "w.toml", "--declaration", str(EXAMPLE)], "are declared not redeemable"),
    ],
)
def test_register_that_cannot_count_is_refused_before_anything_is_asked(
    more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deducting()
    Path("other.toml").write_text(signed().replace('token = "usdkg"', 'token = "kgst"'))
    assert run(checked(*NOWHERE, *more)) == 2
    assert said in capsys.readouterr().err
