"""The values of settings by name, and how each kind of them is read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from stableaudit.adapters.files.config_file import ConfiguredEndpoint
from stableaudit.domain.errors import DeclarationError

Value: TypeAlias = str | int | tuple[ConfiguredEndpoint, ...]
"""A setting as a file writes it: figures are text, a switch is a boolean."""


@contextmanager
def blaming(origin: str | None) -> Iterator[None]:
    """Turn a ValueError into the error that names where a setting was written."""
    try:
        yield
    except ValueError as error:
        raise DeclarationError(str(error), where=origin or "default") from error


def integer(values: Mapping[str, Value], name: str) -> int:
    """Return a whole number among the values."""
    value = values[name]
    if not isinstance(value, int):
        message = f"{name} was resolved to a {type(value).__name__}"
        raise TypeError(message)
    return value


def path_of(values: Mapping[str, Value], name: str) -> Path | None:
    """Return a path among the values, or None where it was left out."""
    return Path(text_of(values, name)) if name in values else None


def text_of(values: Mapping[str, Value], name: str) -> str:
    """Return a text among the values."""
    value = values[name]
    if not isinstance(value, str):
        message = f"{name} was resolved to a {type(value).__name__}"
        raise TypeError(message)
    return value
