"""What `controls --write` leaves on the disk: a whole snapshot, or nothing."""

from pathlib import Path

import pytest

from stableaudit.adapters.files.controls_file import controls_from
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.application.survey import survey
from stableaudit.cli.controls import write_snapshot
from stableaudit.domain.errors import UnreachableError
from tests.cases import ETHEREUM, TRON
from tests.fakes.world import world
from tests.unit.application.test_survey import honest, own_scope

CHAINS = {"ethereum": ETHEREUM, "tron": TRON}


def test_snapshot_of_every_contract_is_written_and_reads_the_same(tmp_path: Path) -> None:
    found = survey(own_scope(), world(honest()), as_of=None)
    path = tmp_path / "controls.toml"
    write_snapshot(found, path)
    text = path.read_text()
    assert controls_from(parse_document(text, name="c.toml"), CHAINS) == found.snapshot
    write_snapshot(survey(own_scope(), world(honest()), as_of=None), path)
    assert path.read_text() == text


def test_snapshot_that_lacks_a_contract_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = honest()
    for one in readers[ETHEREUM]:
        one.broken = UnreachableError("refused", asked="it", whom="a")
    path = tmp_path / "controls.toml"
    write_snapshot(survey(own_scope(), world(readers), as_of=None), path)
    assert not path.exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "controls.toml: not written, for only 1 of 2 contracts could be read" in said.err
