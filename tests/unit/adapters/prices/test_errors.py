"""Every exception of the XML library has a meaning, and nothing of its text is shown."""

import inspect
from xml.etree.ElementTree import ParseError

import defusedxml.common
import pytest

from stableaudit.adapters.prices.errors import (
    MEANINGS,
    RateFileError,
    declared,
    fetched,
    xml_errors,
)
from stableaudit.domain.errors import DeclarationError, UndecodableError

PUBLIC = {
    each
    for name, each in inspect.getmembers(defusedxml.common, inspect.isclass)
    if issubclass(each, Exception) and not name.startswith("_")
}


def test_meanings_every_public_exception_of_defusedxml_has_one() -> None:
    assert (5, PUBLIC | {ParseError}) == (len(PUBLIC), set(MEANINGS))


@pytest.mark.parametrize("kind", sorted(PUBLIC, key=repr))
def test_xml_errors_of_each_exception_says_its_meaning_alone(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    with pytest.raises(RateFileError) as caught, xml_errors():
        raise error
    assert str(caught.value) == MEANINGS[kind]
    assert caught.value.__cause__ is error


def test_xml_errors_leave_a_defect_of_ours_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError), xml_errors():
        raise ZeroDivisionError


def test_declared_and_fetched_say_whose_fault_it_is() -> None:
    with (
        pytest.raises(DeclarationError, match=r"^d.xml: is no rate file .*: why"),
        declared("d.xml"),
    ):
        raise RateFileError("why")
    with (
        pytest.raises(UndecodableError, match="asked him for it: no rate: why; try: then"),
        fetched(asked="it", whom="him", hint="then"),
    ):
        raise RateFileError("why")
