"""Our own people, and the cards of the dealers with the people on them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

from clientcare.testing._sample import names
from clientcare.testing._sample.days import BEGIN, plus, special_days, working_day
from clientcare.testing._sample.dealers import Dealer
from clientcare.testing._sample.sheets import Sheet, several, yuan

REPS_PER_OFFICE: Final = 3
_OWNERSHIPS: Final = (
    "individual",
    "partnership",
    "joint_stock",
    "joint_stock",
    "collective",
    "other",
)
_LEGAL_FORMS: Final = {
    "individual": "individual",
    "partnership": "partnership",
    "joint_stock": "company",
    "collective": "other",
    "other": "company",
}
_POSTS: Final = {
    "principal": "总经理",
    "buyer": "采购经理",
    "influencer": "财务主管",
    "seller": "店长",
}
_MANAGERS: Final = {"SH": "S-SM-1", "GZ": "S-SM-1", "WH": "S-SM-1", "BJ": "S-SM-2", "CD": "S-SM-2"}


def reps_by_office() -> dict[str, list[str]]:
    """Return the salespeople's ids by office."""
    return {
        office: [f"S-{office}-R{at}" for at in range(1, REPS_PER_OFFICE + 1)]
        for office, *_ in names.OFFICES
    }


def head_of(office: str) -> str:
    """Return who heads an office."""
    return f"S-{office}-H"


def manager_of(office: str) -> str:
    """Return the sales manager above an office."""
    return _MANAGERS[office]


def staff_sheets(seed: int) -> tuple[Sheet, Sheet]:
    """Return our people and who stands in for whom."""
    rng = Random(f"{seed}/staff")
    staff = Sheet("staff.csv", "staff_no", "name", "roles", "office", "superior")
    for number, roles, superior in (
        ("S-GM", ("general_manager",), None),
        ("S-VP", ("marketing_vp",), "S-GM"),
        ("S-SM-1", ("sales_manager",), "S-VP"),
        ("S-SM-2", ("sales_manager",), "S-VP"),
        ("S-QA", ("quality",), "S-GM"),
        ("S-LOG", ("logistics",), "S-GM"),
        ("S-FIN", ("finance",), "S-GM"),
        ("S-TEC", ("technical_service", "handler"), "S-GM"),
    ):
        staff.add(number, names.person(rng), several(roles), "HQ", superior)
    for office, reps in reps_by_office().items():
        staff.add(head_of(office), names.person(rng), "office_head", office, manager_of(office))
        for at, rep in enumerate(reps):
            roles = ("rep", "handler") if at == 0 else ("rep",)
            staff.add(rep, names.person(rng), several(roles), office, head_of(office))
    deputies = Sheet("deputies.csv", "staff_no", "deputy", "role", "from_on", "until_on", "by")
    deputies.add(
        *("S-CD-H", "S-CD-R1", "office_head"),
        *(dt.date(2025, 12, 22), dt.date(2026, 1, 9), "S-SM-2"),
    )
    deputies.add(
        *("S-SH-R2", "S-SH-R3", "rep", dt.date(2025, 7, 14), dt.date(2025, 7, 25), "S-SH-H"),
    )
    return staff, deputies


def calendar_sheet() -> Sheet:
    """Return the one calendar that all offices keep."""
    days = list(special_days())
    calendar = Sheet(
        "calendars.csv",
        *("calendar", "name", "holidays", "make_up_days", "published_from", "published_until"),
    )
    calendar.add(
        *("firm", "中国法定工作日"),
        several([day.isoformat() for day, kind, _ in days if kind == "holiday"]),
        several([day.isoformat() for day, kind, _ in days if kind == "working"]),
        *(BEGIN, dt.date(2026, 12, 31)),
    )
    return calendar


def ownership_of(seed: int, dealer: Dealer) -> str:
    """Return the ownership of a dealer's firm."""
    if dealer.name.endswith("有限公司"):
        return "joint_stock"
    rng = Random(f"{seed}/ownership/{dealer.id}")
    return rng.choice(_OWNERSHIPS)


def legal_form_of(seed: int, dealer: Dealer) -> str:
    """Return the legal form on the credit card; one dealer in thirty has a clash there."""
    form = _LEGAL_FORMS[ownership_of(seed, dealer)]
    return "state_owned" if dealer.rank % 31 == 30 else form


def customer_sheets(
    seed: int, dealers: list[Dealer], tiers: dict[str, str]
) -> tuple[Sheet, Sheet, Sheet]:
    """Return the cards KH001, the people on them and the lines of goods."""
    cards = Sheet(
        "customers.csv",
        *("customer", "card_no", "name", "address", "phone", "postcode", "ownership"),
        *("category", "tier", "registration_no", "tax_no", "registered_capital", "opened_on"),
        *("floor_area_m2", "warehouse_area_m2", "headcount", "premises", "vehicles"),
        *("transport", "payment_method", "monthly_turnover", "trade_area", "developed_on"),
        *("developed_by", "filled_by", "filled_at", "owner", "office", "parent", "entered_on"),
    )
    contacts = Sheet(
        "contacts.csv",
        *("customer", "role", "person", "name", "gender", "post", "phone"),
        *("birth_month", "birth_day"),
    )
    lines = Sheet("product_lines.csv", "customer", "line", "share")
    for dealer in dealers:
        _card(seed, dealer, tiers.get(dealer.id), cards)
        _contacts(seed, dealer, contacts)
        _lines(seed, dealer, lines)
    return cards, contacts, lines


def _card(seed: int, dealer: Dealer, tier: str | None, cards: Sheet) -> None:
    rng = Random(f"{seed}/card/{dealer.id}")
    prefix = next(office[2] for office in names.OFFICES if office[0] == dealer.office)
    large = dealer.rank < 40
    sparse = rng.randrange(100) < 22
    people = max(2, dealer.yearly // 60_000_000 + rng.randrange(2, 14))
    entered_on = working_day(plus(dealer.first_on, -rng.randrange(5, 40)))
    entered_on = max(entered_on, dt.date(2024, 1, 2))
    category = "agent" if dealer.rank < 12 else "first_tier_wholesaler" if large else None
    cards.add(
        *(dealer.id, dealer.number, dealer.name, names.street(rng, dealer.town)),
        f"{prefix}-5550{rng.randrange(10_000):04}",
        f"{rng.randrange(10, 83):02}{rng.randrange(10_000):04}",
        ownership_of(seed, dealer),
        category or rng.choice(("second_tier_wholesaler", "key_retailer", "key_retailer", "other")),
        tier,
        None if sparse else f"91{rng.randrange(10**6):06}{rng.randrange(10**9):09}X",
        None if sparse else f"91{rng.randrange(10**6):06}{rng.randrange(10**9):09}T",
        None if sparse else yuan((people // 2 + 1) * 100_000_00),
        dt.date(rng.randrange(1994, 2023), rng.randrange(1, 13), rng.randrange(1, 29)),
        str(people * rng.randrange(18, 46)),
        None if sparse else str(people * rng.randrange(25, 80)),
        people,
        rng.choice(("owned", "rented", "rented")),
        None if sparse else people // 5,
        several(rng.sample(("road", "road", "rail", "self_pickup"), 1)),
        "款到发货" if dealer.terms_days == 0 else f"月结{dealer.terms_days}天",
        None if sparse else yuan(dealer.yearly // 12 // 100_00 * 100_00 * rng.randrange(2, 6)),
        f"{dealer.town}及周边",
        entered_on,
        dealer.rep,
        dealer.rep,
        dt.datetime(entered_on.year, entered_on.month, entered_on.day, 16, 30),
        *(dealer.rep, dealer.office, dealer.parent, entered_on),
    )


def _contacts(seed: int, dealer: Dealer, contacts: Sheet) -> None:
    rng = Random(f"{seed}/contacts/{dealer.id}")
    roles = ["principal", "buyer", *rng.sample(("influencer", "seller"), rng.randrange(0, 3))]
    for at, role in enumerate(roles, 1):
        contacts.add(
            *(dealer.id, role, f"P-{dealer.id}-{at}", names.person(rng)),
            rng.choice(("male", "female")),
            _POSTS[role],
            names.mobile(rng),
            rng.randrange(1, 13) if role == "principal" else None,
            rng.randrange(1, 29) if role == "principal" else None,
        )


def _lines(seed: int, dealer: Dealer, lines: Sheet) -> None:
    rng = Random(f"{seed}/lines/{dealer.id}")
    left = 100
    for line in rng.sample(("厨房电器", "热水器", "小家电", "净水设备", "五金卫浴"), 3):
        share = rng.randrange(10, max(11, left - 20))
        left -= share
        lines.add(dealer.id, line, f"0.{share:02}" if share < 100 else "1")
