"""Checks that a request comes from Discord: its Ed25519 signature, and how long ago it was signed."""

import re
from collections.abc import Mapping

from msgspec import Struct
from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from bot.core.clock import Clock

SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
MAX_AGE_SECONDS = 300
"""How far a signature's timestamp can be behind or ahead of our clock, in seconds."""
HEX_SIGNATURE = re.compile(r"[0-9a-fA-F]{128}")
EPOCH_SECONDS = re.compile(r"[0-9]{1,12}")


class SignatureVerifier(Struct, frozen=True):
    """Verifies signatures with our application's public key."""

    key: VerifyKey
    clock: Clock

    @classmethod
    def from_hex(cls, public_key: str, clock: Clock) -> "SignatureVerifier":
        """Create a verifier from a public key in hexadecimal digits."""
        return cls(VerifyKey(bytes.fromhex(public_key)), clock)

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether Discord signed exactly this body, within MAX_AGE_SECONDS of now."""
        signature, timestamp = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
        if not HEX_SIGNATURE.fullmatch(signature) or not EPOCH_SECONDS.fullmatch(timestamp):
            return False
        if abs(self.clock() - int(timestamp)) > MAX_AGE_SECONDS:
            return False
        try:
            self.key.verify(timestamp.encode() + body, bytes.fromhex(signature))
        except CryptoError:
            return False
        return True
