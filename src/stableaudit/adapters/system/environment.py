"""The process's environment, read once and handed on as a value."""

import os
from collections.abc import Mapping
from types import MappingProxyType


def environment() -> Mapping[str, str]:
    """Return the environment variables as they are now: a copy that later changes do not reach."""
    return MappingProxyType(dict(os.environ))
