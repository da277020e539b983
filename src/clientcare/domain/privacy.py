"""
Which fields hold data about persons, and what follows from it.

The mark stands in the field's metadata, so that redaction, export and erasure
read it from the class itself. Marks: forms.md (P, S); classes and retention:
policies.md section 7.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Final

import attrs

from clientcare.domain._frozen import FrozenMap

_KEY: Final = "clientcare.privacy"
HIDDEN: Final = "<hidden>"


class PrivacyClass(enum.StrEnum):
    """How closely a field touches a person."""

    BUSINESS = "business"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@attrs.frozen(kw_only=True)
class Privacy:
    """
    What a field's value is to the person it is about.

    Attributes:
        level: Business, personal (mark P), or sensitive (mark S: GDPR Art. 9,
            PIPL Art. 28, or so close that it is handled the same way).
        purpose: What the value may be used for.
        retention: When it has to go.
        of_person_only: The field is personal only where the customer is an
            individual or a partnership.
    """

    level: PrivacyClass
    purpose: str
    retention: str
    of_person_only: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether no error may show the value; who reads a log has no need of it."""
        return self.level is not PrivacyClass.BUSINESS and not self.of_person_only


NOT_PERSONAL: Final = Privacy(
    level=PrivacyClass.BUSINESS, purpose="contract", retention="relationship + 10 years"
)


def personal(
    purpose: str = "keeping the customer relationship",
    retention: str = "relationship end + 36 months",
    *,
    of_person_only: bool = False,
) -> dict[str, Privacy]:
    """Return field metadata that marks personal data (P)."""
    mark = Privacy(
        level=PrivacyClass.PERSONAL,
        purpose=purpose,
        retention=retention,
        of_person_only=of_person_only,
    )
    return {_KEY: mark}


def sensitive(
    purpose: str = "only a purpose that the rulebook lists", retention: str = "purpose end"
) -> dict[str, Privacy]:
    """Return field metadata that marks sensitive data (S)."""
    return {_KEY: Privacy(level=PrivacyClass.SENSITIVE, purpose=purpose, retention=retention)}


def privacy_of(cls: type[attrs.AttrsInstance]) -> Mapping[str, Privacy]:
    """Return the privacy mark of each field of *cls*, business data included."""
    return FrozenMap((field.name, mark_of(field)) for field in attrs.fields(cls))


def mark_of(field: attrs.Attribute[Any]) -> Privacy:
    """Return the privacy mark of one field."""
    mark = field.metadata.get(_KEY, NOT_PERSONAL)
    assert isinstance(mark, Privacy)  # noqa: S101 - only the two functions above write the key
    return mark
