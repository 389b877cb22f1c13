"""Where the façade answers in another class than the recorded node, and why it may.

The contract test fails where an answer differs that is not listed, and where a listed one no longer
does.
"""

from collections.abc import Mapping
from typing import Final

KNOWN: Final[Mapping[str, str]] = {}
"""`file#place name` of the pair, and the reason."""
