"""`--notify-url-file`: a changed verdict is told once, and again where it passes again."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.transport.webhook import webhook_key, webhook_signature
from stableaudit.bootstrap.watching import listener
from stableaudit.cli.main import run
from stableaudit.domain.errors import DeclarationError
from stableaudit.reconcile.watch import Patience
from stableaudit.report.document import build
from stableaudit.report.notice_json import notice_json_schema
from tests.unit.adapters.transport.server import Exchange, Server, in_turn, serve
from tests.unit.report import cases

HIDDEN = "0hook0secret0"
KEY_TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
CHECK = ["check", "kgst", "-q", "--store", "store", "--notify-url-file", "url", *NOWHERE]
WAIVED = ["--waivers", "waivers.toml"]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    waive_everything()


def waive_everything() -> None:
    """Let by whatever a check that reads nothing leaves undecided."""
    assert run(["check", "kgst", "-q", "--output", "json=r.json", *NOWHERE]) == 3
    findings = json.loads(Path("r.json").read_bytes())["findings"]
    waivers = "".join(
        f'[[waiver]]\ncheck = "{one}"\nreason = "r"\nowner = "o"\nexpires = "9999-12-31"\n'
        for one in sorted({one["check"] for one in findings if one["bearing"] == "undecided"})
    )
    Path("waivers.toml").write_text(waivers)


@pytest.fixture
def hook() -> Iterator[Server]:
    with serve(lambda exchange: exchange.answer(b"")) as server:
        named(server)
        yield server


def named(server: Server) -> None:
    secret("url", f"{server.url}/{HIDDEN}")


def secret(name: str, text: str) -> None:
    Path(name).write_text(text)
    Path(name).chmod(0o600)


def heard(server: Server) -> list[tuple[object, ...]]:
    bodies = [json.loads(seen.body) for seen in server.seen]
    return [
        (
            one["before"] and one["before"]["exit_code"],
            one["now"]["exit_code"],
            one["recovered"],
        )
        for one in bodies
    ]


def test_failure_is_told_once_and_then_its_recovery(hook: Server) -> None:
    assert [run(CHECK), run(CHECK), run([*CHECK, *WAIVED]), run([*CHECK, *WAIVED])] == [3, 3, 0, 0]
    assert heard(hook) == [(None, 3, False), (3, 0, True)]


def test_message_is_what_its_schema_says_and_what_the_report_says(hook: Server) -> None:
    assert run([*CHECK, "--output", "json=report.json"]) == 3
    (seen,) = hook.seen
    notice, report = json.loads(seen.body), json.loads(Path("report.json").read_bytes())
    jsonschema.Draft202012Validator(notice_json_schema()).validate(notice)
    assert seen.target == f"/{HIDDEN}"
    same = ("why", "measurement_time", "collected_at", "simulated", "program")
    assert {key: notice[key] for key in same} == {key: report[key] for key in same}
    assert notice["now"] == {"verdict": report["verdict"], "exit_code": report["exit_code"]}
    assert (notice["token"], notice["symbol"]) == ("kgst", "KGST")


def test_passing_fault_is_not_told_with_patience(hook: Server) -> None:
    check = [*CHECK, "--notify-after", "2/3"]
    for words in (WAIVED, [], WAIVED, []):
        run([*check, *words])
    assert heard(hook) == [(None, 3, False)]
    (notice,) = [json.loads(seen.body) for seen in hook.seen]
    assert (notice["times"], notice["of_runs"]) == (2, 3)


def test_message_that_nobody_took_is_a_warning_and_sent_again_after_the_next_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.answer(exchange.seen.target.encode(), status=410)

    with serve(in_turn(refuse, lambda exchange: exchange.answer(b""))) as server:
        named(server)
        capsys.readouterr()
        assert run(CHECK) == 3
        told = f"warning: the webhook (http://127.0.0.1:{server.port}/…) was not told: HTTP 410\n"
        assert capsys.readouterr().err == told
        assert run(CHECK) == 3
        assert capsys.readouterr().err == ""
    assert heard(server) == [(None, 3, False)] * 2


def test_message_with_a_key_is_signed(hook: Server) -> None:
    secret("key", KEY_TEXT)
    assert run([*CHECK, "--notify-key-file", "key"]) == 3
    (seen,) = hook.seen
    name, at = seen.headers["webhook-id"], int(seen.headers["webhook-timestamp"])
    expected = webhook_signature(name, at, seen.body, key=webhook_key(KEY_TEXT))
    assert seen.headers["webhook-signature"] == expected


def test_check_that_came_to_no_verdict_tells_nothing(hook: Server) -> None:
    assert run([*CHECK, "--declaration", "none.toml"]) == 2
    assert hook.seen == []


def test_what_was_told_that_cannot_be_kept_is_a_warning(
    hook: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path("store") / "told-kgst.json").mkdir(parents=True)
    capsys.readouterr()
    assert run(CHECK) == 3
    assert "warning: what the webhook was told is not kept: " in capsys.readouterr().err
    assert len(hook.seen) == 1


def test_folder_of_what_was_told_that_cannot_be_made_is_told(hook: Server) -> None:
    Path("file").touch()
    listening = listener(Path("url"), key=None, patience=Patience())
    with pytest.raises(DeclarationError, match="cannot be made: Not a directory"):
        listening.hear(build(cases.usdkg()), store=Path("file/store"))
    assert len(hook.seen) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--notify-after", "0/1"], "is not K/N"),
        (["--notify-after", "2/1"], "is not K/N"),
        (["--notify-after", "1/101"], "is not K/N"),
        (["--notify-after", "often"], "is not K/N"),
        (["--notify-key-file", "key"], "key: is a key of 3 bytes, not of 24 to 64"),
        (["--notify-key-file", "none"], "none: cannot be read"),
    ],
)
def test_options_that_cannot_be_meant_are_refused_before_anything_is_asked(
    words: list[str], said: str, hook: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    secret("key", "AAAA")
    assert run([*CHECK, *words]) == 2
    assert said in capsys.readouterr().err
    assert hook.seen == []


@pytest.mark.parametrize("words", [["--notify-after", "1/2"], ["--notify-key-file", "key"]])
def test_options_about_a_webhook_without_one_are_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "kgst", *words, *NOWHERE]) == 2
    assert "is about --notify-url-file, which is not given" in capsys.readouterr().err


def test_schema_of_the_message_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["schema", "notice"]) == 0
    assert json.loads(capsys.readouterr().out) == notice_json_schema()
