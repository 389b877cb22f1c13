"""One run at a time: the second ends at once, and a dead one leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stableaudit.adapters.system.run_lock import run_lock
from stableaudit.domain.errors import DeclarationError, UnfinishedError

HOLDER = """\
import sys
from pathlib import Path
from stableaudit.adapters.system.run_lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_lock_is_free_again_when_the_run_has_ended(tmp_path: Path) -> None:
    file = tmp_path / "run.lock"
    for _ in range(2):
        with run_lock(file):
            assert file.read_text() == f"{os.getpid()}\n"


def test_lock_that_another_process_holds_ends_the_second_at_once_and_names_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "run.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(UnfinishedError) as caught, run_lock(file):
            pass
        holder.kill()
    assert f"is held by process {holder.pid}: another run is at work" in str(caught.value)
    with run_lock(file):
        pass


def test_lock_whose_holder_left_no_number_is_still_held(tmp_path: Path) -> None:
    file = tmp_path / "run.lock"
    with run_lock(file):
        file.write_text("")
        with pytest.raises(UnfinishedError, match="is held by another process"), run_lock(file):
            pass


@pytest.mark.parametrize("name", ["", "no/such/folder/run.lock", "a\0b"])
def test_lock_that_cannot_be_made_is_refused(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(DeclarationError, match="cannot be locked"),
        run_lock(Path(f"{tmp_path}/{name}")),
    ):
        pass


def test_lock_is_no_link_and_no_pipe(tmp_path: Path) -> None:
    """A link would have another file's lock taken, and its first bytes replaced by a number."""
    other = tmp_path / "other"
    other.write_text("kept")
    (tmp_path / "link").symlink_to(other)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(DeclarationError), run_lock(tmp_path / name):
            pass
    assert other.read_text() == "kept"
