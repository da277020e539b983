"""What a reader is told."""

from __future__ import annotations

import ast
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


def test_a_text_has_a_template_per_language() -> None:
    """Each language answers with its own sentence."""
    text = Text(en="e", zh_hans="s", zh_hant="t")

    assert ["e", "s", "t"] == [text.template(tongue) for tongue in Language]
