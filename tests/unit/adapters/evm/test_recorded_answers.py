"""Bytes that real nodes gave, read where they are kept."""

import json
import os
from pathlib import Path

import pytest

from stableaudit.adapters.evm.blocks import stamp_of
from stableaudit.adapters.evm.decode import value_of
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.adapters.transport.hexes import hex_to_bytes
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import TotalSupply
from tests.fakes.chain_reader import ETHEREUM

RECORDED = Path(os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata")) / "ethereum"


def _recorded(name: str) -> object:
    file = RECORDED / name
    if not file.is_file():
        pytest.skip(f"the recorded answers are not here: {file}")
    value: object = json.loads(file.read_text(encoding="utf-8"))
    return value


def test_stamp_of_a_mainnet_block_is_its_number_hash_and_time() -> None:
    header = _recorded("helios_21925176_block.json")
    digest = "0x92dabfa3f61ff1c349d12f5fd0dd4c99760a0a41b77dee8f0a80f83efdcb307a"
    assert stamp_of(header, ETHEREUM) == BlockStamp(ETHEREUM, 21_925_176, digest, 1_740_508_595)


def test_value_of_erigons_answer_before_a_deployment_says_no_code() -> None:
    (exchange,) = _list(_recorded("erigon_eth_call_totalSupply_before_deployment.json"))
    answer = hex_to_bytes(exchange["response"]["result"])
    uni = AccountId.on(ETHEREUM, str(exchange["request"]["params"][0]["to"]))  # type: ignore[index]  # a recorded request
    with pytest.raises(UnfitError, match="no code"):
        value_of(TotalSupply(uni), answer)


def _list(value: object) -> list[dict[str, dict[str, object]]]:
    assert isinstance(value, list)
    return value
