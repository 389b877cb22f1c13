"""What an endpoint's URL may look like. No message repeats a URL: paths and queries carry keys."""

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LOCAL_NAMES: Final = frozenset({"localhost"})


def require_url(url: str) -> SplitResult:
    """Return the parts of an http or https URL with a host, and without user or fragment.

    Raises:
        ValueError: it is anything else. The message shows no part of the URL but the scheme.
    """
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        message = "the URL has a character that a URL cannot have"
        raise ValueError(message)
    parts = _split(url)
    if parts.scheme not in {"http", "https"}:
        message = "the URL does not begin with https:// or http://"
        raise ValueError(message)
    if not parts.hostname:
        message = "the URL names no host"
        raise ValueError(message)
    if parts.username is not None or parts.password is not None:
        message = "the URL carries a user or password; give a key through key_env and key_header"
        raise ValueError(message)
    if parts.fragment:
        message = "the URL has a fragment (#…), which is never sent"
        raise ValueError(message)
    return parts


def require_plain_url(url: str) -> None:
    """Refuse an URL that a shipped file must not have: no https, or a query that may be a key."""
    parts = require_url(url)
    if parts.scheme != "https" or parts.query:
        message = "a shipped endpoint is https and has no query"
        raise ValueError(message)


def require_untouched_url(url: str) -> None:
    """Refuse an URL whose answer somebody on the way could change: https, or this very machine."""
    parts = require_url(url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        message = "what it answers could be changed on the way; use https"
        raise ValueError(message)


def require_safe_for_key(url: str) -> None:
    """Refuse to send a key in the clear: https, or this very machine."""
    parts = require_url(url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        message = "the key would travel unencrypted; use https"
        raise ValueError(message)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where the port is no number
    except ValueError as error:
        # urlsplit's own message would repeat the text that may hold a key
        message = "the URL's host or port cannot be read"
        raise ValueError(message) from error
    return parts


def _is_loopback(host: str) -> bool:
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
