"""The key that heads of the record are signed with: a file of its own, outside the store."""

import os
from dataclasses import dataclass
from pathlib import Path

from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.sealing import Head, SignedHead


@dataclass(frozen=True, slots=True)
class HeadKey:
    """A private key (Ed25519, PEM, readable for its owner alone)."""

    file: Path

    def sign(self, head: Head) -> SignedHead:
        """Sign a head; the key is made at the first time.

        Raises InvalidInput (`key`) where its file cannot be read or made.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            PublicFormat,
            load_pem_private_key,
        )

        try:
            written = self.file.read_bytes() if self.file.exists() else self._made()
            key = load_pem_private_key(written, None)
        except OSError as problem:
            raise InvalidInput({"key": f"{self.file}: {problem.strerror}."}) from None
        except ValueError:
            raise InvalidInput({"key": f"{self.file} holds no key that can be read."}) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise InvalidInput({"key": f"{self.file} holds a key of another kind."})
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return SignedHead(head, public.hex(), key.sign(head.signed_part.encode()).hex())

    def _made(self) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        written = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW
        with os.fdopen(os.open(self.file, flags, 0o600), "wb") as handle:
            handle.write(written)
        return written


def is_signed(signed: SignedHead) -> bool:
    """Whether a head was signed with the key it names."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.key))
        key.verify(bytes.fromhex(signed.signature), signed.head.signed_part.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
