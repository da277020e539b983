"""
Page cursors: opaque text that knows its listing and notices tampering.

A cursor holds the order text and key of the last row seen. It is no secret:
its digest notices accidents and mix-ups, not forgery.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Final

from clientcare.errors import BadCursor
from clientcare.repositories import Cursor, Query

_DIGEST_BYTES: Final = 9


def write(kind: str, query: Query, place: tuple[str, str]) -> Cursor:
    """Return the cursor of the listing that stands at *place* (order text, key)."""
    body = json.dumps(place).encode()
    return Cursor(base64.urlsafe_b64encode(_digest(kind, query, body) + body).decode())


def read(cursor: object, kind: str, query: Query) -> tuple[str, str]:
    """
    Return where *cursor* stands in the listing.

    Raises:
        BadCursor: It is no cursor, was changed, or belongs to another listing.
    """
    try:
        raw = base64.b64decode(str(cursor), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadCursor(str(cursor), "it is no cursor") from None
    digest, body = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    canonical = base64.urlsafe_b64encode(raw).decode() == cursor
    if not canonical or digest != _digest(kind, query, body):
        raise BadCursor(str(cursor), "it was changed, or belongs to another listing")
    sort, key = json.loads(body)
    return sort, key


def _digest(kind: str, query: Query, body: bytes) -> bytes:
    where = sorted((name, repr(condition)) for name, condition in query.where.items())
    listing = repr((kind, where, query.order, query.descending)).encode()
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES, key=_key(listing)).digest()


def _key(listing: bytes) -> bytes:
    return hashlib.blake2b(listing, digest_size=32).digest()
