import inspect

import pytest
import urllib3
from urllib3 import exceptions as foreign

from stableaudit.adapters.transport.errors import MEANINGS, meaning_of, printable_cause
from stableaudit.domain.errors import EvidenceError, UnreachableError

CLASSES = sorted(
    # A set, because ConnectionError is another name of ProtocolError.
    {
        entry
        for _, entry in inspect.getmembers(foreign, inspect.isclass)
        if entry.__module__ == foreign.__name__ and not issubclass(entry, Warning)
    },
    key=lambda entry: entry.__name__,
)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_meanings_every_exception_of_urllib3_has_its_own(kind: type[BaseException]) -> None:
    assert kind in MEANINGS
    assert issubclass(MEANINGS[kind].error, EvidenceError)


def test_meanings_nothing_else_is_named() -> None:
    assert set(MEANINGS) - set(CLASSES) == {TimeoutError, ValueError}


def test_meaning_of_an_unknown_subclass_is_its_bases() -> None:
    class Newer(foreign.ReadTimeoutError):
        pass

    pool = urllib3.HTTPConnectionPool("h")
    meaning = meaning_of(Newer(pool, "/secret", "x"))
    assert meaning is not None
    assert (meaning.error, meaning.came) == (UnreachableError, "no answer in time")


def test_meaning_of_a_defect_is_none() -> None:
    assert meaning_of(KeyError("x")) is None


def test_printable_cause_with_a_secret_anywhere_in_its_chain_is_dropped() -> None:
    inner = foreign.LocationParseError("http://h/secret-token")
    outer = foreign.HTTPError("harmless")
    outer.__cause__ = inner
    assert printable_cause(outer, ("secret-token",)) is None
    assert printable_cause(outer, ("other-token",)) is outer
