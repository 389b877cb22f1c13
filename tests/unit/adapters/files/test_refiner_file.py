"""A refiner list says who, when, and by whose word; what cannot be is refused with its line."""

from datetime import date

import pytest

from stableaudit.adapters.files.refiner_file import refiners_from
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.refiners import Refiner, Standing, Window
from tests.unit.adapters.files.samples import REFINERS


def read(text: str) -> tuple[Refiner, ...]:
    return refiners_from(parse_document(text, name="refiners.toml"))


def test_refiner_with_everything_is_read() -> None:
    one, other = read(REFINERS)
    assert one == Refiner(
        name="One Refinery",
        other_names=("One Ltd",),
        brand_codes=("ONE",),
        windows=(
            Window(
                Unknown(), date(2021, 9, 16), Standing.LISTED, Provenance("a list", "2026-01-01")
            ),
            Window(
                date(2021, 9, 17), Unknown(), Standing.SUSPENDED, Provenance("news", "2026-01-02")
            ),
        ),
        provenance=Provenance("a list", "2026-01-01"),
    )
    assert (other.other_names, other.brand_codes) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('last = "2021-09-16"', 'last = "2021-09-31"', "line 14, key refiners[0].windows[0].last"),
        ('first = "2021-09-17"', 'first = "2021-13-01"', "key refiners[0].windows[1].first"),
        ('first = "2021-09-17"', 'first = "2021-09-16"', "key refiners[0].windows: windows stand"),
        ('first = "2021-09-17"', 'first = "yesterday"', "key refiners[0].windows[1].first"),
        ('last = "2021-09-16"', 'last = "2021-09-16T00:00:00Z"', "refiners[0].windows[0].last"),
        ('standing = "suspended"', 'standing = "bad"', "key refiners[0].windows[1].standing"),
        ('name = "Other"', 'name = "ONE"', "key refiners[1].name: ONE names two refiners"),
        ('name = "Other"', 'name = "one ltd"', "key refiners[1].name: one ltd names two"),
        ('name = "Other"', 'nam = "Other"', "did you mean name?"),
        ('key = "mine"\n', "", "key"),
    ],
)
def test_refiner_list_that_cannot_be_meant_is_refused(old: str, new: str, said: str) -> None:
    assert old in REFINERS
    with pytest.raises(DeclarationError) as refused:
        read(REFINERS.replace(old, new))
    assert said in str(refused.value)


def test_refiner_whose_code_is_its_name_is_read() -> None:
    both = REFINERS.replace('"ONE"', '"One Refinery"')
    assert read(both)[0].brand_codes == ("One Refinery",)
