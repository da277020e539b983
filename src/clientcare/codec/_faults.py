"""What a converter found wrong, each thing with its path."""

from __future__ import annotations

import attrs
from cattrs import ClassValidationError
from cattrs import IterableValidationError as _IterableError
from cattrs.errors import ForbiddenExtraKeysError

from clientcare.codec._forms import LEAVES, WrongInputError
from clientcare.domain.privacy import HIDDEN, privacy_of
from clientcare.errors import Fault, InvalidValueError


def faults_of(exc: BaseException, path: str = "$", *, hide: bool = False) -> tuple[Fault, ...]:
    """
    Return all that is wrong according to an error of a converter, each with its path.

    With *hide*, and inside a field that is about a person, values are not shown.
    """
    if isinstance(exc, ClassValidationError):
        of_fields, others = exc.group_exceptions()
        secret = _hidden_fields(exc.cl)
        inner = [
            (one, f"{path}.{note.name}", hide or note.name in secret) for one, note in of_fields
        ]
    elif isinstance(exc, _IterableError):
        of_items, others = exc.group_exceptions()
        inner = [(one, f"{path}[{note.index!r}]", hide) for one, note in of_items]
    else:
        return _single(exc, path, hide=hide)
    faults = [fault for one, where, veil in inner for fault in faults_of(one, where, hide=veil)]
    faults += [fault for one in others for fault in faults_of(one, path, hide=hide)]
    return tuple(faults)


def _hidden_fields(cls: type[attrs.AttrsInstance]) -> frozenset[str]:
    return frozenset(name for name, mark in privacy_of(cls).items() if mark.is_hidden)


def _single(exc: BaseException, path: str, *, hide: bool) -> tuple[Fault, ...]:
    if isinstance(exc, ForbiddenExtraKeysError):
        known = ", ".join(field.name for field in attrs.fields(exc.cl))
        return tuple(
            Fault(f"{path}.{name}", f"unknown key; known are: {known}")
            for name in sorted(exc.extra_fields)
        )
    if isinstance(exc, InvalidValueError):
        shown = InvalidValueError(exc.field, HIDDEN, exc.rule) if hide else exc
        owner, _, name = exc.field.rpartition(".")
        return (Fault(path if owner in LEAVES else f"{path}.{name}", str(shown)),)
    if isinstance(exc, KeyError):
        return (Fault(path, "required, but missing"),)
    if hide:
        wanted = exc.wanted if isinstance(exc, WrongInputError) else "a valid value"
        return (Fault(path, f"expected {wanted}, got {HIDDEN}"),)
    return (Fault(path, str(exc)),)
