"""What can be a key."""

from __future__ import annotations

from collections.abc import Iterable

from clientcare.domain._checks import MAX_KEY_LENGTH
from clientcare.errors import InvalidValueError


def is_key(key: object) -> bool:
    """Tell whether *key* can be a key: 1 to 255 characters, no NUL, no lone surrogate."""
    if not isinstance(key, str) or not 1 <= len(key) <= MAX_KEY_LENGTH or "\0" in key:
        return False
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True


def require_texts(name: str, values: Iterable[object]) -> list[str]:
    """Return texts without repetition; refuse a bare text, and what is no text."""
    if isinstance(values, str):  # it would count as its characters
        raise InvalidValueError(name, ascii(values), "several texts, such as [text]")
    texts: dict[str, None] = {}
    for value in values:
        texts[require_text(name, value)] = None
    return list(texts)


def require_text(name: str, value: object) -> str:
    """Return *value*, or refuse it by its type alone: it may be a whole customer."""
    if not isinstance(value, str):
        raise InvalidValueError(name, type(value).__name__, "a text")
    return value


def require_key(kind: str, key: str) -> str:
    """Return *key*, or refuse it."""
    if not is_key(key):
        rule = f"1 to {MAX_KEY_LENGTH} characters, none of them NUL or a lone surrogate"
        raise InvalidValueError(f"{kind}.key", ascii(key), rule)
    return key
