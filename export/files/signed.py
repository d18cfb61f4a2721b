"""Whether an Ed25519 signature is that of a key over some bytes: asked in one place, whatever was signed."""

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey


def signed_by(key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether whoever holds the secret half of `key` (32 bytes) signed exactly this text. A key or a signature of
    another length, or no point of the curve, signed nothing."""
    try:
        VerifyKey(key).verify(text, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
