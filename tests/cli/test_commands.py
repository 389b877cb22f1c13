"""The commands as their user meets them: exit codes, what goes where, and errors that help."""

import errno
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.main import run
from stableaudit.domain.errors import SigningError
from stableaudit.domain.findings import Gate
from stableaudit.report.json_v1 import controls_json_schema, json_schema, price_json_schema

CLOSED = "http://127.0.0.1:9"
NOWHERE = [f"--endpoint={chain}={CLOSED}" for chain in ("ethereum", "bnb", "tron")]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        (Gate.PASSED, ExitCode.RECONCILED),
        (Gate.UNDECIDED, ExitCode.INCONCLUSIVE),
        (Gate.FAILED, ExitCode.UNRECONCILED),
    ],
)
def test_exit_code_of_each_gate(gate: Gate, code: ExitCode) -> None:
    assert exit_code(gate) is code


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, ""),
        (["--version"], 0, ""),
        ([], 2, "Usage"),
        (["nonsense"], 2, "No such command"),
        (["check"], 2, "Missing argument"),
        (["check", "usdgk", *NOWHERE], 2, "did you mean usdkg"),
        (["check", "usdkg", "--as-of", "yesterday"], 2, "RFC 3339"),
        (["check", "usdkg", "--as-of", "2999-01-01", *NOWHERE], 2, "is in the future"),
        (["check", "usdkg", "--format", "pdf"], 2, "'pdf' is not one of"),
        (["check", "usdkg", "--output", "pdf=x"], 2, "FORMAT=PATH"),
        (["check", "usdkg", "--output", "json=", *NOWHERE], 2, "FORMAT=PATH"),
        (["check", "usdkg", "--endpoint", "ethereum"], 2, "CHAIN=URL"),
        (["check", "usdkg", "--endpoint", "solana=http://127.0.0.1:9"], 2, "solana"),
        (["check", "./missing.toml", *NOWHERE], 2, "missing.toml"),
        (["check", "usdkg", "--config", "missing.toml"], 2, "missing.toml"),
        (["check", "usdkg", "--fail-on", "sometimes"], 2, "'sometimes' is not one of"),
        (["check", "usdkg", *NOWHERE], 3, ""),
        (["check", "kgst", "-q", *NOWHERE], 3, ""),
        (["explain", "SUP-04"], 0, ""),
        (["explain", "sup-04"], 0, ""),
        (["explain", "XXX-99"], 2, "known: SCO-01"),
        (["schema", "token"], 0, ""),
        (["schema", "price"], 0, ""),
        (["price", "gold", *NOWHERE], 3, ""),
        (["price", "SILVER", *NOWHERE], 2, "'SILVER' is not"),
        (["price", "GOLD", "--at", "yesterday"], 2, "RFC 3339"),
        (["price", "GOLD", "--at", "2999-01-01", *NOWHERE], 2, "is in the future"),
        (["price", "GOLD", "--prices", "missing.csv", *NOWHERE], 2, "missing.csv"),
        (["controls", "usdkg", *NOWHERE], 3, ""),
        (["controls", "kgst", "-q", "-v", *NOWHERE], 3, ""),
        (["controls", "usdkg", "--write", "c.toml", *NOWHERE], 3, "c.toml: not written"),
        (["controls", "usdkg", "--write", "no/c.toml", *NOWHERE], 2, "--write"),
        (["controls", "usdkg", "--tree", *NOWHERE], 3, ""),
        (["controls"], 2, "Missing argument"),
        (["controls", "usdgk", *NOWHERE], 2, "did you mean usdkg"),
        (["controls", "kg-crypto-reserve", *NOWHERE], 2, "has no contract to ask"),
        (["controls", "usdkg", "--as-of", "2999-01-01", *NOWHERE], 2, "is in the future"),
        (["controls", "usdkg", "--quorum", "0", *NOWHERE], 2, "0 is not in the range"),
        (["controls", "usdkg", "--format", "pdf", *NOWHERE], 2, "'pdf' is not one of"),
        (["schema", "controls"], 0, ""),
        (["schema", "report"], 0, ""),
        (["schema", "pdf"], 2, "'pdf' is not one of"),
        (["tokens"], 0, ""),
        (["tokens", "show", "usdkg"], 0, ""),
        (["tokens", "show", "nothing"], 2, "no token is called"),
        (["config", "show"], 0, ""),
        (["doctor", "--chain", "tron", *NOWHERE], 3, ""),
        (["doctor", "--chain", "solana"], 2, "no chain is called"),
    ],
)
def test_exit_code_table(
    words: list[str], code: int, said: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ended = run(words)
    captured = capsysbinary.readouterr()
    assert (ended, said in captured.err.decode()) == (code, True)
    if code == 2:
        assert captured.out == b""


def test_price_with_a_file_of_another_currency_is_refused(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "gold.csv"
    file.write_text("at,price_eur_per_ozt,source\n2025-11-28,3600.5,somebody\n")
    assert run(["price", "GOLD", "--prices", str(file), *NOWHERE]) == 2
    assert "in EUR, and wanted in USD" in capsysbinary.readouterr().err.decode()


def test_price_with_every_endpoint_unreachable_fits_its_schema(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["price", "GOLD", "--format", "json", *NOWHERE]) == 3
    report = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(report, price_json_schema())
    assert (report["settled"], [one["price"] for one in report["feeds"]]) == (False, [None, None])


def test_controls_with_every_endpoint_unreachable_fits_its_schema(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["controls", "usdkg", "--format", "json", *NOWHERE]) == 3
    captured = capsysbinary.readouterr()
    report = json.loads(captured.out)
    jsonschema.validate(report, controls_json_schema())
    assert [one["control"]["status"] for one in report["controls"]] == ["unavailable"] * 2
    assert len(report["unread"]) == 2
    assert captured.err == b""


def test_controls_as_a_tree_and_as_json_at_once_is_refused(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["controls", "usdkg", "--tree", "--format", "json", *NOWHERE]) == 2
    assert "--tree is text" in json.loads(capsysbinary.readouterr().out)["error"]["message"]


def test_check_with_every_endpoint_unreachable_names_each_and_its_reason(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    endpoints = [f"--endpoint=ethereum=http://127.0.0.1:{port}" for port in (9, 11)]
    began = time.monotonic()
    code = run(["check", "usdkg", *endpoints, *NOWHERE[1:], "--timeout", "20"])
    text = capsysbinary.readouterr().out.decode()
    assert code == 3
    assert time.monotonic() - began < 20
    assert text.rstrip().splitlines()[-1].startswith("INCONCLUSIVE (exit code 3)")
    for port in (9, 11):
        assert f"http://127.0.0.1:{port}" in text
    assert "refused" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("command", ["check", "reserves"])
def test_html_is_a_page_on_standard_output_and_in_a_file(
    command: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = [command, "kgst", "--format", "html", "--output", "html=r.html", *NOWHERE]
    assert run(words) == 3
    printed = capsysbinary.readouterr().out
    assert printed.startswith(b"<!DOCTYPE html>\n")
    assert printed.endswith(b"</html>\n")
    assert (tmp_path / "r.html").read_bytes() == printed


def test_html_where_no_home_is_writable_says_nothing_of_its_library(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "stableaudit", "check", "kgst", "-q", *NOWHERE]
    nowhere = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), "/proc/none")
    done = subprocess.run(
        [*words, "--output", "html=r.html", "--store", str(tmp_path / "store")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **nowhere},
    )
    assert (tmp_path / "r.html").is_file()
    assert (done.returncode, done.stderr) == (3, "")


def test_html_without_its_libraries_names_the_extra_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("stableaudit.cli.extras.find_spec", lambda _: None)
    assert run(["check", "kgst", "--output", "html=r.html", *NOWHERE]) == 2
    told = capsys.readouterr()
    assert "the format html needs jinja2 and matplotlib, which are not installed here" in told.err
    assert "pip install 'stableaudit[html]'" in told.err
    assert (told.out, list(tmp_path.iterdir())) == ("", [])


def test_check_json_with_every_endpoint_unreachable_fits_its_schema(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    code = run(["check", "usdkg", "--format", "json", *NOWHERE])
    captured = capsysbinary.readouterr()
    report = json.loads(captured.out)
    jsonschema.validate(report, json_schema())
    assert (code, report["verdict"], report["exit_code"]) == (3, "INCONCLUSIVE", 3)
    assert captured.err == b""


@pytest.mark.parametrize(
    "words",
    [
        ["check", "nothing", "--format", "json"],
        ["check", "nothing", "--format=json"],
        ["check", "--format", "json"],
        ["check", "usdkg", "--as-of", "2999-01-01", "--format", "json", *NOWHERE],
    ],
)
def test_check_json_of_invalid_input_prints_an_error_object(
    words: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code = run(words)
    captured = capsysbinary.readouterr()
    failure = json.loads(captured.out)
    jsonschema.validate(failure, json_schema())
    assert (code, failure["exit_code"]) == (2, 2)
    assert failure["error"]["message"]


def test_check_writes_files_whole_and_prints_the_same_verdict(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "r.json").write_text("old")
    code = run(
        ["check", "kgst", "-q", *NOWHERE, "--output", "json=r.json", "--output", "text=r.txt"]
    )
    line = capsysbinary.readouterr().out.decode()
    assert json.loads((tmp_path / "r.json").read_bytes())["exit_code"] == code == 3
    assert (tmp_path / "r.txt").read_text().rstrip().endswith("the books cannot be closed")
    assert line.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.json", "r.txt"]


def test_check_that_is_refused_leaves_old_files_alone(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("old")
    assert run(["check", "nothing", "--output", "json=r.json"]) == 2
    assert (tmp_path / "r.json").read_text() == "old"


def test_check_into_a_missing_folder_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "kgst", *NOWHERE, "--output", "json=missing/r.json"]) == 2
    assert "missing" in capsys.readouterr().err


def test_check_text_that_is_no_terminal_has_no_escapes(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    run(["check", "kgst", *NOWHERE])
    assert b"\x1b" not in capsysbinary.readouterr().out


def test_config_show_tells_origins_and_masks_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stableaudit.toml").write_text(
        'operators = 3\n[[chains.tron.endpoints]]\nurl = "https://x.example/v1/SECRET-PATH"\n'
        'operator = "x"\nkey_env = "X_KEY"\nkey_header = "X-Key"\n'
    )
    monkeypatch.setenv("X_KEY", "SECRET-KEY")
    monkeypatch.setenv("STABLEAUDIT_FAIL_ON", "low")
    assert run(["config", "show", "--timeout", "7"]) == 0
    shown = capsys.readouterr().out
    settings = {line.split()[0]: line for line in shown.splitlines()}
    assert "option --timeout" in settings["timeout_seconds"]
    assert "STABLEAUDIT_FAIL_ON" in settings["fail_on"]
    assert "stableaudit.toml, line 1" in settings["operators"]
    assert "(default)" in settings["request_timeout_seconds"]
    assert "SECRET" not in shown


def test_internal_error_is_exit_1_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def broken(*_words: object, **_more: object) -> None:
        message = "boom"
        raise RuntimeError(message)

    monkeypatch.setattr("stableaudit.adapters.files.registry.load_registry", broken)
    monkeypatch.setattr("stableaudit.bootstrap.scope.load_registry", broken)
    assert run(["check", "usdkg", "--format", "json", *NOWHERE]) == 1
    captured = capsysbinary.readouterr()
    assert b"internal error: RuntimeError: boom" in captured.err
    assert json.loads(captured.out)["exit_code"] == 1


def test_signature_that_cannot_be_made_is_exit_1_and_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def unsigned(*_words: object, **_more: object) -> None:
        raise SigningError("is open to other users", where="key", hint="chmod 600 it")

    monkeypatch.setattr("stableaudit.adapters.files.registry.load_registry", unsigned)
    monkeypatch.setattr("stableaudit.bootstrap.scope.load_registry", unsigned)
    assert run(["check", "usdkg", "--format", "json", *NOWHERE]) == 1
    captured = capsysbinary.readouterr()
    assert captured.err == b"error: key: is open to other users (chmod 600 it)\n"
    said = json.loads(captured.out)
    assert (said["exit_code"], said["error"]["code"]) == (1, "signing")


@pytest.mark.parametrize(("signal_name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_interrupted_check_ends_with_its_code_and_writes_nothing(
    signal_name: str, code: int, tmp_path: Path
) -> None:
    probe = (
        "import os, signal, sys, threading\n"
        "from stableaudit.cli.main import run\n"
        "import stableaudit.bootstrap.runs as b\n"
        "def stop(*words, **more):\n"
        f"    os.kill(os.getpid(), signal.{signal_name})\n"
        "    threading.Event().wait(5)\n"
        "b.run_check = stop\n"
        f"sys.exit(run({['check', 'kgst', '--output', 'json=r.json', *NOWHERE]!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "nothing was written" in done.stderr) == (code, True)
    assert not (tmp_path / "r.json").exists()


def test_tokens_show_gives_every_fact_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    run(["tokens", "show", "kgst"])
    shown = capsys.readouterr().out
    assert "0x94be0bbA8E1E303fE998c9360B57b826F1A4f828" in shown
    assert "zero-transfer (assumed)" in shown
    assert "Sources conflict: issuer" in shown


def test_tokens_show_gives_units_with_figures(capsys: pytest.CaptureFixture[str]) -> None:
    run(["tokens", "show", "usdkg"])
    shown = capsys.readouterr().out
    assert "fineness at least 995.0 per mille" in shown
    assert "at 4163.475 USD a fine troy ounce" in shown


def test_sync_of_a_chain_without_the_token_names_a_command_that_exists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["sync", "usdkg", "--chain", "bnb"]) == 2
    assert "`stableaudit tokens show usdkg` lists its chains" in capsys.readouterr().err


def test_declare_help_says_whole_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["declare", "--help"]) == 0
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("key", "check", "words"),
    [
        ("kg-crypto-reserve", "CRY-02", "National Council for Virtual Assets and Blockchain"),
        ("digital-som", "DSM-01", "National Bank of the Kyrgyz Republic"),
    ],
)
def test_check_of_what_has_no_public_data_asks_nobody_and_says_whom_to_ask(
    key: str, check: str, words: str, tmp_path: Path
) -> None:
    code = run(["check", key, "-q", "--output", f"json={tmp_path / 'r.json'}"])
    report = json.loads((tmp_path / "r.json").read_bytes())
    (finding,) = report["findings"]
    assert (code, report["verdict"], report["chains"]) == (3, "INCONCLUSIVE", [])
    assert (finding["check"], words in finding["remedy"]) == (check, True)


@pytest.mark.parametrize("command", ["sync", "holders", "events"])
@pytest.mark.parametrize("key", ["kg-crypto-reserve", "digital-som"])
def test_ledger_commands_on_what_has_no_contract_end_without_a_defect(
    command: str, key: str, tmp_path: Path
) -> None:
    assert run([command, key, "--store", str(tmp_path)]) in (0, 2, 3)


def test_tokens_list_says_the_kind(capsys: pytest.CaptureFixture[str]) -> None:
    run(["tokens"])
    shown = capsys.readouterr().out
    assert [word in shown for word in ("stablecoin", "crypto reserve", "digital currency")] == [
        True
    ] * 3


def test_explain_of_every_check_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    from stableaudit.reconcile.checks import CHECKS

    documented = (Path(__file__).parents[2] / "docs" / "checks.md").read_text()
    for check in CHECKS:
        assert run(["explain", check.id]) == 0
        assert check.proposition in " ".join(capsys.readouterr().out.split())
        assert check.proposition in documented


@pytest.mark.parametrize("name", ["gold-token", "crypto-reserve"])
def test_example_token_is_valid_and_ends_in_a_verdict(name: str) -> None:
    example = Path(__file__).parents[2] / "examples" / name / "token.toml"
    assert run(["check", str(example), "-q", *NOWHERE]) == 3


PROGRAM = [sys.executable, "-m", "stableaudit"]
NO_BNB = ["--endpoint", f"bnb={CLOSED}"]


@pytest.mark.parametrize(
    ("words", "shell", "code"),
    [
        (["check", "kgst", *NO_BNB], "| true", 3),
        (["check", "kgst", *NO_BNB], ">&-", 3),
        (["check", "kgst", *NO_BNB], ">/dev/full", 2),
        (["check", "nope", "--format", "json"], "| true", 2),
        (["check", "nope", "--format", "json"], ">&-", 2),
        (["schema", "report"], "| true", 0),
        (["tokens"], ">&-", 0),
        (["--help"], "| true", 0),
        (["check", "--help"], "| true", 0),
        (["--version"], "| true", 0),
    ],
)
def test_output_that_goes_away_leaves_the_code_and_no_traceback(
    words: list[str], shell: str, code: int
) -> None:
    line = f"set -o pipefail; {shlex.join([*PROGRAM, *words])} {shell}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert "internal error" not in done.stderr


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (["json=a.json", "text=a.json"], "is written twice"),
        (["json=a.json", "text=./a.json"], "is written twice"),
        (["json=-"], "a file needs a name"),
        (["json=missing/a.json"], "folder does not exist"),
        (["json=folder"], "is no file"),
        (["json=folder/../a.json", "text=a.json"], "is written twice"),
        (["json=" + "a" * 300], "too long"),
    ],
)
def test_output_that_cannot_be_is_refused_before_anything_is_asked(
    outputs: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    words = [word for output in outputs for word in ("--output", output)]
    assert run(["check", "kgst", *NOWHERE, *words]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("formats", "json_shown"),
    [(["--format", "json", "--format", "text"], False), (["--format=text", "--format=json"], True)],
)
def test_error_object_is_printed_when_the_last_format_is_json(
    formats: list[str], *, json_shown: bool, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["check", "nope", *formats]) == 2
    assert bool(capsysbinary.readouterr().out) is json_shown


@pytest.mark.parametrize("error", [BrokenPipeError(errno.EPIPE, "gone"), SystemExit(0)])
def test_check_that_ends_before_its_verdict_is_never_exit_0(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """click turns a broken pipe anywhere in a command into an exit of its own."""

    def broken(*_words: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr("stableaudit.bootstrap.runs.run_check", broken)
    monkeypatch.setattr("stableaudit.cli.main.silence_stdout", lambda: None)
    assert run(["check", "kgst", *NOWHERE]) == 1


def test_command_that_says_nothing_of_its_end_is_never_exit_0(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stableaudit.cli.main.program.main", lambda **_words: None)
    assert run(["check", "kgst"]) == 1


def test_config_show_tells_where_the_ledgers_are(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["config", "show", "--store", "kept"]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    (line,) = (line for line in lines if line.startswith("store "))
    assert line.split() == ["store", "kept", "(option", "--store)"]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "{}"),
        ("{}",),
        ("check", "--{}"),
        ("check", "usdkg", "--output", "json={}/report.json"),
        ("check", "usdkg", "--config", "{}"),
        ("explain", "{}"),
    ],
)
def test_error_with_hostile_words_acts_on_no_terminal_and_no_runner(
    words: tuple[str, ...],
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # click removes colours itself where nobody looks; where somebody does, it lets all through.
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    hostile = "a\x1b[2J\r\n::error::b\u202e"
    assert run([word.format(hostile) for word in words]) == ExitCode.INVALID_INPUT
    told = capsysbinary.readouterr().err.decode()
    assert told.count("\n") == 1
    assert not set(told) & set("\x1b\r\u202e")
    assert told.startswith("error: ")
