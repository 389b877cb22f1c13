"""What signs: something that holds one private key and never shows it."""

from typing import Protocol

from stableaudit.adapters.signing.public_key import PublicKey


class Signer(Protocol):
    """Holds one Ed25519 key. Implemented by a key file and by ssh-agent."""

    @property
    def key(self) -> PublicKey:
        """The public half."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature over exact bytes.

        Raises:
            SigningError: it cannot, or what holds the key refuses.
        """
        ...
