"""Lines for a log and bars for a terminal say how far, how fast, and how long still."""

import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from rich.console import Console
from rich.progress import Progress as Display

from stableaudit.cli.bars import Bars, columns
from stableaudit.cli.progress import LINE_SECONDS, Lines, Silence, progress, share_text

HOSTILE = "a[red]\x1b[2J\u202eb\n::error::x"


class _Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _lines() -> tuple[Lines, list[str], _Clock]:
    written: list[str] = []
    clock = _Clock()
    return Lines(written.append, clock), written, clock


def test_lines_of_a_fetch_say_share_pace_and_time_left() -> None:
    lines, written, clock = _lines()
    lines.step("Ethereum", "logs")
    lines.advance("Ethereum", done=1_000, total=10_000, logs=0)
    clock.seconds = LINE_SECONDS
    lines.advance("Ethereum", done=2_000, total=10_000, logs=1_234)
    assert written == [
        "Ethereum: logs, 20 %, 2,000 of 10,000 blocks, 1,234 logs, 100 blocks/s, 1:20 left"
    ]


def test_lines_come_at_intervals_and_once_more_at_the_end() -> None:
    lines, written, clock = _lines()
    for second in range(25):
        clock.seconds = second
        lines.advance("TRON", done=second, total=24, logs=second)
    assert [line.split(",")[1] for line in written] == [" 41 %", " 83 %", " 100 %"]


def test_lines_of_a_fetch_that_is_over_soon_are_none() -> None:
    lines, written, _ = _lines()
    lines.advance("TRON", done=0, total=5, logs=0)
    lines.advance("TRON", done=5, total=5, logs=9)
    assert written == []


def test_lines_of_a_fetch_that_stands_still_say_so() -> None:
    lines, written, clock = _lines()
    lines.advance("TRON", done=7, total=9, logs=0)
    clock.seconds = LINE_SECONDS
    lines.advance("TRON", done=7, total=9, logs=0)
    assert written == ["TRON, 77 %, 7 of 9 blocks, 0 logs, not moving"]


def test_lines_after_another_step_measure_anew() -> None:
    lines, written, clock = _lines()
    lines.advance("TRON", done=0, total=100, logs=0)
    clock.seconds = 100.0
    lines.step("TRON", "logs again")
    lines.advance("TRON", done=0, total=100, logs=0)
    clock.seconds = 110.0
    lines.advance("TRON", done=50, total=100, logs=3)
    assert written == ["TRON: logs again, 50 %, 50 of 100 blocks, 3 logs, 5 blocks/s, 0:10 left"]


def test_lines_escape_what_would_act_on_a_log() -> None:
    lines, written, clock = _lines()
    lines.step("::error::x", HOSTILE)
    lines.advance("::error::x", done=0, total=2, logs=0)
    clock.seconds = LINE_SECONDS
    lines.advance("::error::x", done=1, total=2, logs=0)
    (line,) = written
    assert line == (
        r"\u003a:error::x: a[red]\u001b[2J\u202eb\u000a::error::x, 50 %, 1 of 2 blocks, 0 logs"
        ", 0 blocks/s, 0:10 left"
    )


@pytest.mark.parametrize(
    ("done", "total", "share"),
    [(0, 0, "100 %"), (0, 3, "0 %"), (999, 1000, "99 %"), (3, 3, "100 %")],
)
def test_share_is_rounded_down(done: int, total: int, share: str) -> None:
    assert share_text(done, total) == share


def _drawn(width: int, clock: _Clock | None = None) -> tuple[Bars, Display, StringIO]:
    file = StringIO()
    console = Console(file=file, width=width, color_system=None, force_terminal=False)
    display = Display(
        *columns(width), console=console, auto_refresh=False, get_time=clock or _Clock()
    )
    return Bars(display), display, file


def _shown(display: Display, file: StringIO) -> list[str]:
    display.console.print(display.get_renderable())
    return file.getvalue().splitlines()


@pytest.mark.parametrize("width", [46, 60, 79, 120])
def test_bars_fit_the_terminal_a_line_a_chain(width: int) -> None:
    clock = _Clock()
    bars, display, file = _drawn(width, clock)
    for chain in ("Ethereum", "TRON", "a chain with a rather long name"):
        bars.step(chain, "logs")
        for share in range(3):
            clock.seconds += 10
            bars.advance(chain, done=share * 10_000, total=30_000, logs=share * 1_000_000)
    lines = _shown(display, file)
    assert len(lines) == 3
    assert all(len(line.rstrip()) <= width for line in lines)
    assert all(line.rstrip().endswith("left") for line in lines)
    assert all(" 66 %, 1,000 blocks/s, " in line for line in lines)
    assert [" 2,000,000 logs, " in line for line in lines] == [width >= 90] * 3


def test_bars_after_another_step_measure_anew() -> None:
    clock = _Clock()
    bars, display, file = _drawn(120, clock)
    for logs, pace in (("logs", 1_000), ("logs again", 5)):
        bars.step("TRON", logs)
        for share in range(3):
            clock.seconds += 1
            bars.advance("TRON", done=share * pace, total=10_000, logs=share)
    (line,) = _shown(display, file)
    assert " 0 %, 5 blocks/s, " in line


def test_bars_show_a_step_without_figures() -> None:
    bars, display, file = _drawn(120)
    bars.advance("TRON", done=1, total=2, logs=1)
    bars.step("TRON", "balances")
    (line,) = _shown(display, file)
    assert "TRON: balances" in line
    assert "blocks" not in line


def test_bars_escape_what_would_act_on_a_terminal() -> None:
    bars, display, file = _drawn(120)
    bars.step("TRON", HOSTILE)
    (line,) = _shown(display, file)
    assert "a[red]\\u001b[2J\\u202eb\\u000a" in line
    assert "\x1b" not in line


def test_bars_of_many_threads_are_one_for_each_chain() -> None:
    bars, display, _ = _drawn(120)

    def work(number: int) -> None:
        bars.advance(f"chain {number % 4}", done=number, total=400, logs=0)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(400)))
    assert sorted(task.description for task in display.tasks) == [f"chain {n}" for n in range(4)]


def test_progress_when_quiet_or_without_stderr_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress(quiet=True) as steps:
        assert isinstance(steps, Silence)
        steps.step("TRON", "logs")
        steps.advance("TRON", done=1, total=2, logs=0)
    monkeypatch.setattr(sys, "stderr", None)
    with progress(quiet=False) as steps:
        assert isinstance(steps, Silence)


def test_progress_without_a_terminal_writes_lines_to_stderr_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stableaudit.cli.progress.LINE_SECONDS", 0)
    with progress(quiet=False) as steps:
        assert isinstance(steps, Lines)
        steps.advance("TRON", done=1, total=2, logs=0)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (
        "",
        "TRON, 50 %, 1 of 2 blocks, 0 logs, not moving\n",
    )


def test_progress_on_a_terminal_draws_and_leaves_nothing_on_stdout(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress(quiet=False) as steps:
        assert isinstance(steps, Bars)
        steps.step("TRON", "logs")
        steps.advance("TRON", done=1, total=2, logs=0)
    assert capsys.readouterr().out == ""
