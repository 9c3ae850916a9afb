"""Signatures on class files: Ed25519 keys, one file each, that never leave the machine.

A key is known to people by its code, 20 letters and digits that two people compare by phone. The
code is the start of the SHA-256 of the public key: 100 bits, far too many to find another key for.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import BundleError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_MODE = 0o600
"""Only its owner may read a private key."""
_FOLDER_MODE = 0o700
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter is taken for a digit."""
_GROUPS, _GROUP = 5, 4
_PUBLIC_BYTES, _SIGNATURE_BYTES = 32, 64


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, and the public one that tells its signatures (hex)."""

    public: str
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, data: bytes) -> str:
        """Return the signature of some bytes, in hex."""
        return self._private.sign(data).hex()


def own_key(path: Path) -> SigningKey:
    """Return the key kept in a file, which is made if there is none yet.

    Raises:
        BundleError: The file cannot be read or written, or holds no such key.
    """
    try:
        return _load(path) if path.exists() else _make(path)
    except FileExistsError:
        return own_key(path)  # another process was faster
    except OSError as error:
        raise BundleError(
            f"{path}: the signing key cannot be used ({error.strerror}): look at the folder's "
            "permissions"
        ) from error


def verified(public: str, signature: str, data: bytes) -> bool:
    """Tell whether a signature (hex) of some bytes was made with the key of a public one (hex)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key, made = bytes.fromhex(public), bytes.fromhex(signature)
        if (len(key), len(made)) != (_PUBLIC_BYTES, _SIGNATURE_BYTES) or key.hex() != public:
            return False
        Ed25519PublicKey.from_public_bytes(key).verify(made, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_code(public: str) -> str:
    """Return the code people compare a public key by, such as `7KQF-2M9D-X0AB-C3TE-88ZV`."""
    number = int.from_bytes(hashlib.sha256(public.encode()).digest())
    number >>= 256 - 5 * _GROUPS * _GROUP
    letters = []
    for _ in range(_GROUPS * _GROUP):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    text = "".join(reversed(letters))
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def same_code(typed: str, public: str) -> bool:
    """Tell whether a code as people type it is that of a public key."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    return plain == key_code(public).replace("-", "")


def _make(path: Path) -> SigningKey:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_MODE), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return _paired(private)


def _load(path: Path) -> SigningKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if os.name != "nt" and path.stat().st_mode & 0o077:
        path.chmod(KEY_MODE)
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _damaged(path) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _damaged(path)
    return _paired(private)


def _damaged(path: Path) -> BundleError:
    return BundleError(
        f"{path}: this is no signing key: put a copy of it back from a backup, or take it away to "
        "have a new one made, which others then have to accept"
    )


def _paired(private: Ed25519PrivateKey) -> SigningKey:
    return SigningKey(private.public_key().public_bytes_raw().hex(), private)
