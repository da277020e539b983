"""What a reader is told."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pendulum
import pytest

import clientcare.adapters
import clientcare.domain
import clientcare.policies
import clientcare.services
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade, Scale, Tier
from clientcare.domain.staff import StaffRole
from clientcare.policies.escalation import CapKind, ClockKind
from clientcare.wording import Language, Text, explain, render, texts
from clientcare.wording._text import Filler, shown
from clientcare.wording._words import ENGLISH


def _codes_in_policies() -> set[str]:
    """Return every reason code that the policies name: dotted lower-case literals."""
    codes = set()
    for path in Path(clientcare.policies.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Reason"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                codes.add(str(node.args[0].value))
    return codes


def test_every_code_has_a_sentence() -> None:
    """Each reason code that a policy emits by name is worded."""
    missing = _codes_in_policies() - texts().keys()

    assert set() == missing


def test_all_languages_fill_the_same_places() -> None:
    """The three sentences of a code name the same numbers."""
    places = {
        code: [
            {name for _, name, _, _ in string.Formatter().parse(text.template(tongue)) if name}
            for tongue in Language
        ]
        for code, text in texts().items()
    }

    assert {} == {code: sets for code, sets in places.items() if sets.count(sets[0]) != len(sets)}


def test_an_unknown_code_is_shown_with_its_facts() -> None:
    """A host's own policy is readable without a sentence of ours."""
    reason = Reason("shop.own_rule", {"days": 3, "paid": Money.of("1234.5", "CNY")})

    assert "shop.own_rule: days 3, paid 1,234.50 CNY" == render(reason)


def test_a_code_without_facts_is_shown_alone() -> None:
    """Nothing is added to a code that has no facts."""
    assert "shop.own_rule" == render(Reason("shop.own_rule"))


def test_an_unknown_language_is_refused() -> None:
    """Only the three languages are spoken."""
    with pytest.raises(ValueError, match=r"'fr' is refused.*en, zh-Hans, zh-Hant"):
        render(Reason("shop.own_rule"), "fr")


def test_explain_keeps_the_order_of_reasons() -> None:
    """The weightiest reason stays first."""
    decision = Decision(
        outcome=1,
        reasons=(Reason("b.b"), Reason("a.a")),
        rules=RulesRef("r", "1"),
        judged_at=pendulum.date(2026, 1, 1),
    )

    assert ("b.b", "a.a") == explain(decision)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (None, "unknown", "未知"),
        (True, "yes", "是"),
        (False, "no", "否"),
        (("a", 2), "a, 2", "a、2"),
        (Tier.A, "A", "A"),
        (StaffRole.OFFICE_HEAD, "office head", "办事处主任"),
        (Money.of("-1234567.5", "CNY"), "-1,234,567.50 CNY", "-1,234,567.50 CNY"),
        (Money.of(5000, "JPY"), "5,000 JPY", "5,000 JPY"),
        (pendulum.date(2026, 1, 2), "2026-01-02", "2026-01-02"),
        (
            pendulum.datetime(2026, 1, 2, 3, 4, tz="Asia/Shanghai"),
            "2026-01-02 03:04 (Asia/Shanghai)",
            "2026-01-02 03:04 (Asia/Shanghai)",
        ),
        (Fraction(-5, 3), "-1.67", "-1.67"),
        (Fraction(4, 2), "2", "2"),
        (Decimal("1E+3"), "1000", "1000"),
    ],
)
def test_values_are_shown_by_their_type(value: object, en: str, zh: str) -> None:
    """A reader sees a value as one writes it, not as Python does."""
    assert (en, zh) == (shown(value, Language.EN), shown(value, Language.ZH_HANS))


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(1, 3), "33.3 %"), (Decimal("-0.0005"), "-0.1 %"), (1, "100.0 %"), (None, "unknown")],
)
def test_shares_are_shown_as_percentages(share: object, text: str) -> None:
    """``percent`` shows one decimal, a tie away from zero."""
    assert text == Filler(Language.EN).vformat("{share:percent}", (), {"share": share})


@pytest.mark.parametrize(
    ("tongue", "text"), [("en", "none, 3"), ("zh-Hans", "无, 3"), ("zh-Hant", "無, 3")]
)
def test_none_can_be_said_to_be_none(tongue: str, text: str) -> None:
    """``or_none`` tells what is not there from what is not known."""
    filler = Filler(Language(tongue))

    assert text == filler.vformat("{a:or_none}, {b:or_none}", (), {"a": None, "b": 3})


def test_clocks_are_named_by_what_they_are_for() -> None:
    """A clock gives time to do something, a cap limits something; Chinese has its label."""
    facts = {"a": ClockKind.ACKNOWLEDGE, "b": CapKind.STATUS}

    assert "acknowledge the complaint, written report on progress" == Filler(Language.EN).vformat(
        "{a:task}, {b:noun}", (), facts
    )
    assert "受理确认" == Filler(Language.ZH_HANS).vformat("{a:task}", (), facts)


def test_the_moment_is_told_once() -> None:
    """Where a report's head says when all was judged, no sentence says it again."""
    due = pendulum.datetime(2026, 1, 2, 18, tz="Asia/Shanghai")
    now = pendulum.datetime(2026, 1, 3, 9, tz="Europe/Berlin")
    reason = Reason("promise.broken", {"due_at": due, "now": now})

    assert (
        "The promise was due 2026-01-02 18:00 (Asia/Shanghai) and is not kept;"
        " it is 2026-01-03 09:00 (Europe/Berlin)."
    ) == render(reason)
    assert "The promise was due 2026-01-02 11:00 and is not kept." == render(reason, told_at=now)


def test_what_may_be_left_out_is_the_moment() -> None:
    """Brackets stand around nothing but the moment judged, and in all three languages alike."""
    bracketed = {
        code: [
            {
                name
                for part in re.findall(r"\[(.*?)\]", text.template(tongue))
                for _, name, _, _ in string.Formatter().parse(part)
                if name
            }
            for tongue in Language
        ]
        for code, text in texts().items()
    }

    assert {} == {
        code: found
        for code, found in bracketed.items()
        if found.count(found[0]) != len(found) or not found[0] <= {"now", "today", "as_of"}
    }


def test_a_text_has_a_template_per_language() -> None:
    """Each language answers with its own sentence."""
    text = Text(en="e", zh_hans="s", zh_hant="t")

    assert ["e", "s", "t"] == [text.template(tongue) for tongue in Language]


# --- what a reader of each language expects ---------------------------------------

for _package in (clientcare.adapters, clientcare.domain, clientcare.policies, clientcare.services):
    for _module in pkgutil.iter_modules(_package.__path__, f"{_package.__name__}."):
        importlib.import_module(_module.name)
_MEMBERS = [
    member
    for scale in Scale.__subclasses__()
    if scale.__module__.startswith("clientcare.")
    for member in scale
]
_SHARED = "后里系并干台松采伙"
"""Characters of simplified texts that traditional ones have too, with another sense."""


def _writable(text: str, coding: str) -> bool:
    try:
        text.encode(coding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("code", sorted(texts()))
def test_each_chinese_is_written_in_its_own_characters(code: str) -> None:
    """Simplified texts have no character outside GB 2312, traditional ones none outside Big5."""
    text = texts()[code]

    assert _writable(text.zh_hans, "gb2312")
    assert _writable(text.zh_hant, "big5")
    assert not set(_SHARED) & set(text.zh_hant)


def test_each_label_has_traditional_characters() -> None:
    """The labels of our scales are simplified, and are written anew for who reads traditional."""
    written = {shown(member, Language.ZH_HANT) for member in _MEMBERS}

    assert [] == sorted(label for label in written if not _writable(label, "big5"))
    assert [] == sorted(label for label in written if set(_SHARED) & set(label))
    assert {"信用複審", "答覆", "恢復客戶", "已合併", "先款後貨", "聯繫"} <= written


def test_no_member_is_shown_by_its_code() -> None:
    """English shows words, Chinese the label."""
    assert [] == [one for one in _MEMBERS if "_" in shown(one, Language.EN)]
    assert [] == [one for one in _MEMBERS if one.label != shown(one, Language.ZH_HANS)]


def test_english_words_are_of_members_that_there_are() -> None:
    """A word for a code that no scale has would never be said."""
    known = {(type(one).__name__, one.value) for one in _MEMBERS}

    assert set() == {(name, code) for name, words in ENGLISH.items() for code in words} - known


@pytest.mark.parametrize("tongue", [Language.ZH_HANS, Language.ZH_HANT])
def test_chinese_has_full_width_punctuation(tongue: Language) -> None:
    """Outside its places a Chinese sentence has no comma, colon, semicolon or bracket of Latin."""
    bare = {
        code: re.sub(r"\{[^}]*\}|\[|\]", "", text.template(tongue))
        for code, text in texts().items()
    }

    assert {} == {code: text for code, text in bare.items() if re.search("[,:;()?!]", text)}


def test_chinese_lists_and_shares_are_written_the_chinese_way() -> None:
    """Items stand apart by 、, and no space goes before the percent sign."""
    facts = {"items": (Tier.A, Tier.B), "share": Fraction(1, 2)}
    filled = Filler(Language.ZH_HANS).vformat("{items}，{share:percent}", (), facts)

    assert "A、B，50.0%" == filled


def test_an_empty_list_is_none() -> None:
    """A reader is not left with nothing after a colon."""
    assert ("none", "無") == (shown((), Language.EN), shown((), Language.ZH_HANT))


def test_counts_agree_with_their_nouns_and_verbs() -> None:
    """One day, two days; one is, two are; yes is as one."""
    template = "{a:n day} {a:pick is|are}, {b:n day} {b:pick is|are}, {c:pick x |}{d:n day}"
    facts = {"a": 1, "b": 2, "c": True, "d": None}

    assert "1 day is, 2 days are, x unknown days" == Filler(Language.EN).vformat(
        template, (), facts
    )
    assert "2" == Filler(Language.ZH_HANT).vformat("{b:n day}", (), facts)


@pytest.mark.parametrize(
    ("minutes", "en", "zh"),
    [
        (2100, "35 hours", "35小时"),
        (60, "1 hour", "1小时"),
        (61, "61 minutes", "61分钟"),
        (1, "1 minute", "1分钟"),
        (None, "unknown", "未知"),
    ],
)
def test_minutes_are_hours_where_these_are_whole(minutes: int | None, en: str, zh: str) -> None:
    """Nobody divides 2,100 by 60 while reading."""
    facts = {"left": minutes}

    assert (en, zh) == tuple(
        Filler(tongue).vformat("{left:hours}", (), facts)
        for tongue in (Language.EN, Language.ZH_HANS)
    )


def test_no_grade_counts_as_c() -> None:
    """Who has no grade is told as what they are judged."""
    assert "none, which counts as C" == Filler(Language.EN).vformat("{g:grade}", (), {"g": None})
    assert "A" == Filler(Language.EN).vformat("{g:grade}", (), {"g": CreditGrade.A})


def test_no_ceiling_is_none_and_not_unknown() -> None:
    """An order that passes without a ceiling has no unknown limit."""
    zero = Money.zero("CNY")
    reason = Reason("credit.passes", {"order": zero, "total": zero, "limit": None})

    assert "the limit is none." in render(reason)


def test_a_clock_is_named_with_the_time_it_counts() -> None:
    """What is due is in words, and what is left says in which time."""
    due = pendulum.datetime(2026, 1, 2, 18, tz="Asia/Shanghai")
    facts: dict[str, Value] = {"clock": ClockKind.PROPOSAL, "target_at": due, "minutes": 2100}
    working = Reason("complaints.clock_running", {**facts, "round_the_clock": False})
    always = Reason("complaints.clock_running", {**facts, "round_the_clock": True})

    assert (
        "The time to propose a solution runs until 2026-01-02 18:00; left: 35 hours (working time)."
    ) == render(working, told_at=due)
    assert "left: 35 hours (round the clock)." in render(always)
    assert "還剩35小時（工作時間）。" in render(working, "zh-Hant")


def test_one_or_many_can_be_warned() -> None:
    """The sentence reads well with either."""
    at = pendulum.datetime(2026, 1, 2, 18, tz="Asia/Shanghai")
    facts: dict[str, Value] = {
        "fired_at": at,
        "percent": 75,
        "warned": (StaffRole.GENERAL_MANAGER,),
    }

    assert (
        "At 2026-01-02 18:00 75 % of the time to resolve the complaint was used up;"
        " warned: general manager."
    ) == render(Reason("complaints.warning", facts), told_at=at)


def test_late_is_after_the_last_day_in_time() -> None:
    """A contact is in time on the last day itself."""
    day = pendulum.date(2026, 1, 2)
    facts: dict[str, Value] = {
        "counted_from_on": day,
        "due_on": day,
        "late_after_on": day,
        "target_days": 7,
        "maximum_days": 14,
        "today": day,
    }

    assert "is late: the last day in time was 2026-01-02" in render(
        Reason("cadence.contact_overdue", facts)
    )


def test_the_least_overdue_sum_says_where_it_comes_from() -> None:
    """500 is 1 % of the limit, and not less than the floor."""
    facts: dict[str, Value] = {
        "overdue": Money.of(900, "CNY"),
        "least": Money.of(500, "CNY"),
        "least_percent": Decimal(1),
        "of_limit": Money.of(50000, "CNY"),
        "floor": Money.of(100, "CNY"),
        "days": 30,
        "oldest_days": 40,
        "invoices": ("I-1",),
        "to_pay": (Money.of(900, "CNY"),),
    }

    assert (
        "900.00 CNY is more than 30 days past due, the oldest by 40 days; 500.00 CNY or more is"
        " held (1 % of the permanent limit (50,000.00 CNY), but at least 100.00 CNY). It clears at"
        " the latest when 900.00 CNY is paid on I-1."
    ) == render(Reason("credit.overdue", facts))
