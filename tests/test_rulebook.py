"""All rules in one value."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from clientcare.domain.credit_limit import CreditLimit
from clientcare.domain.decisions import RulesRef
from clientcare.domain.money import Money
from clientcare.domain.scales import CustomerCategory
from clientcare.errors import RulebookError
from clientcare.policies.agenda import AgendaRules, Topic
from clientcare.rulebook import (
    Rulebook,
    rulebook_from_json,
    rulebook_from_toml,
    rulebook_to_json,
    rulebook_to_toml,
)

_EXAMPLES = Path(__file__).parents[1] / "examples"
OTHER = Rulebook(
    name="north",
    version="2026-1",
    zone="Europe/Berlin",
    currency="EUR",
    agenda=AgendaRules(topics=tuple(reversed(Topic))),
)


def test_an_empty_file_is_the_default() -> None:
    """What a file leaves out is as by default."""
    assert Rulebook() == rulebook_from_toml("")


@pytest.mark.parametrize("rulebook", [Rulebook(), OTHER])
def test_toml_and_json_lose_nothing(rulebook: Rulebook) -> None:
    """A rulebook that was written reads back equal, in both forms."""
    assert rulebook == rulebook_from_toml(rulebook_to_toml(rulebook))
    assert rulebook == rulebook_from_json(rulebook_to_json(rulebook))


def test_every_fault_is_reported_with_its_path() -> None:
    """Unknown keys and refused values come together, each with its place."""
    text = """
        nme = "x"
        currency = "XXX"
        [tiering]
        a_percent = "80"
        [agenda]
        topic = []
    """

    with pytest.raises(RulebookError) as caught:
        rulebook_from_toml(text)

    assert ["$.agenda.topic", "$.currency", "$.nme", "$.tiering.a_percent"] == sorted(
        fault.path for fault in caught.value.faults
    )


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2"])
def test_text_that_is_no_toml_is_refused(text: str) -> None:
    """A slip in the file itself is one fault at its root."""
    with pytest.raises(RulebookError, match="no TOML"):
        rulebook_from_toml(text)


def test_text_that_is_no_json_is_refused() -> None:
    """The same for JSON."""
    with pytest.raises(RulebookError, match="no JSON"):
        rulebook_from_json("{")


def test_hours_and_dates_are_written_as_people_write_them() -> None:
    """A calendar in a rulebook takes hours as text and dates as TOML has them."""
    text = """
        [calendar]
        id = "shop"
        time_zone = "Asia/Shanghai"
        week = ["09:00-12:00, 13:30-18:00", "", "", "", "", "", ""]
        holidays = [2026-10-01]
    """
    calendar = rulebook_from_toml(text).calendar

    assert ["09:00-12:00", "13:30-18:00"] == [str(window) for window in calendar.week[0]]
    assert ["2026-10-01"] == [day.isoformat() for day in calendar.holidays]


def test_numbers_stay_exact() -> None:
    """A decimal number of the file is that very number."""
    assert Decimal("79.9") == rulebook_from_toml("[tiering]\na_percent = 79.9").tiering.a_percent


def test_changed_rules_never_bear_the_version_of_the_defaults() -> None:
    """A decision that quotes its rules cannot pass changed ones off as ours."""
    rulebook = rulebook_from_toml("[tiering]\na_percent = 50")

    assert "1+changed" == rulebook.ref.version
    assert "1+changed" == rulebook.tiering.ref.version
    assert "1" == rulebook.sales.ref.version


def test_purposes_of_sensitive_fields() -> None:
    """A purpose is listed by class and field; a field that is not sensitive needs none."""
    rulebook = rulebook_from_toml('[sensitive_purposes]\n"Principal.health" = "key-man insurance"')

    assert {"Principal.health": "key-man insurance"} == dict(rulebook.sensitive_purposes)
    assert RulesRef("default", "1") == rulebook.ref
    with pytest.raises(RulebookError, match=r"'Customer\.name' is refused; the rule is: one of "):
        rulebook_from_toml('[sensitive_purposes]\n"Customer.name" = "x"')
    with pytest.raises(RulebookError, match="a purpose beside each field"):
        rulebook_from_toml('[sensitive_purposes]\n"Principal.health" = " "')


def test_rules_with_a_version_of_their_own_keep_it() -> None:
    """Who names a version is taken at their word."""
    text = 'name = "north"\n[tiering]\nref = "tiering/north-2"\na_percent = 50'
    rulebook = rulebook_from_toml(text)

    assert ("north", "1") == (rulebook.name, rulebook.version)
    assert "north-2" == rulebook.tiering.ref.version


def test_a_table_names_only_what_differs() -> None:
    """A mapping in a rulebook is filled up with the defaults of the other keys."""
    tolerance = rulebook_from_toml(
        "[credit_hold.tolerance_percent]\nA = 20"
    ).credit_hold.tolerance_percent

    assert {"A": 20, "B": 5, "C": 0} == {
        grade.value: percent for grade, percent in tolerance.items()
    }


@pytest.mark.parametrize("path", sorted(_EXAMPLES.glob("*/rules.toml")), ids=str)
def test_the_examples_rules_are_rules(path: Path) -> None:
    """Every rulebook that comes with an example is one, and of its own name."""
    rulebook = rulebook_from_toml(path.read_text("utf-8"))

    assert (path.parent.name, "1") == (rulebook.name, rulebook.version)


def test_a_calendar_is_filled_up_in_the_zone_of_the_firm() -> None:
    """Holidays alone make a calendar of the rulebook's own zone."""
    text = 'zone = "Europe/Berlin"\n[calendar]\nholidays = [2026-05-01]'

    assert "Europe/Berlin" == rulebook_from_toml(text).calendar.time_zone


def test_standing_limits_are_written_as_people_write_them() -> None:
    """An amount with its currency, or none; nothing that passes on."""
    text = (
        '[effective_limit]\nfirm_limit = "50000 CNY"\n'
        '[effective_limit.category_limits]\nagent = "none"\n'
    )
    rules = rulebook_from_toml(text).effective_limit

    assert CreditLimit.of(Money.of(50_000, "CNY")) == rules.firm_limit
    assert CreditLimit.without_ceiling() == rules.category_limits[CustomerCategory.AGENT]
    assert rules == rulebook_from_toml(rulebook_to_toml(rulebook_from_toml(text))).effective_limit


@pytest.mark.parametrize("limit", ['"inherited"', "50000", '"50000"', '"1.234 CNY"'])
def test_what_is_no_standing_limit_is_refused(limit: str) -> None:
    """The fault names the place."""
    with pytest.raises(RulebookError, match="firm_limit"):
        rulebook_from_toml(f"[effective_limit]\nfirm_limit = {limit}\n")
