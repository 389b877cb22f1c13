"""What endpoints were found to allow in one request, kept from one run to the next.

A cache and nothing more: a file that is damaged or cannot be written costs a few refused requests,
and the limits are learnt again. Endpoints are named by their label, which holds no key.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import msgspec

_LOG: Final = logging.getLogger(__name__)
_Cap = Annotated[int, msgspec.Meta(ge=1, le=10**12)] | None


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The most blocks and logs of one request; None where no limit is known."""

    blocks: _Cap = None
    logs: _Cap = None


def load_limits(path: Path) -> dict[str, Limits]:
    """Return the limits by endpoint label; nothing where there is no file that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Limits])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        _LOG.info("what endpoints allow is learnt anew: %s: %s", path, error)
        return {}


def encode_limits(limits: Mapping[str, Limits]) -> bytes:
    """Return the file that `load_limits` reads."""
    encoded = msgspec.json.Encoder(order="sorted").encode(dict(limits))
    return msgspec.json.format(encoded, indent=2) + b"\n"
