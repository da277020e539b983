"""
Holidays and make-up working days from the `holidays` package (extra ``calendars``).

The package answers for any year, also where a government has not announced its plan
yet and the answer is a projection. So who builds a calendar has to say how far the
plan is published; what depends on a later day is refused (``UnpublishedDayError``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pendulum import Date

from clientcare.domain._checks import require_date
from clientcare.domain.calendars import WorkCalendar
from clientcare.errors import InvalidValueError, MissingExtraError

try:
    import holidays
except ImportError as exc:
    raise MissingExtraError("calendars") from exc

_PUBLIC: Final = ("public",)


def with_public_holidays(
    calendar: WorkCalendar,
    country: str,
    *,
    published_from: Date,
    published_until: Date,
    subdivision: str | None = None,
    categories: Iterable[str] = _PUBLIC,
) -> WorkCalendar:
    """
    Return *calendar* with the holidays and make-up working days 调休 of a country.

    Both ends of the range belong to it, and it becomes the calendar's own. A make-up
    day has the hours of the first weekday that has any; where the calendar has a
    holiday, make-up day or exception of its own on a date, that stays.

    Args:
        calendar: The hours of the firm or branch.
        country: ISO 3166 code, such as ``CN``.
        published_from: First date of which the package is to be believed.
        published_until: Last date for which the country has published its plan; the
            package itself does not tell.
        subdivision: Code of a region, such as ``BY`` in ``DE``.
        categories: Which of the package's kinds of holiday close the firm.

    Raises:
        InvalidValueError: The package does not know the country, the region, the
            category or a year of the range, or the range is empty.

    .. versionadded:: 0.1.0
    """
    first, last = require_date("published_from", published_from), published_until
    if require_date("published_until", last) < first:
        raise InvalidValueError("published_until", last, f"not before {first.isoformat()}")
    listed = _listed(country, subdivision, tuple(categories), range(first.year, last.year + 1))

    def among(days: Iterable[object]) -> list[Date]:
        found = (Date.fromisoformat(str(day)) for day in days)
        return [on for on in found if first <= on <= last and on not in ours]

    ours = {*calendar.holidays, *calendar.make_up_days, *calendar.exceptions}
    return calendar.with_holidays(
        among(listed),
        make_up_days=among(listed.weekend_workdays),
        published_from=first,
        published_until=last,
    )


def _listed(
    country: str, subdivision: str | None, categories: tuple[str, ...], years: range
) -> holidays.HolidayBase:
    try:
        listed = holidays.country_holidays(
            country, subdiv=subdivision, years=years, categories=categories
        )
    except (NotImplementedError, ValueError) as exc:
        asked = {"country": country, "subdivision": subdivision, "categories": categories}
        raise InvalidValueError("country", asked, f"known to the holidays package: {exc}") from exc
    # Outside of these it has no holidays at all, and says so without an error.
    if years[0] < listed.start_year or years[-1] > listed.end_year:
        rule = f"years {listed.start_year} to {listed.end_year}, which the package knows"
        raise InvalidValueError("published_from", f"{years[0]} to {years[-1]}", rule)
    return listed
