import json
import shutil
import subprocess
from array import array
from pathlib import Path

import numpy as np
import pytest

from bench import child, digest, rows
from bench.columns import ColumnWriter

ALICE, BOB, CAROL = (bytes([n]) * 20 for n in (1, 2, 3))
BIG = 2**256 - 1


def _logs(folder: Path, *written: tuple[int, int, bytes, bytes, int]) -> digest.Digest:
    folder.mkdir()
    with ColumnWriter(folder) as out:
        for block, ordinal, source, destination, amount in written:
            word = amount.to_bytes(32, "big")
            out.write(array("q", [block]), array("q", [ordinal]), source, destination, word)
    return digest.of_logs(folder)


def test_digest_of_logs_in_another_order_is_the_same(tmp_path: Path) -> None:
    one, other = (1, 0, ALICE, BOB, BIG), (1, 1, BOB, CAROL, BIG)
    assert _logs(tmp_path / "a", one, other) == _logs(tmp_path / "b", other, one)


def test_digest_of_logs_sums_exactly_beyond_256_bits(tmp_path: Path) -> None:
    found = _logs(tmp_path / "a", (1, 0, ALICE, BOB, BIG), (1, 1, BOB, CAROL, BIG))
    assert (found.count, found.total) == (2, 2 * BIG)


@pytest.mark.parametrize(
    "changed",
    [
        (2, 0, ALICE, BOB, 5),
        (1, 1, ALICE, BOB, 5),
        (1, 0, CAROL, BOB, 5),
        (1, 0, ALICE, CAROL, 5),
        (1, 0, ALICE, BOB, 5 + 2**200),
        (1, 0, BOB, ALICE, 5),
    ],
)
def test_digest_of_logs_with_one_field_changed_differs(
    tmp_path: Path, changed: tuple[int, int, bytes, bytes, int]
) -> None:
    assert (
        _logs(tmp_path / "a", (1, 0, ALICE, BOB, 5)).mixed != _logs(tmp_path / "b", changed).mixed
    )


def test_digest_of_balances_is_what_the_c_program_finds(tmp_path: Path) -> None:
    """The yardstick and we compute the same: count, sum and digest."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here")
    program = tmp_path / "hash_balances"
    subprocess.run(
        [compiler, "-O2", "-o", str(program), str(child.ROOT / "bench" / "hash_balances.c")],
        check=True,
    )
    path = rows.ensure(tmp_path / "rows", 4_000)
    said = subprocess.run([str(program), str(path), "4000"], check=True, capture_output=True)
    balances: dict[bytes, int] = {}
    for source, destination, base_units in rows.read(path, 0, 4_000).tolist():
        balances[source] = balances.get(source, 0) - base_units
        balances[destination] = balances.get(destination, 0) + base_units
    held = {a: b for a, b in balances.items() if b and a != bytes(20)}
    expected = digest.of_balances(b"".join(held), np.array(list(held.values()), np.int64))
    found = json.loads(said.stdout)
    assert (found["count"], found["total"], found["mixed"]) == (
        expected.count,
        expected.total,
        expected.mixed,
    )
