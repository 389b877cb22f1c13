"""Formats that need an extra of the package: said before anything is asked, not after."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Final

import click

_LIBRARIES: Final = {"html": ("jinja2", "matplotlib")}
"""By format, which is also the extra's name."""


def require_extra(formats: Iterable[str]) -> None:
    """Return if every format can be written here; a usage error that names the extra otherwise."""
    for name in formats:
        absent = [one for one in _LIBRARIES.get(name, ()) if find_spec(one) is None]
        if absent:
            raise click.UsageError(
                f"the format {name} needs {' and '.join(absent)}, which "
                f"{'is' if len(absent) == 1 else 'are'} not installed here; "
                f"try: pip install 'stableaudit[{name}]'"
            )
