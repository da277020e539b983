"""What a reader is told."""

from __future__ import annotations

import ast
import re
import string
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pendulum
import pytest

import clientcare.policies
from clientcare.domain.decisions import Decision, Reason, RulesRef
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.domain.staff import StaffRole
from clientcare.policies.escalation import ClockKind
from clientcare.wording import Language, Text, explain, render, texts
from clientcare.wording._text import Filler, shown


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
    with pytest.raises(ValueError, match="fr"):
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
        (("a", 2), "a, 2", "a, 2"),
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
    """``noun`` speaks of the acknowledgement, not of acknowledge; Chinese has its label."""
    facts = {"a": ClockKind.ACKNOWLEDGE, "b": ClockKind.PROPOSAL}

    assert "acknowledgement, proposal" == Filler(Language.EN).vformat(
        "{a:noun}, {b:noun}", (), facts
    )
    assert "受理确认" == Filler(Language.ZH_HANS).vformat("{a:noun}", (), facts)


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
