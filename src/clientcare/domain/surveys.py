"""
What customers say when they are asked why they came, and why they leave (C9, C11).

Most of the dissatisfied leave without a word, so they are asked before they go, and
those who went are asked as well.
"""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.ids import CustomerId, CustomerSurveyId, PersonId, StaffId
from clientcare.domain.privacy import personal
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

_TEXT = personal("learning why customers leave", "relationship end + 36 months")


class LeavingCause(Scale):
    """Why customers leave (C9)."""

    INSINCERE = "insincere", "态度冷淡不诚恳"
    SLOW = "slow", "反应迟缓"
    RUNNING_DOWN = "running_down", "诋毁竞争对手"
    HARD_TO_BUY = "hard_to_buy", "购买不便"
    OVERPROMISING = "overpromising", "承诺过多"
    UNHELPFUL = "unhelpful", "消极无知或人手不足"
    PUSHING = "pushing", "强行推销"
    POOR_IMAGE = "poor_image", "形象不佳"
    EXCUSES = "excuses", "找借口"
    PETTY_CHARGES = "petty_charges", "斤斤计较收费"
    POOR_QUALITY = "poor_quality", "品质不良"
    COMPLACENT = "complacent", "自满"
    BADLY_TRAINED = "badly_trained", "训练不足"


@attrs.frozen(kw_only=True)
class CustomerSurvey:
    """
    One time a customer was asked 客户流失调查.

    Attributes:
        id: The survey's id.
        customer_id: The customer.
        asked_on: When they were asked.
        asked_by: Who of us asked.
        person_id: Who was asked; ``None`` is unknown.
        answered: They answered; else the further fields are blank.
        chose_us_for: Why they chose us.
        bought_ours_for: What made them buy ours and not another's.
        should_improve: What should be better.
        causes: Why they left, or think of it.
        went_to: Where they went.
        would_return: They would come back; ``None`` = they did not say.

    Raises:
        InvalidValueError: A field breaks its rule, or an answer stands in a survey
            that was not answered.
    """

    id: CustomerSurveyId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    asked_on: Date = field(validator=check.date)
    asked_by: StaffId = field(validator=check.key)
    person_id: PersonId | None = field(
        default=None, validator=check.maybe(check.key), repr=False, metadata=personal()
    )
    answered: bool = field(validator=check.a(bool))
    chose_us_for: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    bought_ours_for: str = field(
        default="", validator=check.text(least=0), repr=False, metadata=_TEXT
    )
    should_improve: str = field(
        default="", validator=check.text(least=0), repr=False, metadata=_TEXT
    )
    causes: tuple[LeavingCause, ...] = field(
        default=(), validator=check.none_twice(check.a(LeavingCause))
    )
    went_to: str = field(default="", validator=check.text(least=0), repr=False, metadata=_TEXT)
    would_return: bool | None = field(default=None, validator=check.maybe(check.a(bool)))

    def __attrs_post_init__(self) -> None:
        said = (self.chose_us_for, self.bought_ours_for, self.should_improve, self.went_to)
        if not self.answered and (any(said) or self.causes or self.would_return is not None):
            rule = "true where there is an answer"
            raise InvalidValueError("CustomerSurvey.answered", self.answered, rule)
