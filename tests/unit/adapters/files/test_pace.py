"""How often an endpoint wants to be asked."""

import pytest

from stableaudit.adapters.files.chain_file import chain_from
from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.amounts import Figure
from stableaudit.domain.errors import DeclarationError

CHAIN = """
key = "x"
title = "X"
id = "eip155:1"
genesis = "0x{zeros}"
finality = "finalized-tag"
max_head_age_seconds = 60
max_final_age_seconds = 60
source = "a test"
as_of = "2026-11-21"
[[endpoints]]
url = "https://x.example"
operator = "X"
requests_per_second = "{pace}"
source = "a test"
as_of = "2026-11-21"
"""


def chain_with(pace: str) -> Figure | None:
    document = parse_document(CHAIN.format(zeros="0" * 64, pace=pace), name="x.toml")
    return chain_from(document).endpoints[0].requests_per_second


def test_pace_of_trongrid_without_a_key_is_below_one_a_second() -> None:
    endpoints = load_registry().chain("tron").endpoints
    paces = {one.operator: one.requests_per_second for one in endpoints}
    assert paces["TRON DAO (TronGrid)"] == Figure("0.9")


@pytest.mark.parametrize("pace", ["0.5", "10", "0.01"])
def test_pace_above_zero_is_read(pace: str) -> None:
    assert chain_with(pace) == Figure(pace)


@pytest.mark.parametrize("pace", ["0", "0.0", "-1", "fast"])
def test_pace_that_is_none_is_refused(pace: str) -> None:
    with pytest.raises(DeclarationError, match="requests_per_second"):
        chain_with(pace)
