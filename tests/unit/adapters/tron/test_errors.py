import inspect
from importlib.metadata import version

import pytest
import tronpy.exceptions
from eth_abi.exceptions import InsufficientDataBytes

from stableaudit.adapters.tron.errors import Inquiry, is_busy, meanings, refuse, translated
from stableaudit.domain.errors import EvidenceError, UndecodableError, UnreachableError

_INQUIRY = Inquiry("totalSupply()", "tester (http://127.0.0.1)", "block 7")
_LACK = {"Error": "this node lacks: lack of computing resources"}
_TIMEOUT = (
    "class org.tron.core.vm.program.Program$OutOfTimeException : "
    "CPU timeout for 'PUSH1' operation executing"
)


def test_tronpy_installed_version_is_no_ancient_fallback() -> None:
    major, minor = version("tronpy").split(".")[:2]
    assert (int(major), int(minor)) >= (0, 6)


def test_meanings_every_public_exception_of_tronpy_has_one() -> None:
    public = {
        each
        for name, each in inspect.getmembers(tronpy.exceptions, inspect.isclass)
        if issubclass(each, Exception) and not name.startswith("_")
    }
    assert (18, public) == (len(public), set(meanings()))


@pytest.mark.parametrize("foreign", list(meanings()), ids=lambda each: each.__name__)
def test_translated_each_exception_of_tronpy_becomes_its_meaning(foreign: type[Exception]) -> None:
    with pytest.raises(meanings()[foreign]) as caught, translated(_INQUIRY):
        raise foreign("no \x1b[31mgood")
    assert isinstance(caught.value.__cause__, foreign)
    assert "\\u001b[31mgood" in str(caught.value)


def test_translated_the_codecs_exception_becomes_undecodable() -> None:
    with pytest.raises(UndecodableError, match="do not decode: too short"), translated(_INQUIRY):
        raise InsufficientDataBytes("too short")


def test_translated_a_defect_of_ours_stays_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError), translated(_INQUIRY):
        raise ZeroDivisionError


@pytest.mark.parametrize("answer", [{}, [], None, 5, {"result": {"result": True}}, {"result": 1}])
def test_refuse_an_answer_that_refuses_nothing_returns(answer: object) -> None:
    refuse(answer, _INQUIRY)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (_LACK, UnreachableError, "lack of computing resources"),
        ({"Error": "class java.lang.NullPointerException : x"}, UnreachableError, "NullPointer"),
        ({"Error": ""}, UnreachableError, "(no text)"),
        ({"result": {"code": "OTHER_ERROR", "message": _TIMEOUT}}, UnreachableError, "CPU timeout"),
        ({"result": {"message": _TIMEOUT}}, UnreachableError, "CPU timeout"),
        (
            {
                "result": {
                    "code": "CONTRACT_VALIDATE_ERROR",
                    "message": "Smart contract is not exist.",
                }
            },
            UndecodableError,
            "there is no contract at that address",
        ),
        (
            {
                "result": {
                    "code": "CONTRACT_VALIDATE_ERROR",
                    "message": b"Smart contract is not exist.".hex(),
                }
            },
            UndecodableError,
            "there is no contract at that address",
        ),
        (
            {"result": {"code": "OTHER_ERROR", "message": "Invalid operation code: fe"}},
            UndecodableError,
            "the call failed: OTHER_ERROR: Invalid operation code: fe",
        ),
    ],
)
def test_refuse_a_refusal_becomes_its_error(
    answer: object, error: type[EvidenceError], words: str
) -> None:
    with pytest.raises(error) as caught:
        refuse(answer, _INQUIRY)
    assert words in caught.value.came
    assert str(caught.value).startswith(
        "asked tester (http://127.0.0.1) for totalSupply() at block 7: "
    )


def test_refuse_hostile_text_with_a_secret_shows_neither() -> None:
    inquiry = Inquiry("x", "tester", redact=lambda text: text.replace("hunter2", "[redacted]"))
    with pytest.raises(UnreachableError) as caught:
        refuse({"Error": "bad key hunter2 \x1b[2J\u202egood"}, inquiry)
    assert caught.value.came.endswith("bad key [redacted] \\u001b[2J\\u202egood")


@pytest.mark.parametrize(
    ("answer", "busy"),
    [
        (_LACK, True),
        ({"result": {"code": "OTHER_ERROR", "message": _TIMEOUT}}, True),
        ({"result": {"result": True, "message": "REVERT opcode executed"}}, False),
        ({"Error": "id must be legal block hash."}, False),
        ([], False),
    ],
)
def test_is_busy_only_lack_of_time_or_capacity(answer: object, *, busy: bool) -> None:
    assert is_busy(answer) is busy
