"""Surveys of customers who stay, waver or have left."""

from __future__ import annotations

from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.ids import CustomerId, CustomerSurveyId, PersonId, StaffId
from clientcare.domain.surveys import CustomerSurvey, LeavingCause


@st.composite
def customer_surveys(draw: st.DrawFn) -> CustomerSurvey:
    """Return a survey, answered or not."""
    answered = draw(st.booleans())
    texts = st.sampled_from(["", "价格", "nearer"])
    said = {
        "chose_us_for": draw(texts),
        "bought_ours_for": draw(texts),
        "should_improve": draw(texts),
        "went_to": draw(texts),
    }
    causes = st.lists(st.sampled_from(LeavingCause), unique=True, max_size=3).map(tuple)
    return CustomerSurvey(
        id=CustomerSurveyId("S-1"),
        customer_id=draw(st.sampled_from(["dealer-1", "dealer-2"]).map(CustomerId)),
        asked_on=Date(2026, 1, 1).add(days=draw(st.integers(0, 300))),
        asked_by=StaffId("rep"),
        person_id=draw(st.none() | st.just(PersonId("p-1"))),
        answered=answered,
        causes=draw(causes) if answered else (),
        would_return=draw(st.none() | st.booleans()) if answered else None,
        **(said if answered else {}),
    )
