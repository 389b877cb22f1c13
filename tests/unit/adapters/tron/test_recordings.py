"""The pure parts over what real nodes answered: headers, stamps, infos, refusals.

Simulated network of ours, real java-tron 4.8.0 answers: see the README in realdata/tron-node. The
files in realdata/tron are of mainnet and test networks.
"""

import pytest

from stableaudit.adapters.tron.calls import read_answer
from stableaudit.adapters.tron.codec import ConstantCall, keccak256
from stableaudit.adapters.tron.contents import read_block, read_emitters
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import read_header
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.identifiers import AccountId
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.recorded import (
    SOLIDITY,
    Pair,
    blocks,
    infos,
    needs_realdata,
    pairs,
    read,
)

pytestmark = needs_realdata
_TOKEN = AccountId.on(CHAIN, "TFdXUSNjF4J1JJAfehtd9LnZeWdp5zvidt")
_KEY_6 = AccountId.on(CHAIN, "TB8JBJdVX7FSU9WsGPyvQ1i6gGWAhut65r")
_INQUIRY = Inquiry("a recorded answer", "a recording")
_CALL = "/walletsolidity/triggerconstantcontract"


def _stamp(number: int) -> BlockStamp:
    return read_header(blocks()[number], _INQUIRY).stamp(CHAIN)


def _call_of(pair: Pair) -> ConstantCall:
    signature, arguments = pair.request["function_selector"], pair.request.get("parameter", "")
    return ConstantCall(
        AccountId.on(CHAIN, pair.request["contract_address"]),
        signature,
        bytes.fromhex(arguments),
        keccak256(signature.encode())[:4] + bytes.fromhex(arguments),
        (),
    )


def test_header_every_recorded_block_recomputes_its_id() -> None:
    found = blocks()
    read_back = {number: read_header(block, _INQUIRY) for number, block in found.items()}
    assert len(found) > 50
    assert all(number == header.number for number, header in read_back.items())
    links = [(n, n - 1) for n in read_back if n - 1 in read_back]
    assert [read_back[parent].block_id for _, parent in links] == [
        read_back[child].parent_id for child, _ in links
    ]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("header_mainnet_3531200.json", 3_531_200),
        ("header_testnet_18421767.json", 18_421_767),
        ("docs_http_getblock_header_only.json", 66_987_565),
        ("trongrid_walletsolidity_getnowblock.json", 86_726_601),
    ],
)
def test_header_of_public_networks_recomputes_its_id(name: str, number: int) -> None:
    assert number == read_header(read(f"tron/{name}"), _INQUIRY).number


def test_stamp_every_sampled_call_is_of_the_solid_block_recorded_around_it() -> None:
    recorded = pairs("constant_call_stamps.json")
    samples = [recorded[index : index + 3] for index in range(0, len(recorded), 3)]
    checked = 0
    for before, call, after in samples:
        if call.port != SOLIDITY:
            continue
        found = read_answer(call.response, _call_of(call), _INQUIRY)
        header = read_header(before.response, _INQUIRY)
        assert header == read_header(after.response, _INQUIRY)
        assert header.timestamp == found.timestamp
        assert header.block_id[8:16] == found.reference_hash
        checked += 1
    assert checked == 5


def test_stamp_every_successful_recorded_call_is_of_block_195() -> None:
    recorded = [each for each in pairs("constant_calls.json") if each.path == _CALL]
    good = [each for each in recorded if each.response.get("result") == {"result": True}]
    stamps = {read_answer(each.response, _call_of(each), _INQUIRY).timestamp for each in good}
    assert (len(good), stamps) == (30, {_stamp(195).timestamp})


def test_stamp_of_a_mainnet_call_is_18_slots_after_the_block_it_names() -> None:
    """TronGrid on 2026-10-01, through /wallet: the head, 18 slots after the solid block."""
    answer = read("tron/trongrid_constant_paused_false.json")
    token = AccountId.on(CHAIN, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")
    call = ConstantCall(token, "paused()", b"", bytes.fromhex("5c975abb"), ("bool",))
    found = read_answer(answer, call, _INQUIRY)
    following = read_header(read("tron/trongrid_walletsolidity_getnowblock.json"), _INQUIRY)
    assert following.timestamp - 3 + 18 * 3 == found.timestamp
    assert following.parent_id[8:16] == found.reference_hash
    assert (following.number - 1) % 2**16 == found.reference_number


def test_recorded_reverts_and_missing_functions_are_undecodable() -> None:
    failed = [
        each
        for each in pairs("constant_calls.json")
        if each.path == _CALL and "message" in each.response["result"]
    ]
    came = []
    for each in failed:
        with pytest.raises(UndecodableError) as caught:
            read_answer(each.response, _call_of(each), _INQUIRY)
        came.append(caught.value.came)
    no_contract = "there is no contract at that address (CONTRACT_VALIDATE_ERROR: "
    assert came == [
        *["the call failed: REVERT opcode executed"] * 3,
        *[f"{no_contract}Smart contract is not exist.)"] * 2,
    ]


def test_emitters_of_every_recorded_block_are_those_of_the_ground_truth() -> None:
    chain, logs, truth = blocks(), infos(), read("tron-node/ground_truth.json")["transactions"]
    emitted = {row["block"] for row in truth if row.get("token_events")}
    assert len(emitted) == 20
    found = set()
    for number, answer in logs.items():
        if number not in chain or "transactions" not in chain[number]:
            continue
        block = read_block(chain[number], _INQUIRY)
        if _TOKEN.address in read_emitters(answer, block, _INQUIRY):
            found.add(number)
    assert emitted == found


def test_infos_recorded_for_a_block_that_was_not_solid_cannot_bracket() -> None:
    """The node answered `[]`; with the block of another time it is seen to be incomplete."""
    unsolid = [p for p in pairs("solidified_view.json") if "transactioninfobyblocknum" in p.path]
    (answer,) = [each.response for each in unsolid]
    assert answer == []
    with pytest.raises(InconsistentError, match="infos of 0 transactions, not of the 1"):
        read_emitters(answer, read_block(blocks()[193], _INQUIRY), _INQUIRY)


def test_infos_recorded_as_visible_are_undecodable_rather_than_misread() -> None:
    (answer,) = [p.response for p in pairs("transaction_infos.json") if "visible" in p.request]
    with pytest.raises(UndecodableError, match="address"):
        read_emitters(answer, read_block(blocks()[67], _INQUIRY), _INQUIRY)
