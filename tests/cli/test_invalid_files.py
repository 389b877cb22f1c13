"""A figure that cannot be meant is its author's to mend: exit 2, with file, line and key."""

from pathlib import Path

import pytest

from stableaudit.cli.main import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "gold-token"
NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("token.toml", "statement.toml"):
        (tmp_path / name).write_text((EXAMPLE / name).read_text())


def _set(path: Path, key: str, value: str, *, occurrence: int = 0) -> int:
    """Change one key's value; return its line."""
    lines = path.read_text().split("\n")
    at = [n for n, line in enumerate(lines) if line.startswith(f"{key} =")][occurrence]
    lines[at] = f'{key} = "{value}"'
    path.write_text("\n".join(lines))
    return at + 1


@pytest.mark.parametrize(
    ("key", "value", "path", "said"),
    [
        ("published_at", "2020-01-01", "published_at", "cannot be published before"),
        ("fineness", "0.9999", "reserves[0].fineness", "per mille, 100 to 1000, not 0.9999"),
        ("fineness", "1000.1", "reserves[0].fineness", "per mille, 100 to 1000, not 1000.1"),
        ("fineness_floor", "24", "reserves[0].fineness_floor", "per mille, 100 to 1000, not 24"),
    ],
)
def test_check_of_impossible_statement_is_exit_2_with_file_line_and_key(
    key: str, value: str, path: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = _set(tmp_path / "statement.toml", key, value)
    assert run(["check", "token.toml", *NOWHERE]) == 2
    captured = capsys.readouterr()
    assert f"statement.toml, line {line}, key {path}: " in captured.err
    assert said in captured.err
    assert captured.out == ""


def test_check_with_impossible_threshold_in_a_file_is_exit_2_with_file_line_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.toml").write_text('operators = 2\n[policy]\nmin_coverage = "0.00"\n')
    assert run(["check", "token.toml", "--config", "c.toml", *NOWHERE]) == 2
    captured = capsys.readouterr()
    assert "c.toml, line 3, key policy.min_coverage: " in captured.err
    assert captured.out == ""


def test_check_with_impossible_threshold_in_a_variable_is_exit_2_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STABLEAUDIT_MIN_COVERAGE", "0")
    assert run(["check", "token.toml", *NOWHERE]) == 2
    assert "environment STABLEAUDIT_MIN_COVERAGE: " in capsys.readouterr().err
