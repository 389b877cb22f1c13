"""Whom to ask what the beacon chain has finalized: by file or variable, never shown whole."""

import pytest

from stableaudit.adapters.files.configuration import Resolved, apply, resolve
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.tokens import Endpoint

SECRET = "s3cr3tk3y"  # noqa: S105 - the thing that must not appear
URL = f"https://beacon.example/{SECRET}/"


def file(text: str) -> Document:
    return parse_document(text, name="c.toml")


def beacons(resolved: Resolved) -> dict[str, Endpoint | None]:
    return {spec.key: spec.beacon for spec in apply(resolved, load_registry().chains)}


def test_beacon_is_nobody_by_default() -> None:
    assert set(beacons(resolve({}, {}, ())).values()) == {None}


def test_beacon_of_a_variable_is_stronger_than_a_files_and_is_shown_without_its_path() -> None:
    written = file('[chains.ethereum]\nbeacon = "http://127.0.0.1:5052"\n')
    assert beacons(resolve({}, {}, (written,)))["ethereum"] == Endpoint(
        "this machine", "http://127.0.0.1:5052"
    )
    resolved = resolve({}, {"STABLEAUDIT_BEACON_ETHEREUM": URL}, (written,))
    assert beacons(resolved)["ethereum"] == Endpoint("beacon.example", URL)
    (shown,) = (one for one in resolved.chosen if one.name == "chains.ethereum.beacon")
    assert shown.value == "https://beacon.example/…"
    assert shown.origin == "environment STABLEAUDIT_BEACON_ETHEREUM"
    assert SECRET not in repr(resolved)


@pytest.mark.parametrize(
    ("text", "variables", "where"),
    [
        (f'[chains.ethereum]\nbeacon = "ftp://b.example/{SECRET}"', {}, "c.toml, line 2"),
        ("", {"STABLEAUDIT_BEACON_ETHEREUM": f"https://u:{SECRET}@b.example"}, "environment STAB"),
        (f'[chains.bnb]\nbeacon = "https://b.example/{SECRET}"', {}, "c.toml, line 2"),
    ],
)
def test_beacon_that_cannot_be_one_is_refused_without_its_url(
    text: str, variables: dict[str, str], where: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        beacons(resolve({}, variables, (file(text),)))
    assert caught.value.where.startswith(where)
    assert SECRET not in str(caught.value)
