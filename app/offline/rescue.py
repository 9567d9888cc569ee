"""The rescue file: what waits on a phone that cannot send, locked on the phone for this server alone.

The file is JSON, {"banyen": "rescue", "version": 1, "key": …, "iv": …, "data": …}, with three parts in base64: an
AES-256 key locked with RSA-OAEP (SHA-256), the 12 bytes that its use began with, and what it locks (AES-GCM), JSON
again: {"owner": UUID, "items": […]}.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from flask import current_app
from flask_babel import lazy_gettext as _l

from app.attachments.storage import sync_folder
from app.errors import Refusal
from app.web.size import MEGABYTE

LARGEST = 64 * MEGABYTE  # some 200 forms and 100 photos, which base64 makes larger twice
KEY_BITS = 3072
AES_BYTES, IV_BYTES = 32, 12
OAEP = padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was in a file: whose it is, and the items as they stood in the phone's outbox."""

    owner: UUID
    items: list[Any]


class NoRescueFile(Refusal):
    """What was chosen is no rescue file, or one for another server."""

    status = 422


class RescueOfAnother(Refusal):
    """The file is of another user."""

    status = 403
    reason = "not-yours"


def public_key() -> str:
    """Return the key that phones lock a file with: base64 of its SubjectPublicKeyInfo."""
    spki = _private_key(_path()).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(spki).decode()


def unlock(content: bytes, user_id: UUID) -> Rescued:
    """Return what is in the file. Raises NoRescueFile, or RescueOfAnother for one that ``user_id`` did not make."""
    lock = _private_key(_path())
    try:
        rescued = _read(_open(content, lock))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidTag):
        raise NoRescueFile(_l("Tệp này không phải tệp cứu hộ của hệ thống này. Chọn lại tệp.")) from None
    if rescued.owner != user_id:
        raise RescueOfAnother(_l("Tệp này của người khác. Người đó phải đăng nhập rồi mới gửi được."))
    return rescued


def _open(content: bytes, lock: rsa.RSAPrivateKey) -> bytes:
    envelope = json.loads(content)
    if (envelope["banyen"], envelope["version"]) != ("rescue", 1):
        raise ValueError
    key, iv = lock.decrypt(_bytes(envelope["key"]), OAEP), _bytes(envelope["iv"])
    if len(key) != AES_BYTES or len(iv) != IV_BYTES:
        raise ValueError
    return AESGCM(key).decrypt(iv, _bytes(envelope.pop("data")), None)


def _read(content: bytes) -> Rescued:
    said = json.loads(content)
    if not isinstance(said["items"], list):
        raise TypeError
    return Rescued(UUID(said["owner"]), said["items"])


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _path() -> Path:
    data_dir: Path = current_app.config["SETTINGS"].data_dir
    return data_dir / "rescue_key.pem"


@cache
def _private_key(path: Path) -> rsa.RSAPrivateKey:
    """Return the key in the file, made on first use. Without the file no phone's rescue file can be opened any more."""
    if not path.exists():
        _make(path)
    return cast(rsa.RSAPrivateKey, load_pem_private_key(path.read_bytes(), None))


def _make(path: Path) -> None:
    """Write a new key, whole and on disk, unless another worker was first: then that one stands."""
    made = rsa.generate_private_key(65537, KEY_BITS)
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)
