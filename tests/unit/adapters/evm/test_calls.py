import subprocess
import sys

import pytest

from stableaudit.adapters.evm.calls import Call, call_of
from stableaudit.domain import questions as ask
from stableaudit.domain.control_questions import CodeOf, Getter, PermissionsOf, StorageWord
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question
from tests.fakes.chain_reader import ETHEREUM

TOKEN = AccountId(ETHEREUM, bytes.fromhex("dac17f958d2ee523a2206206994597c13d831ec7"))
HOLDER = AccountId(ETHEREUM, bytes.fromhex("5754284f345afc66a98fbb0a0afe71e0f007b949"))


@pytest.mark.parametrize(
    ("question", "data"),
    [
        (ask.TotalSupply(TOKEN), "18160ddd"),
        (ask.Decimals(TOKEN), "313ce567"),
        (ask.Name(TOKEN), "06fdde03"),
        (ask.Symbol(TOKEN), "95d89b41"),
        (ask.BalanceOf(TOKEN, HOLDER), "70a08231" + "00" * 12 + HOLDER.address.hex()),
        (ask.FeedDecimals(TOKEN), "313ce567"),
        (ask.FeedDescription(TOKEN), "7284e416"),
        (ask.LatestRound(TOKEN), "feaf968c"),
        (ask.RoundData(TOKEN, 2**80 - 1), "9a6fc8f5" + "00" * 22 + "ff" * 10),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Question) else "",
)
def test_call_of_a_question_is_its_selector_and_arguments(
    question: Question[object], data: str
) -> None:
    """Selectors: keccak of the signatures in ERC-20 and Chainlink's AggregatorV3Interface."""
    to = "0xdac17f958d2ee523a2206206994597c13d831ec7"
    assert call_of(question) == Call("eth_call", ({"to": to, "data": "0x" + data},))


@pytest.mark.parametrize(
    ("signature", "arguments", "data"),
    [
        ("owner()", b"", "0x8da5cb5b"),
        ("getThreshold()", b"", "0xe75235b8"),
        ("hasRole(bytes32,address)", b"\x01\x02", "0x91d148540102"),
    ],
)
def test_call_of_a_getter_is_its_selector_and_arguments(
    signature: str, arguments: bytes, data: str
) -> None:
    expected = Call("eth_call", ({"to": TOKEN.local, "data": data},))
    assert call_of(Getter(TOKEN, signature, arguments)) == expected


@pytest.mark.parametrize("question", [ask.CodeHash(TOKEN), CodeOf(TOKEN)])
def test_call_of_a_question_about_code_asks_for_the_code(question: Question[object]) -> None:
    assert call_of(question) == Call("eth_getCode", (TOKEN.local,))


@pytest.mark.parametrize(
    ("slot", "told"),
    [(0, "0x" + "00" * 32), (2**256 - 1, "0x" + "ff" * 32), (255, "0x" + "00" * 31 + "ff")],
)
def test_call_of_a_storage_word_names_all_32_bytes_of_the_slot(slot: int, told: str) -> None:
    assert call_of(StorageWord(TOKEN, slot)) == Call("eth_getStorageAt", (TOKEN.local, told))


@pytest.mark.parametrize("slot", [-1, 2**256])
def test_call_of_a_slot_that_no_storage_has_is_undecodable(slot: int) -> None:
    with pytest.raises(UndecodableError, match="a slot is a number of 256 bits"):
        call_of(StorageWord(TOKEN, slot))


def test_call_of_permissions_is_undecodable() -> None:
    with pytest.raises(UndecodableError, match="no such function"):
        call_of(PermissionsOf(TOKEN))


def test_call_of_a_native_balance_asks_for_the_accounts_coins() -> None:
    assert call_of(ask.NativeBalance(HOLDER)) == Call("eth_getBalance", (HOLDER.local,))


@pytest.mark.parametrize("round_id", [-1, 2**80])
def test_call_of_an_argument_that_does_not_fit_is_undecodable(round_id: int) -> None:
    with pytest.raises(UndecodableError, match="cannot be asked"):
        call_of(ask.RoundData(TOKEN, round_id))


def test_call_of_a_question_of_another_kind_is_undecodable() -> None:
    class Energy(Question[int]):
        @property
        def label(self) -> str:
            return "energy"

        def accept(self, answer: object) -> int:
            raise NotImplementedError(answer)

    with pytest.raises(UndecodableError, match="no such function"):
        call_of(Energy(TOKEN))


def test_import_of_the_reader_does_not_import_web3() -> None:
    program = "import sys, stableaudit.adapters.evm.reader as r; print('web3' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"
