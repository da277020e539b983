"""
The closed lists of the two paper forms, as enums with the forms' own labels.

A member's value is its stable English code, which is what is stored; ``label``
is the Chinese label of the form. Members stand in the order of the paper.
"""

from __future__ import annotations

import enum
from typing import Self


class Scale(enum.StrEnum):
    """
    A closed list of a form.

    Attributes:
        label: The form's own (Chinese) word for the option.
    """

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make a member from its stored code and its printed label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Tier(Scale):
    """The commercial class of a customer 等级 (KH001, T2); not the credit grade."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class CreditGrade(Scale):
    """The credit grade of a dealer 客户等级 (KH002, K1); not the sales tier."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
