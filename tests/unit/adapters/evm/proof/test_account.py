"""An account and its storage follow from a state root, and nothing else passes for them."""

import copy
from typing import Any, cast

import pytest
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.account import (
    EMPTY_CODE,
    Account,
    check_code,
    extract,
    prove_account,
    prove_slots,
)
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.trie import EMPTY_ROOT
from tests.unit.adapters.evm.proof.state_maker import ABSENT, CODE, TOKEN, Json, State
from tests.unit.adapters.evm.proof.trie_maker import Trie, library_encode

STATE = State({0: 50_000_000 * 10**6, 4: 1, 2**255: 2**256 - 1, **{s: s for s in range(9, 40)}})
SLOTS = [0, 4, 5, 2**255]


def _words(answer: object, slots: list[int] = SLOTS, address: bytes = TOKEN) -> dict[int, int]:
    account = prove_account(answer, address, STATE.root)
    return prove_slots(answer, slots, account)


def _refused(answer: object, slots: list[int] = SLOTS) -> tuple[str, str]:
    with pytest.raises(ProofError) as caught:
        _words(answer, slots)
    return caught.value.failure.path, caught.value.failure.reason


def test_account_and_its_slots_are_proven_and_an_unset_slot_is_zero() -> None:
    answer = STATE.answer(SLOTS)
    account = prove_account(answer, TOKEN, STATE.root)
    assert account == Account(
        exists=True,
        nonce=1,
        balance=77,
        storage_root=STATE.storage.root,
        code_hash=keccak(CODE),
    )
    assert _words(answer) == {slot: STATE.words.get(slot, 0) for slot in SLOTS}


@pytest.mark.parametrize("zeros", [False, True], ids=["geth", "erigon"])
def test_account_that_is_not_there_has_no_code_and_only_zeros(zeros: bool) -> None:  # noqa: FBT001
    answer = STATE.answer([5], ABSENT)
    if zeros:
        answer |= {"codeHash": "0x" + "00" * 32, "storageHash": "0x" + "00" * 32}
    account = prove_account(answer, ABSENT, STATE.root)
    assert (account.exists, account.storage_root, account.code_hash) == (
        False,
        EMPTY_ROOT,
        EMPTY_CODE,
    )
    assert prove_slots(answer, [5], account) == {5: 0}
    check_code(b"", account)


def test_account_that_exists_cannot_state_zeros_for_its_hashes() -> None:
    answer = STATE.answer([]) | {"codeHash": "0x" + "00" * 32}
    assert _refused(answer, [])[0] == "account.codeHash"


@given(st.data())
def test_account_answer_with_one_digit_changed_is_refused_at_its_place(data: st.DataObject) -> None:
    """Every text of the answer, one by one: nodes, values, keys and fields."""
    answer = copy.deepcopy(STATE.answer(SLOTS))
    path, holder, key = data.draw(st.sampled_from(_texts(answer, "")))
    text = str(holder[key])
    place = data.draw(st.integers(2, len(text) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789abcdef" if d != text[place]]))
    holder[key] = text[:place] + digit + text[place + 1 :]
    assert _refused(answer)[0] == path


def _texts(value: Any, path: str) -> list[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    """Every text in an answer: the path that errors give it, what holds it, and its key there."""
    found: list[tuple[str, Any, Any]] = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(key, int):
            place = f"{path}[{key}]"
        elif key in ("accountProof", "storageProof"):
            place = key
        else:
            place = f"{path or 'account'}.{key}"
        found += [(place, value, key)] if isinstance(inner, str) else _texts(inner, place)
    return found


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"accountProof": []}, "accountProof[0]", "missing"),
        ({"accountProof": ["0x80"] * 66}, "accountProof", "66 items, more than 65"),
        ({"accountProof": None}, "accountProof", "no array"),
        ({"accountProof": ["0x" + "00" * 1025]}, "accountProof[0]", "1025 bytes, more than 1024"),
        ({"accountProof": [7]}, "accountProof[0]", "a JSON number"),
        ({"storageProof": []}, "storageProof", "nothing on slot 0x0"),
        ({"storageProof": [{"key": "0x7"}]}, "storageProof[0].key", "slot 0x7, which was not"),
        ({"storageProof": [{}] * 5}, "storageProof", "5 items, more than 4"),
        ({"storageProof": [None]}, "storageProof[0]", "nothing (null) instead of an object"),
    ],
)
def test_account_answer_that_lacks_or_repeats_names_the_place(
    change: Json, path: str, words: str
) -> None:
    place, reason = _refused(STATE.answer(SLOTS) | change)
    assert place == path
    assert words in reason


def test_account_answer_with_a_slot_twice_or_the_proof_of_another_is_refused() -> None:
    answer = STATE.answer(SLOTS)
    given_slots = cast("list[Json]", answer["storageProof"])
    twice = answer | {"storageProof": [given_slots[0], given_slots[0], *given_slots[2:]]}
    assert _refused(twice)[0] == "storageProof[1].key"
    swapped = {**given_slots[1], "proof": given_slots[3]["proof"], "value": "0x0"}
    path, _ = _refused(answer | {"storageProof": [given_slots[0], swapped, *given_slots[2:]]})
    assert path.startswith("storageProof[1].proof[")


@pytest.mark.parametrize(
    "content",
    [
        b"\x80",
        [1, 2, b"\1" * 32],
        [1, 2, b"\1" * 31, b"\1" * 32],
        [1, 2, [b""], b"\1" * 32],
        [b"\0\1", 2, b"\1" * 32, b"\1" * 32],
        [b"\1" * 33, 2, b"\1" * 32, b"\1" * 32],
    ],
)
def test_account_whose_leaf_is_no_account_is_refused(content: object) -> None:
    accounts = Trie({keccak(TOKEN): library_encode(content)})
    answer = STATE.answer([]) | {
        "accountProof": ["0x" + node.hex() for node in accounts.proof(keccak(TOKEN))]
    }
    with pytest.raises(ProofError, match=r"^accountProof\[0\]: no account"):
        prove_account(answer, TOKEN, accounts.root)


@pytest.mark.parametrize("content", [library_encode([b"a"]), b"\x83\0\0\1", b"\x81\1", b"\xa1"])
def test_slot_whose_leaf_is_no_word_is_refused(content: bytes) -> None:
    key = (0).to_bytes(32, "big")
    storage = Trie({keccak(key): content})
    account = Account(
        exists=True, nonce=0, balance=0, storage_root=storage.root, code_hash=EMPTY_CODE
    )
    proof = ["0x" + node.hex() for node in storage.proof(keccak(key))]
    answer = {"storageProof": [{"key": "0x0", "value": "0x1", "proof": proof}]}
    with pytest.raises(ProofError, match=r"^storageProof\[0\]\.proof\[0\]: no word of storage"):
        prove_slots(answer, [0], account)


def test_code_that_is_not_the_accounts_is_refused() -> None:
    account = prove_account(STATE.answer([]), TOKEN, STATE.root)
    check_code(CODE, account)
    with pytest.raises(ProofError, match=r"^code: it hashes to 0x"):
        check_code(CODE + b"\0", account)


@given(st.integers(0, 31), st.integers(1, 256), st.integers(0, 2**256 - 1))
def test_extract_gives_what_was_packed(offset: int, bits: int, word: int) -> None:
    bits = min(bits, 256 - 8 * offset)
    value = word % 2**bits
    neighbours = word & ~((2**bits - 1) << 8 * offset)
    assert extract(neighbours | value << 8 * offset, offset=offset, bits=bits) == value


@pytest.mark.parametrize(("offset", "bits"), [(-1, 8), (0, 0), (0, 257), (31, 9), (32, 1)])
def test_extract_beyond_the_word_is_refused(offset: int, bits: int) -> None:
    with pytest.raises(ValueError, match="not within a word"):
        extract(0, offset=offset, bits=bits)
