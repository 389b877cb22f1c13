"""The installed versions are those that were chosen, not those that a resolver fell back to.

web3 8 needs eth-abi 6 and tronpy 0.6 needs eth-abi 5: asked for both without bounds, a resolver
silently takes tronpy 0.0.1 of 2018, which has another interface. See docs/adr/0014-dependencies.md.
"""

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS: list[str] = PROJECT["dependencies"]
EXTRAS: list[str] = [each for extra in PROJECT["optional-dependencies"].values() for each in extra]
NAMES = sorted(re.split(r"[<>=!~ ]", requirement, maxsplit=1)[0] for requirement in REQUIREMENTS)


def release(text: str) -> tuple[int, ...]:
    """Return the leading numbers of a version."""
    found = re.match(r"\d+(?:\.\d+)*", text)
    assert found is not None, f"{text!r} is no version"
    return tuple(int(number) for number in found[0].split("."))


def locked(name: str) -> tuple[int, ...]:
    """Return the one version of a package in the lock file."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    (found,) = (package["version"] for package in packages if package["name"] == name)
    return release(found)


@pytest.mark.parametrize(
    ("name", "least", "below"),
    [
        ("tronpy", (0, 6, 2), (0, 7)),
        ("web3", (7, 14), (8,)),
        ("eth-abi", (5, 2), (6,)),
        ("urllib3", (2, 7), (3,)),
        ("py-ecc", (8,), (9,)),
    ],
)
def test_installed_and_locked_versions_lie_in_the_chosen_range(
    name: str, least: tuple[int, ...], below: tuple[int, ...]
) -> None:
    assert least <= release(version(name)) < below
    assert least <= locked(name) < below


def test_installed_tronpy_is_not_the_one_of_2018() -> None:
    """Said apart from the range above, so that widening the range cannot lose it."""
    assert release(version("tronpy")) >= (0, 6)


@pytest.mark.parametrize("requirement", [*REQUIREMENTS, *EXTRAS])
def test_requirement_has_a_lower_and_an_upper_bound(requirement: str) -> None:
    """A missing lower bound is how a resolver falls back by years."""
    assert re.fullmatch(r"[a-z0-9-]+>=[0-9.]+,<[0-9.]+", requirement) is not None


def test_python_range_is_3_11_to_3_13() -> None:
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    prefix = "Programming Language :: Python :: 3."
    minors = [line.removeprefix(prefix) for line in PROJECT["classifiers"] if prefix in line]
    assert minors == ["11", "12", "13"]


def test_running_python_is_in_the_range() -> None:
    assert (3, 11) <= sys.version_info[:2] < (3, 14)


@pytest.mark.parametrize("name", NAMES)
def test_every_dependency_is_argued_for(name: str) -> None:
    document = (ROOT / "docs" / "adr" / "0014-dependencies.md").read_text("utf-8")
    assert re.search(rf"^- \*\*{re.escape(name)}\*\*: ", document, re.MULTILINE) is not None


def test_no_dependency_is_argued_for_that_is_not_there() -> None:
    document = (ROOT / "docs" / "adr" / "0014-dependencies.md").read_text("utf-8")
    assert sorted(re.findall(r"^- \*\*([a-z0-9-]+)\*\*: ", document, re.MULTILINE)) == NAMES


@pytest.mark.parametrize(
    ("text", "numbers"), [("0.6.2", (0, 6, 2)), ("8.0.0rc1", (8, 0, 0)), ("0.0.1", (0, 0, 1))]
)
def test_release_of_a_version_is_its_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert release(text) == numbers
