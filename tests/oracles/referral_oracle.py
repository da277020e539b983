"""
Claims, credits, rings and rewards of referrals, read slowly from the text.

Days and instants are whole numbers (minutes since some day 0); every question is
answered by looking at everything again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

import attrs

DAY = 24 * 60
FINAL_BEFORE_ORDER = {"no_consent", "unreachable", "unqualified", "lost", "expired"}
NAMED_ENDS = {"duplicate", "existing_customer", "self", "cycle"}


def phone(text: str, code: str = "86") -> str:
    """Return a phone number as the text of 5b wants it compared."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"\D", "", plain)
    if not digits:
        return ""
    if plain.strip().startswith("+"):
        return digits
    found = re.match(r"00(\d*)$", digits)
    if found:
        return found[1]
    local = re.sub(r"^0", "", digits)
    return code + local if local else ""


@attrs.frozen
class Named:
    """
    One naming.

    ``ends`` is the minute and kind of the end, ``converted`` the minute of the
    conversion; ``marks`` are what tells prospects apart.
    """

    id: str
    at: int
    introducer: str
    marks: frozenset[str]
    became: str | None = None
    converted: int | None = None
    end: tuple[int, str] | None = None
    ordered: int | None = None
    touched: int | None = None


def same_prospect(one: Named, other: Named, every: Sequence[Named]) -> bool:
    """Tell whether a way of shared marks leads from one to the other."""
    reached, grown = {one.id}, True
    marks = set(one.marks)
    while grown:
        grown = False
        for third in every:
            if third.id not in reached and marks & third.marks:
                reached.add(third.id)
                marks |= third.marks
                grown = True
    return other.id in reached


def claim(me: Named, every: Sequence[Named], above: dict[str, str]) -> str:
    """Return what a naming is worth, as everything is known at the end."""
    if me.end is not None and me.end[1] in NAMED_ENDS | {"no_consent"}:
        return me.end[1]
    refused = not_valid(me, above)
    if refused:
        return refused
    for rival in every:
        earlier = (rival.at, rival.id) < (me.at, me.id)
        if rival is me or not earlier or not same_prospect(me, rival, every):
            continue
        holds = claim(rival, every, above) in {"valid", "already_known"}
        if holds and not given_up(rival, me.at):
            return "duplicate"
    day = me.at // DAY
    if me.touched is not None and day - 180 <= me.touched <= day:
        return "already_known"
    return "valid"


def not_valid(me: Named, above: dict[str, str]) -> str:
    """Return why 5b or an earlier order refuses a naming; empty where nothing does."""
    if me.introducer == me.became:
        return "self"
    here: str | None = above.get(me.introducer)
    while here is not None:
        if here == me.became:
            return "cycle"
        here = above.get(here)
    if me.ordered is not None and me.ordered < me.at // DAY:
        return "existing_customer"
    return ""


def given_up(holder: Named, at: int) -> bool:
    """Tell whether a holder had lost the prospect before the minute *at*."""
    if holder.converted is not None and holder.converted <= at:
        return False
    if holder.end is not None and holder.end[0] < at:
        return True
    last = holder.at // DAY + 180
    return at // DAY > last and not (holder.ordered is not None and holder.ordered <= last)


def edges(
    steps: Sequence[tuple[int, str, int, str, str, str]], until: int
) -> tuple[dict[str, str], dict[str, str]]:
    """
    Return referrer by referred, and the refused, from steps sorted any way.

    A step is minute, referral, place in its history, ``on`` or ``off``, referrer, referred.
    """
    held: dict[str, tuple[str, str]] = {}
    refused: dict[str, str] = {}
    for minute, referral, _, what, referrer, referred in sorted(steps):
        if minute > until:
            break
        if what == "off":
            held = {who: edge for who, edge in held.items() if edge[1] != referral}
            continue
        family = descendants(referred, {who: edge[0] for who, edge in held.items()})
        if referrer == referred:
            refused[referral] = "self"
        elif referrer in family:
            refused[referral] = "cycle"
        elif referred in held:
            refused[referral] = "taken"
        else:
            held[referred] = (referrer, referral)
    return {who: edge[0] for who, edge in held.items()}, refused


def descendants(root: str, above: dict[str, str]) -> set[str]:
    """Return everybody below *root*, however deep."""
    found: set[str] = set()
    while True:
        more = {who for who, referrer in above.items() if referrer in found | {root}} - found
        if not more:
            return found
        found |= more


def ring_members(namings: Sequence[tuple[str, int, frozenset[str]]]) -> set[tuple[str, str]]:
    """Return every (mark, referral) that three namings within 30 days share."""
    found = set()
    for mark in {mark for _, _, marks in namings for mark in marks}:
        sharing = [(at, key) for key, at, marks in namings if mark in marks]
        for start, _ in sharing:
            inside = [key for at, key in sharing if start <= at < start + 30 * DAY]
            if len(inside) >= 3:
                found |= {(mark, key) for key in inside}
    return found


@attrs.frozen
class Converted:
    """One converted referral on one day; money in minor units of two digits."""

    today: int
    rewarded: bool
    known: bool
    delivered: int | None
    invoiced: int | None
    paid: int | None
    returned: int | None
    bad_debt: int | None
    bounced: int | None
    value: int | None
    margin: int | None
    given: int
    spent: int | None


def reward(  # noqa: C901, PLR0911, PLR0912 - each line of the text is a line here
    case: Converted,
    *,
    fixed: Decimal | None,
    budget: Decimal | None,
    least: Decimal,
) -> tuple[str | None, int | None]:
    """Return what is to be done, and the money where there is some."""

    def came(day: int | None) -> bool:
        return day is not None and day <= case.today

    if case.rewarded:
        return ("reverse" if came(case.bounced) else "nothing"), None
    if came(case.returned) or came(case.bad_debt) or came(case.bounced):
        return "reverse", None
    if case.known:
        return "deny", None
    if least and case.value is None:
        return None, None
    if least and case.value is not None and Decimal(case.value) / 100 < least:
        return "deny", None
    known = [
        one for one in (case.delivered, case.invoiced) if one is not None and one <= case.today
    ]
    start = known[0] if known else None
    if start is None:
        return None, None
    if case.today < start + 31 or not came(case.paid):
        return "wait", None
    if case.given + 1 > 12:
        return "deny", None
    if fixed is None:
        return "grant", None
    if case.margin is None:
        return None, None
    twentieth = Fraction(max(case.margin, 0), 20)
    amount = min(
        int((fixed * 100).to_integral_value(ROUND_FLOOR)),
        twentieth.numerator // twentieth.denominator,
    )
    if budget is not None:
        if (case.spent or 0) + amount > budget * 100:
            return "deny", None
        if case.spent is None:
            return None, None
    return "grant", amount
