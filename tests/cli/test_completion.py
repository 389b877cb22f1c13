"""What shells ask the program for when somebody presses Tab, and what it answers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

import stableaudit
from stableaudit.cli.main import program
from stableaudit.reconcile.checks import CHECKS

TOKENS = [path.stem for path in sorted(Path(stableaudit.__file__).parent.glob("registry/tokens/*"))]
CHAINS = ["bnb", "ethereum", "tron"]
HEAVY = ("web3", "tronpy", "pandas", "duckdb", "rich", "msgspec", "urllib3", "eth_abi")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(stableaudit.__file__).parents[1])}


def ask(instruction: str, **words: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a shell's script does."""
    return subprocess.run(
        [sys.executable, "-m", "stableaudit"],
        env={**ENVIRONMENT, "_STABLEAUDIT_COMPLETE": instruction, **words},
        capture_output=True,
        text=True,
        check=False,
    )


def completed(*words: str) -> list[str]:
    """Return what bash is told may stand in place of the last word."""
    shell = BashComplete(program, {}, "stableaudit", "_STABLEAUDIT_COMPLETE")
    *before, begun = words
    return [shell.format_completion(item) for item in shell.get_completions(before, begun)]


def plain(names: list[str]) -> list[str]:
    return [f"plain,{name}" for name in names]


def test_first_word_is_completed_to_commands() -> None:
    assert completed("che") == ["plain,check"]
    assert completed("d") == plain(["declare", "diff", "doctor"])


@pytest.mark.parametrize(
    "words",
    [
        ["check"], ["controls"], ["events"], ["holders"], ["reserves"], ["sync"],
        ["tokens", "show"], ["wallets", "challenge"], ["declare", "new", "--token"],
    ],
)  # fmt: skip
def test_token_is_completed_to_those_of_the_registry(words: list[str]) -> None:
    assert completed(*words, "") == plain(TOKENS)
    assert completed(*words, "usd") == plain(["usdc", "usdkg", "usdt"])
    assert completed(*words, "nobody") == []


@pytest.mark.parametrize("path", ["./to", "/srv/to", "~/x", "folder/to", "../"])
def test_token_that_begins_as_a_path_is_completed_to_files(path: str) -> None:
    assert completed("check", path) == [f"file,{path}"]


def test_id_of_a_check_is_completed_in_either_case() -> None:
    supply = sorted(check.id for check in CHECKS if check.id.startswith("SUP-"))
    assert completed("explain", "SUP") == completed("explain", "sup") == plain(supply)
    assert completed("explain", "") == plain(sorted(check.id for check in CHECKS))


@pytest.mark.parametrize(
    "words",
    [
        ["doctor", "--chain"], ["sync", "usdkg", "--chain"], ["events", "usdkg", "--chain"],
        ["holders", "usdkg", "--chain"], ["wallets", "challenge", "--chain"],
    ],
)  # fmt: skip
def test_chain_is_completed_to_those_of_the_registry(words: list[str]) -> None:
    assert completed(*words, "") == plain(CHAINS)
    assert completed(*words, "eth") == plain(["ethereum"])


def test_fixed_words_of_an_option_are_completed() -> None:
    assert completed("check", "--fail-on", "c") == ["plain,critical"]
    assert completed("schema", "wallet") == plain(["wallets", "wallet-proofs"])


def test_bash_is_told_what_may_come_next() -> None:
    ended = ask("bash_complete", COMP_WORDS="stableaudit explain SUP-04", COMP_CWORD="2")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "plain,SUP-04\n", "")


def test_zsh_is_told_what_a_check_states() -> None:
    ended = ask("zsh_complete", COMP_WORDS="stableaudit explain SUP-04", COMP_CWORD="2")
    (check,) = (check for check in CHECKS if check.id == "SUP-04")
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == ["plain", "SUP-04", check.proposition.replace(":", "\\:")]


def test_fish_is_told_what_a_check_states() -> None:
    ended = ask("fish_complete", COMP_WORDS="stableaudit explain SUP-04", COMP_CWORD="SUP-04")
    (check,) = (check for check in CHECKS if check.id == "SUP-04")
    assert ended.returncode == 0
    assert ended.stdout == f"plain,SUP-04\t{check.proposition}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_for_a_shell_is_one_that_the_shell_can_read(shell: str) -> None:
    ended = ask(f"{shell}_source")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"{shell}_complete" in ended.stdout
    reader = shutil.which(shell)
    if reader is None:
        pytest.skip(f"{shell} is not installed here: its script was not read by it")
    subprocess.run([reader, "-n"], input=ended.stdout, text=True, check=True)


def test_instruction_that_no_shell_gives_is_no_success() -> None:
    assert ask("tcsh_source").returncode == 1


def test_bash_that_has_read_the_script_completes_a_token(tmp_path: Path) -> None:
    """The whole way: bash's own words, its function, the program, and bash's answer."""
    caller = tmp_path / "stableaudit"
    caller.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stableaudit "$@"\n')
    caller.chmod(0o755)
    script = (
        'eval "$(_STABLEAUDIT_COMPLETE=bash_source stableaudit)"\n'
        "COMP_WORDS=(stableaudit check usdk) COMP_CWORD=2\n"
        "_stableaudit_completion stableaudit\n"
        'echo "${COMPREPLY[@]}"\n'
    )
    ended = subprocess.run(
        ["bash", "-e"],
        input=script,
        env={**ENVIRONMENT, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "usdkg\n", "")


@pytest.mark.parametrize("words", [["check", "usd"], ["explain", "SUP"], ["doctor", "--chain", ""]])
def test_completion_imports_no_heavy_library(words: list[str]) -> None:
    probe = (
        "import sys\nfrom stableaudit.cli.main import run\nrun([])\n"
        f"print('LOADED', *(name for name in {HEAVY!r} if name in sys.modules))\n"
    )
    asked = {
        "_STABLEAUDIT_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("stableaudit", *words)),
        "COMP_CWORD": str(len(words)),
    }
    ended = subprocess.run(
        [sys.executable, "-c", probe],
        env={**ENVIRONMENT, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "plain," in ended.stdout
    assert ended.stdout.splitlines()[-1] == "LOADED"
