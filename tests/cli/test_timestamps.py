"""`check --timestamp-query` and `verify --timestamp-authority`: asked by a person, never by us.

The authority is one that openssl plays. What nodes answer is nothing: a check that reached nobody
has a report as well, and a time stamp does not depend on what is in it.
"""

import subprocess
from pathlib import Path

import pytest

from stableaudit.adapters.signing.timestamp import timestamp_query
from stableaudit.cli.main import run
from tests.unit.adapters.signing.authority import Authority
from tests.unit.adapters.signing.tools import blocks, needs, new_key

pytestmark = needs("openssl", "ssh-keygen", "sh", "sha256sum")

OFFLINE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
CHECK = ["check", "usdkg", "--quiet", "--bundle=out", *OFFLINE]
ABSENT = "It has no time stamp: there is no report.json.tsr in it."


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def stamped(authority: Authority) -> Path:
    """A signed bundle with the authority's answer, as a person would have put it there."""
    key = new_key(Path("auditor-key"))
    assert run([*CHECK, "--sign", str(key), "--timestamp-query"]) == 3
    out = Path("out")
    (out / "report.json.tsr").write_bytes(authority.answer((out / "report.json.tsq").read_bytes()))
    return out


def said(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Verify the bundle `out`; return the exit code and what was said."""
    capsys.readouterr()
    code = run(["verify", "out", *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_query_is_about_the_report_and_changes_no_verdict() -> None:
    assert run([*CHECK, "--timestamp-query"]) == 3
    report = Path("out/report.json").read_bytes()
    assert Path("out/report.json.tsq").read_bytes() == timestamp_query(report)
    assert not Path("out/VERIFY.md").exists()
    assert run(["verify", "out"]) == 0


def test_query_is_not_written_unless_asked_for() -> None:
    assert run(CHECK) == 3
    assert not Path("out/report.json.tsq").exists()


def test_query_without_a_bundle_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "usdkg", "--timestamp-query"]) == 2
    assert "--timestamp-query is about --bundle" in capsys.readouterr().err


@pytest.mark.usefixtures("stamped")
def test_answer_of_the_believed_authority_says_when_and_whose_word_it_is(
    authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(capsys, "--timestamp-authority", str(authority.certificate))
    (line,) = (each for each in told.splitlines() if each.startswith("Its report existed at 2"))
    assert code == 0
    assert line.endswith("Z, by the word of CN=a test.")


@pytest.mark.usefixtures("stamped")
def test_answer_without_an_authority_is_said_to_be_unverified(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "report.json.tsr is in it, and was not verified: give" in said(capsys)[1]
    assert said(capsys)[0] == 0


@pytest.mark.usefixtures("stamped")
def test_answer_of_another_authority_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other").certificate
    code, told = said(capsys, "--timestamp-authority", str(other))
    assert code == 2
    assert "report.json.tsr: is no time stamp of this report by that authority" in told


def test_answer_about_another_report_is_refused(
    stamped: Path, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    (stamped / "report.json.tsr").write_bytes(authority.answer(timestamp_query(b"{}\n")))
    code, told = said(capsys, "--timestamp-authority", str(authority.certificate))
    assert (code, "is no time stamp of this report" in told) == (2, True)


def test_answer_that_is_not_there_is_said(
    stamped: Path, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    (stamped / "report.json.tsr").unlink()
    code, told = said(capsys, "--timestamp-authority", str(authority.certificate))
    assert (code, ABSENT in told.splitlines()) == (0, True)
    assert "time stamp" not in said(capsys)[1]


@pytest.mark.usefixtures("stamped")
def test_answer_without_openssl_is_said_to_be_unverified(
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, told = said(capsys, "--timestamp-authority", str(authority.certificate))
    assert code == 0
    assert "report.json.tsr is in it, and was not verified: openssl is not on this machine." in told


@pytest.mark.parametrize(
    ("content", "problem"), [(b"no PEM", "holds no certificate"), (None, "cannot be read")]
)
def test_authority_without_a_certificate_is_refused(
    content: bytes | None, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(CHECK) == 3
    if content is not None:
        Path("tsa.pem").write_bytes(content)
    code, told = said(capsys, "--timestamp-authority", "tsa.pem")
    assert (code, f"--timestamp-authority tsa.pem: {problem}" in told) == (2, True)


@pytest.mark.usefixtures("stamped")
def test_authority_among_several_is_named_by_their_file(
    authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "another test").certificate
    Path("both.pem").write_bytes(other.read_bytes() + authority.certificate.read_bytes())
    code, told = said(capsys, "--timestamp-authority", "both.pem")
    assert (code, "by the word of one of the 2 certificates in both.pem." in told) == (0, True)


def test_file_of_another_name_beside_the_time_stamp_is_refused(
    stamped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stamped / "report.json.tst").write_bytes(b"")
    code, told = said(capsys)
    assert (code, "report.json.tst: is not in the manifest" in told) == (2, True)


def test_instructions_show_what_the_written_query_asks(stamped: Path) -> None:
    text = (stamped / "VERIFY.md").read_text("utf-8")
    assert "`report.json.tsq` is the question to an authority, made with the report" in text
    (shows,) = (each for each in text.split("`") if each.startswith("openssl ts -query -in"))
    shown = in_shell(shows, stamped)
    digits = "".join(
        line.partition(" - ")[2][:49].replace("-", "").replace(" ", "")
        for line in shown.splitlines()
        if line.lstrip().startswith("00")
    )
    assert in_shell("sha256sum report.json", stamped).split()[0] == digits


def test_last_block_of_the_instructions_holds_over_the_written_query(
    stamped: Path, authority: Authority
) -> None:
    (stamped / "tsa-ca.pem").write_bytes(authority.certificate.read_bytes())
    assert "Time stamp: " in in_shell(blocks(stamped)[-1], stamped)


def in_shell(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, check=True, text=True, timeout=30
    )
    return done.stdout
