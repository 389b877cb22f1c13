"""Labels are facts: each with its source, no account twice, every misspelling named by its line."""

from pathlib import Path

import pytest

from stableaudit.adapters.files.labels_file import labels_from
from stableaudit.adapters.files.registry import load_labels, load_registry
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.labels import Label, Role
from tests.unit.adapters.files.samples import LABELS

CHAINS = {"ethereum": ChainId.parse("eip155:1"), "tron": ChainId.parse("tron:0x2b6653dc")}
MINE = Provenance("me.example", "2026-01-01")
BOTH = (
    Label(
        AccountId.parse("eip155:1:0x8894e0a0c962cb723c1976a4421c95949be2d4e3"),
        "my exchange",
        Role.EXCHANGE,
        Unknown(),
        MINE,
    ),
    Label(
        AccountId.parse("tron:0x2b6653dc:TKHuVq1oKVruCGLvqVexFs6dawKv6fQgFs"),
        "my pool",
        Role.CONTRACT,
        contract=True,
        provenance=MINE,
    ),
)


def test_labels_as_written_are_the_domain_values() -> None:
    assert labels_from(parse_document(LABELS, name="l.toml"), CHAINS, trusted=False) == BOTH


def test_labels_of_a_user_s_file_are_read_with_the_registry_s_chains(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text(LABELS)
    assert load_labels(tmp_path / "l.toml", load_registry()) == BOTH


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"ethereum"', '"etherium"', "l.toml, line 6, key labels[0].chain: no chain is called"),
        ("0x8894e0", "0x8894E0", "line 7, key labels[0].address: the capitals of"),
        ("TKHuVq1", "TKHuVq2", "line 15, key labels[1].address: 'TKHuVq2"),
        ('role = "exchange"', 'role = "shop"', "line 9, key labels[0].role: Invalid enum value"),
        ('role = "exchange"', 'rule = "exchange"', "line 9, key labels[0].rule: unknown key"),
        ("contract = true", 'contract = "yes"', "line 18, key labels[1].contract: Expected `bool`"),
        ('label = "my pool"\n', "", "labels[1]: this table lacks the key label"),
        (
            '"2026-01-01"\n\n[[labels]]\nchain = "tron"',
            '"2026-13-01"\n\n[[labels]]\nchain = "tron"',
            "line 5, key labels[0]: month must be",
        ),
        ('key = "mine"', "", "l.toml: the file lacks the key key"),
    ],
)
def test_labels_with_something_wrong_say_where(old: str, new: str, said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        labels_from(
            parse_document(LABELS.replace(old, new, 1), name="l.toml"), CHAINS, trusted=False
        )
    assert said in str(caught.value)


def test_labels_of_one_account_twice_are_refused() -> None:
    again = LABELS[LABELS.index("[[labels]]") : LABELS.rindex("[[labels]]")]
    with pytest.raises(DeclarationError, match=r"key labels\[2\]\.address: .* is labelled twice"):
        labels_from(parse_document(LABELS + again, name="l.toml"), CHAINS, trusted=False)
