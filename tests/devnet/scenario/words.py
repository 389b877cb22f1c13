"""The words of one statement, taken from left to right, and the values that they spell."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final

import base58
from eth_keys.datatypes import PrivateKey

from tests.devnet.scenario.steps import Multisig, ScenarioError

ZERO: Final = bytes(20)
MAXIMUM: Final = 2**256 - 1

_AMOUNT: Final = re.compile(r"(\d[\d_]*)(?:\.(\d+))?")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_TRON: Final = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")
_MULTISIG: Final = re.compile(r"multisig\((\d(?:,\d)*);(\d)\)")
_LATER: Final = re.compile(r"\+(\d+)s")


class Words:
    """A cursor over the words of one statement; every complaint names its line."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self._left = text.split()
        self._last = ""

    def take(self) -> str:
        """Return the next word."""
        if not self._left:
            raise self.error(f"something is missing after {self._last!r}")
        self._last = self._left.pop(0)
        return self._last

    def accept(self, word: str) -> bool:
        """Take the next word if it is this one."""
        if self._left[:1] != [word]:
            return False
        self.take()
        return True

    def expect(self, word: str) -> None:
        """Take the next word, which must be this one."""
        taken = self.take()
        if taken != word:
            raise self.error(f"{word!r} expected, not {taken!r}")

    def more(self) -> bool:
        """Tell whether words are left."""
        return bool(self._left)

    def end(self) -> None:
        """Require that no word is left."""
        if self._left:
            raise self.error(f"not understood: {' '.join(self._left)!r}")

    def error(self, message: str) -> ScenarioError:
        """Return a complaint about this line."""
        return ScenarioError(self.line, message)

    def integer(self) -> int:
        """Take a whole number."""
        word = self.take()
        if not re.fullmatch(r"\d+", word):
            raise self.error(f"a whole number expected, not {word!r}")
        return int(word)

    def amount(self, decimals: int) -> int:
        """Take an amount in tokens; return base units, exactly."""
        word = self.take()
        if word == "max":
            return MAXIMUM
        found = _AMOUNT.fullmatch(word)
        if not found:
            raise self.error(f"an amount expected, not {word!r}")
        fraction = found[2] or ""
        if len(fraction) > decimals:
            raise self.error(f"{word} has more than {decimals} decimals")
        return int(found[1].replace("_", "") + fraction.ljust(decimals, "0"))

    def account(self, roles: Mapping[str, bytes]) -> bytes:
        """Take an account: a key, an address in either form, `zero`, or a role."""
        word = self.take()
        if word == "key":
            return self._key()
        if word == "zero":
            return ZERO
        if word in roles:
            return roles[word]
        if _HEX.fullmatch(word):
            return bytes.fromhex(word[2:])
        if _TRON.fullmatch(word):
            try:
                return base58.b58decode_check(word)[1:]
            except ValueError as error:
                raise self.error(f"{word!r} fails its checksum") from error
        raise self.error(f"an account expected, not {word!r}")

    def multisig(self) -> Multisig | None:
        """Take `multisig(1,2,3;2) at <account>` if it stands here."""
        if not self._left or not self._left[0].startswith("multisig("):
            return None
        word = self.take()
        found = _MULTISIG.fullmatch(word)
        if not found:
            raise self.error(f"multisig(1,2,3;2) expected, not {word!r}")
        self.expect("at")
        keys = tuple(int(key) for key in found[1].split(","))
        if not 0 < int(found[2]) <= len(keys):
            raise self.error(f"{found[2]} of {len(keys)} owners can never sign")
        return Multisig(self.account({}), keys, int(found[2]))

    def time(self, clock: int | None) -> int:
        """Take a time; `clock` is the one stated last."""
        word = self.take()
        later = _LATER.fullmatch(word)
        if later:
            if clock is None:
                raise self.error(f"{word} after what? No time was stated before")
            return clock + int(later[1])
        try:
            moment = datetime.fromisoformat(word)
        except ValueError as error:
            raise self.error(f"a time expected, not {word!r}") from error
        if moment.tzinfo is None:
            raise self.error(f"{word} does not say its zone; end it in Z")
        return int(moment.timestamp())

    def _key(self) -> bytes:
        number = self.integer()
        if not 1 <= number <= 9:
            raise self.error(f"keys are numbered 1 to 9, not {number}")
        return key_account(number)


@cache
def key_account(number: int) -> bytes:
    """Return the account of the private key that is the byte `number` repeated 32 times."""
    return PrivateKey(bytes([number]) * 32).public_key.to_canonical_address()
