"""`--ping-url-file`: whoever waits hears that a check began and how it ended, and nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.system.run_lock import run_lock
from stableaudit.cli.heartbeat import MAX_BODY_BYTES, body_of
from stableaudit.cli.main import run
from tests.unit.adapters.transport.server import Exchange, Server, serve

HIDDEN = "0ping0secret0"
NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
CHECK = ["check", "kgst", "-q", "--ping-url-file", "url", *NOWHERE]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def watcher() -> Iterator[Server]:
    with serve(lambda exchange: exchange.answer(b"OK")) as server:
        named(server)
        yield server


def named(server: Server) -> None:
    Path("url").write_text(f"{server.url}/{HIDDEN}\n")
    Path("url").chmod(0o600)


def told(server: Server) -> list[str]:
    return [seen.target.removeprefix(f"/{HIDDEN}/") for seen in server.seen]


def test_check_tells_that_it_began_and_with_which_code_and_report_it_ended(
    watcher: Server,
) -> None:
    assert run([*CHECK, "--output", "text=report.txt"]) == 3
    assert told(watcher) == ["start", "3"]
    began, ended = watcher.seen
    assert began.body == b""
    assert ended.body == Path("report.txt").read_bytes()[:MAX_BODY_BYTES]
    assert ended.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_check_that_is_refused_after_it_began_tells_why(watcher: Server) -> None:
    assert run([*CHECK, "--declaration", "none.toml"]) == 2
    assert told(watcher) == ["start", "2"]
    assert watcher.seen[1].body == b"none.toml: cannot be read: No such file or directory"


def test_defect_is_told_by_its_kind_alone(watcher: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("what a server said")

    monkeypatch.setattr("stableaudit.cli.auditing._audit", fail)
    assert run(CHECK) == 1
    assert (told(watcher), watcher.seen[1].body) == (["start", "1"], b"KeyError")


def test_interrupt_is_told(watcher: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stableaudit.cli.auditing._audit", interrupt)
    assert run(CHECK) == 130
    assert told(watcher) == ["start", "130"]


def test_second_run_tells_nobody_as_the_first_still_does(watcher: Server) -> None:
    with run_lock(Path("run.lock")):
        assert run([*CHECK, "--lock-file", "run.lock"]) == 3
    assert watcher.seen == []


def test_watcher_that_does_not_answer_is_a_warning_and_changes_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.answer(exchange.seen.target.encode(), status=404)

    with serve(refuse) as server:
        named(server)
        assert run([*CHECK, "--format", "json", "--bundle", "kept"]) == 3
        port = server.port
    out, err = capfd.readouterr()
    assert json.loads(out)["exit_code"] == 3
    line = f"warning: the heartbeat (http://127.0.0.1:{port}/…) was not told: HTTP 404\n"
    assert err == line * 2
    assert _anywhere(HIDDEN) == [Path("url")]


def test_address_in_a_file_that_everybody_may_read_is_refused_before_anything_is_asked(
    watcher: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("url").chmod(0o644)
    assert run(CHECK) == 2
    assert "url: holds a secret, and is open to other users" in capsys.readouterr().err
    assert watcher.seen == []


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", 0),
        ("a" * MAX_BODY_BYTES, MAX_BODY_BYTES),
        ("a" * (MAX_BODY_BYTES + 1), MAX_BODY_BYTES),
        ("a" + "é" * MAX_BODY_BYTES, MAX_BODY_BYTES - 1),
        ("\udcff", 1),
    ],
)
def test_body_is_the_beginning_and_no_character_is_cut(text: str, size: int) -> None:
    body = body_of(text)
    assert len(body) == size
    assert text.encode(errors="replace").startswith(body)


def _anywhere(secret: str) -> list[Path]:
    return [
        one for one in Path().rglob("*") if one.is_file() and secret.encode() in one.read_bytes()
    ]
