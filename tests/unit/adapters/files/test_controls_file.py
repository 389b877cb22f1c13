"""What is written of a snapshot is read back the same; what cannot be meant names its key."""

import tomllib
from dataclasses import replace
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.controls_file import KINDS, controls_from
from stableaudit.adapters.files.controls_text import controls_text
from stableaudit.adapters.files.registry import load_controls, load_registry
from stableaudit.adapters.files.schema import json_schema
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept, snapshot_of
from stableaudit.domain.control_snapshot import ControlSnapshot
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.power_map import ActorKind
from tests.cases import ETHEREUM, TRON
from tests.control_cases import (
    ON_ETHEREUM,
    control_evidence,
    ethereum_map,
    tron_map,
    unread_map,
)

CHAINS = {"ethereum": ETHEREUM, "tron": TRON}
KEYS = {chain: key for key, chain in CHAINS.items()}
SEEN = Seen(dict(control_evidence(ON_ETHEREUM).answers))
SNAPSHOT = snapshot_of(
    "usdkg", (kept(ethereum_map(), SEEN, block=17), kept(tron_map(), Seen({}), block=99))
)


def written(snapshot: ControlSnapshot = SNAPSHOT) -> str:
    return controls_text(snapshot, KEYS, simulated=False)


def read(text: str) -> ControlSnapshot:
    return controls_from(parse_document(text, name="controls.toml"), CHAINS)


def test_snapshot_is_read_back_as_it_was_written() -> None:
    assert read(written()) == SNAPSHOT
    unread = snapshot_of("usdkg", (kept(unread_map(), Seen({}), block=0),))
    assert read(written(unread)) == unread


def test_same_snapshot_is_the_same_text_and_a_member_is_a_line() -> None:
    text = written()
    assert text == written(read(text))
    assert '\n[[deployments.offices]]\noffice = "compliance()"\nholder = "unknown"\n' in text
    assert '\n  { account = "0x000000000000000000000000000000000000B001", weight = 1 },\n' in text
    assert "SIMULATED" not in text
    assert "# SIMULATED NETWORK" in controls_text(SNAPSHOT, KEYS, simulated=True)


def test_order_of_the_file_makes_no_difference() -> None:
    text = written()
    first, second = text.index("[[deployments]]"), text.rindex("[[deployments]]\n")
    turned = text[:first] + text[second:] + "\n" + text[first:second]
    assert turned != text
    assert read(turned) == SNAPSHOT
    lines = text.splitlines()
    members = [place for place, line in enumerate(lines) if line.startswith("  {")][:7]
    for one, other in zip(members[:3], reversed(members), strict=False):
        lines[one], lines[other] = lines[other], lines[one]
    again = "\n".join(lines).replace('"compliance()"', '"?"').replace('"owner()"', '"compliance()"')
    swapped = again.replace('"?"', '"owner()"')
    (first_kept, *_) = read(swapped).deployments
    assert [one.office for one in first_kept.offices] == [
        *("EIP-1967 admin slot", "compliance()", "owner()"),
    ]
    assert first_kept.actors[0].rules == SNAPSHOT.deployments[0].actors[0].rules


def test_name_with_quotes_and_hidden_characters_is_written_so_that_it_can_be_read() -> None:
    found = tron_map()
    rule = replace(found.actors[0].rules[0], name='"\\ \u202e\x1b]\n\U000e0041é')
    actors = (replace(found.actors[0], rules=(rule,)),)
    hostile = snapshot_of("x", (kept(replace(found, actors=actors), Seen({}), block=1),))
    text = written(hostile)
    assert all(one == "\n" or one.isprintable() for one in text)
    (again,) = read(text).deployments
    assert again.actors[0].rules[0].name == '"\\ \\u202e\\u001b]\\u000a\\U000e0041é'


def test_every_kind_has_a_word_of_its_own() -> None:
    assert set(KINDS) == set(ActorKind)
    assert len(set(KINDS.values())) == len(ActorKind)


def test_schema_accepts_what_is_written_and_refuses_what_is_changed() -> None:
    validator = jsonschema.Draft202012Validator(json_schema("control-snapshot"))
    tree = tomllib.loads(written())
    assert validator.is_valid(tree)
    assert not validator.is_valid({**tree, "surprise": 1})
    assert not validator.is_valid({key: tree[key] for key in tree if key != "token"})


def test_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "controls.toml"
    path.write_text(written())
    assert load_controls(path, load_registry()) == SNAPSHOT
    with pytest.raises(DeclarationError, match=r"missing\.toml"):
        load_controls(tmp_path / "missing.toml", load_registry())


_PLACE = "deployments[0].actors["


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('schema_version = "1.0.0"', 'schema_version = "2.0.0"', "key schema_version"),
        ('token = "usdkg"', 'tokn = "usdkg"', "did you mean token?"),
        ('token = "usdkg"', "", "lacks the key token"),
        ('chain = "ethereum"', 'chain = "solana"', "no chain is called solana"),
        ("block = 17", "block = -1", "key deployments[0].block"),
        ("block = 17", 'block = "17"', "key deployments[0].block"),
        ('code_hash = "0xabab', 'code_hash = "0xABAB', "code_hash"),
        ('office = "compliance()"', 'office = "owner()"', "the office owner() stands twice"),
        ('holder = "unknown"', 'holder = "nobody"', "key deployments[0].offices[1].holder"),
        ('holder = "unknown"', 'holder = "T9yD14Nj9j7xAB4dbGeiX9h8upPviGEA4k"', "0x and 40 hex"),
        ('kind = "timelock"', 'kind = "clock"', f"key {_PLACE}"),
        ("threshold = 3", "threshold = -3", f"key {_PLACE}"),
        ("weight = 1", "weight = 1.5", f"key {_PLACE}"),
        ("delay_seconds = 172800", "delay_second = 172800", "did you mean delay_seconds?"),
        ("00B001", "00b001B", "rules[0].members[2].account"),
        ("00b000", "00B000", "rules[0].members[1].account: the capitals of"),
        ('implementation = "0x', 'x = "0x', "unknown key"),
    ],
)
def test_file_that_cannot_be_meant_is_refused_with_its_key(old: str, new: str, said: str) -> None:
    assert old in written()
    with pytest.raises(DeclarationError) as refused:
        read(written().replace(old, new, 1))
    assert said in str(refused.value)
    assert "controls.toml" in str(refused.value)


def test_hash_of_an_implementation_that_is_not_named_is_refused() -> None:
    lines = [line for line in written().splitlines() if not line.startswith("implementation =")]
    with pytest.raises(DeclarationError, match=r"key deployments\[0\]\.implementation_code_hash"):
        read("\n".join(lines))


def test_what_stands_twice_is_refused() -> None:
    text = written()
    one = text[text.index("[[deployments]]") : text.rindex("[[deployments]]\n")]
    with pytest.raises(DeclarationError, match=r"key deployments: the deployment .* twice"):
        read(text + one)
    actor = '\n[[deployments.actors]]\naccount = "T9yD14Nj9j7xAB4dbGeiX9h8upPviGEA4k"\n'
    with pytest.raises(DeclarationError, match=r"key deployments\[1\]: the account .* twice"):
        read(f'{text}{actor}kind = "key"\n')
