"""Whatever a node answers, the verifier proves it or names what is wrong, in bounded room.

Bounds are of memory, since a clock makes no test: nothing is decoded that no proof can need, and
nothing recurses as deep as the answer says.
"""

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.account import Account, prove_account, prove_slots
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import read_header
from stableaudit.adapters.evm.proof.receipts import prove_logs
from stableaudit.adapters.evm.proof.rlp import RlpError, decode, keccak
from stableaudit.adapters.evm.proof.trie import MOST_NODE_BYTES, MOST_NODES, value_at
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.proof.state_maker import TOKEN, Json, State
from tests.unit.adapters.evm.proof.test_header import GENESIS
from tests.unit.adapters.evm.proof.test_receipts import HEADER, RECEIPTS

_MIB = 2**20
STATE = State({0: 5})
ACCOUNT = prove_account(STATE.answer([]), TOKEN, STATE.root)


def _nested(most: int) -> bytes:
    """Lists in lists and nothing else, of about that many bytes."""
    heads = [b"\xc0"]
    size = 1
    while size < most:
        width = (size.bit_length() + 7) // 8
        short = size < 56
        heads.append(
            bytes([0xC0 + size]) if short else bytes([0xF7 + width]) + size.to_bytes(width, "big")
        )
        size += len(heads[-1])
    return b"".join(reversed(heads))


DEEP = _nested(1000)
HUGE = b"\x00" * (10 * _MIB)


def _refused_within(limit: int, ask: Callable[[], object]) -> str:
    tracemalloc.start()
    try:
        with pytest.raises(ProofError) as caught:
            ask()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < limit
    return str(caught.value)


@pytest.mark.parametrize("root", [keccak(DEEP), STATE.root])
def test_proof_of_a_hundred_thousand_nodes_is_refused_unread(root: bytes) -> None:
    nodes = [b"\xc0"] * 100_000
    words = _refused_within(_MIB, lambda: value_at(root, b"k" * 32, nodes, path="p"))
    assert words == "p: 100000 nodes, more than the 65 of the longest way"
    answer = STATE.answer([]) | {"accountProof": ["0xc0"] * 100_000}
    words = _refused_within(_MIB, lambda: prove_account(answer, TOKEN, root))
    assert words == "accountProof: 100000 items, more than 65"


def test_proof_with_a_node_of_ten_megabytes_is_refused_undecoded() -> None:
    words = _refused_within(_MIB, lambda: value_at(keccak(HUGE), b"k", [HUGE], path="p"))
    assert words == f"p: a node of {10 * _MIB} bytes, more than {MOST_NODE_BYTES}"
    answer = STATE.answer([]) | {"accountProof": ["0x" + HUGE.hex()]}
    words = _refused_within(_MIB, lambda: prove_account(answer, TOKEN, STATE.root))
    assert words == f"accountProof[0]: {10 * _MIB} bytes, more than {MOST_NODE_BYTES}"


def test_proof_at_the_bounds_of_count_and_size_is_judged_by_its_content() -> None:
    nodes = [b"\0" * MOST_NODE_BYTES] * MOST_NODES
    with pytest.raises(ProofError, match=r"^p\[0\]: it hashes to"):
        value_at(STATE.root, b"k", nodes, path="p")
    with pytest.raises(ProofError, match=r"^p: 66 nodes, more than the 65"):
        value_at(STATE.root, b"k", [*nodes, b""], path="p")


def test_proof_whose_node_nests_a_thousand_lists_is_refused_without_recursion() -> None:
    words = _refused_within(_MIB, lambda: value_at(keccak(DEEP), b"k", [DEEP], path="p"))
    assert words == "p[0]: lists nested deeper than anything meant"
    with pytest.raises(RlpError, match="nested deeper"):
        decode(_nested(_MIB))


def test_account_answer_with_more_slots_than_asked_is_refused_unread() -> None:
    answer = {"storageProof": [{"key": "0x0"}] * 100_000}
    words = _refused_within(_MIB, lambda: prove_slots(answer, [0], ACCOUNT))
    assert words == "storageProof: 100000 items, more than 1"


@pytest.mark.parametrize("name", ["hash", "stateRoot", "extraData", "number", "logsBloom"])
def test_header_with_a_field_of_ten_megabytes_is_refused_undecoded(name: str) -> None:
    header = GENESIS | {name: "0x" + "00" * (10 * _MIB)}
    words = _refused_within(_MIB, lambda: read_header(header))
    assert words.startswith(f"header.{name}: ")
    assert len(words) < 400


def test_header_with_a_hundred_thousand_unknown_fields_names_a_few() -> None:
    header = GENESIS | {"hash": "0x" + "11" * 32} | {f"f{each}" * 99: "" for each in range(9999)}
    words = _refused_within(32 * _MIB, lambda: read_header(header))
    assert "and 9994 more" in words
    assert len(words) < 2000


def test_receipt_of_many_logs_is_read_in_room_that_grows_with_them() -> None:
    log = {"address": "0x" + "ad" * 20, "topics": [], "data": "0x"}
    receipts: list[Json] = [RECEIPTS[0] | {"logs": [log] * 2000, "logsBloom": None}]
    words = _refused_within(4 * _MIB, lambda: prove_logs(receipts, HEADER, ETHEREUM))
    assert words.startswith("receiptsRoot: 1 receipts have the root")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["0x", "0x0", "0x80", "0x" + "00" * 20, "0x" + "00" * 32, TOKEN.hex()]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from([*GENESIS, *RECEIPTS[0], *STATE.answer([]), "key", "value", "proof"]),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


def _outcome(ask: Callable[[], object]) -> tuple[object, str]:
    """What was proven, or None and the path of the refusal."""
    try:
        return ask(), ""
    except ProofError as error:
        return None, error.failure.path


@given(st.sampled_from(sorted(GENESIS)), JSON)
def test_header_with_any_field_replaced_is_read_or_refused(name: str, value: object) -> None:
    header, path = _outcome(lambda: read_header(GENESIS | {name: value}))
    assert header == read_header(GENESIS) or path.startswith("header")


@given(st.sampled_from(sorted(STATE.answer([]))), JSON)
def test_account_with_any_field_replaced_is_proven_or_refused(name: str, value: object) -> None:
    answer = STATE.answer([0]) | {name: value}

    def proven() -> tuple[Account, dict[int, int]]:
        account = prove_account(answer, TOKEN, STATE.root)
        return account, prove_slots(answer, [0], account)

    found, path = _outcome(proven)
    assert found == (ACCOUNT, {0: 5}) or path.startswith(("account", "storageProof"))


@given(JSON)
def test_anything_else_is_refused(value: object) -> None:
    asks: tuple[Callable[[], object], ...] = (
        lambda: read_header(value),
        lambda: prove_account(value, TOKEN, STATE.root),
        lambda: prove_slots(value, [0], ACCOUNT),
        lambda: prove_logs(value, HEADER, ETHEREUM),
    )
    for ask in asks:
        with pytest.raises(ProofError):
            ask()


@given(st.integers(0, len(RECEIPTS) - 1), st.sampled_from(sorted(RECEIPTS[1])), JSON)
def test_receipts_with_any_field_replaced_give_the_same_logs_or_are_refused(
    index: int, name: str, value: object
) -> None:
    receipts = [*RECEIPTS]
    receipts[index] = receipts[index] | {name: value}
    proven, path = _outcome(lambda: prove_logs(receipts, HEADER, ETHEREUM))
    assert proven == prove_logs(RECEIPTS, HEADER, ETHEREUM) or path.startswith("receipts")
