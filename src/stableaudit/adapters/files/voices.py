"""Who speaks: which URLs are one endpoint, and which names are one operator.

Agreement counts operators, so one that is counted twice confirms itself. A person may spell an URL
or a name in several ways; here each gets the one spelling by which it is compared.
"""

import ipaddress
import socket
from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import urlsplit

from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.positions import Path as KeyPath
from stableaudit.adapters.files.positions import show_path
from stableaudit.domain.untrusted import Untrusted

THIS_MACHINE: Final = "this machine"
"""The operator of every loopback host: its ports are as many as its user likes."""

_PORTS: Final = {"http": 80, "https": 443}


class Voice(Protocol):
    """An endpoint as a file lists it."""

    @property
    def url(self) -> str:
        """Whom to ask."""

    @property
    def operator(self) -> str:
        """Who runs it, as a person wrote it."""


def host_operator(url: str) -> str:
    """Return the operator of an URL that comes without one: its host, or this machine.

    The URL is one that `endpoints.require_url` accepts.
    """
    return _host(urlsplit(url).hostname or "")


def operators_of(document: Document, path: KeyPath, voices: Sequence[Voice]) -> tuple[str, ...]:
    """Return the operator of each endpoint in a file's list, each in its first spelling.

    Args:
        document: the file.
        path: where the list stands in it.
        voices: its endpoints, whose URLs `endpoints.require_url` accepts.

    Raises:
        DeclarationError: an operator has no name, or one endpoint is listed twice; names both lines
            and no URL, because keys live there.
    """
    spellings: dict[str, str] = {}
    first: dict[tuple[str, ...], int] = {}
    operators: list[str] = []
    for index, voice in enumerate(voices):
        name = " ".join(voice.operator.split())
        if not name:
            raise document.error("the operator has no name", (*path, index, "operator"))
        operators.append(spellings.setdefault(name.casefold(), name))
        before = first.setdefault(endpoint_key(voice.url), index)
        if before != index:
            there = (*path, before, "url")
            place = f"{show_path(there)} in line {document.line(there)}"
            problem = f"the endpoint is listed twice: {place} is the same"
            if operators[before] != operators[index]:
                names = f"{Untrusted(operators[before])} and {Untrusted(operators[index])}"
                problem += f", and cannot be run by both {names}"
            raise document.error(problem, (*path, index, "url"))
    return tuple(operators)


def endpoint_key(url: str) -> tuple[str, ...]:
    """Return what two URLs share exactly if they are one endpoint, however they are spelled.

    Scheme and host ignore capitals, a default port may be left out, a slash at the end says
    nothing, and every name of this machine is one.
    """
    parts = urlsplit(url)
    port = _PORTS.get(parts.scheme) if parts.port is None else parts.port
    host = _host(parts.hostname or "")
    return (parts.scheme, host, str(port), parts.path.rstrip("/"), parts.query)


def _host(name: str) -> str:
    """Return a host's one spelling; urlsplit has taken its capitals and brackets away."""
    name = name.removesuffix(".")
    if name == "localhost":
        return THIS_MACHINE
    address = _address(name)
    if address is None:
        return name
    if address.is_loopback or address.is_unspecified:
        return THIS_MACHINE
    return str(address)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if ":" in name:
        return _ipv6(name)
    try:
        # as the system reads it: 127.1 and 0x7f000001 are addresses, too
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except OSError:
        return None


def _ipv6(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.IPv6Address(name)
    except ValueError:
        return None
    return address.ipv4_mapped or address
