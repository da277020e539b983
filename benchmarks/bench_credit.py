"""
Grade many dealers, each with the reasons: a plain function, ours, and a rule engine.

The ten rules are those of the credit score: five rated boxes, a known-weight rule, three
recorded facts that knock out, and bounced instruments. The plain function is what one
would write by hand and keeps its reasons as pairs of a code and a dict.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

import attrs
import rule_engine
from pendulum import Date

from benchmarks.harness import Table, compare
from clientcare.domain.credit_limit import AdverseFact
from clientcare.domain.credit_scales import AdverseKind, FiveSteps, PaymentAttitude
from clientcare.policies.credit_score import ScoreFacts, score_card

DEALERS: Final = 2_000
_FEW: Final = 100  # of what is slow
_AS_OF: Final = Date(2025, 12, 31)
_WEIGHTS: Final = (35, 25, 15, 15, 10)
_BOUNCES: Final = 2
_CHANCES: Final = (0.02, 0.02, 0.02)

Reasons = list[tuple[str, dict[str, object]]]


@attrs.frozen
class Dealer:
    """The same dealer as ours and as plain values."""

    facts: ScoreFacts
    plain: dict[str, int | None]


def table() -> Table:
    """Compare the grade and the codes of the reasons."""
    dealers = list(_dealers(random.Random(1)))
    few = dealers[:_FEW]
    quick = {
        "plain function with reasons": _all(_by_hand, dealers),
        "score_card": _all(_ours, dealers),
    }
    slow = {"rule-engine": _all(_by_engine(), few)}
    if [_by_hand(one) for one in few] != slow["rule-engine"]():
        raise AssertionError("rule-engine gives another answer")
    title = f"Grade {DEALERS:,} dealers, with reasons"
    found = compare(title, quick)
    engine = compare(title, slow).seconds["rule-engine"] * len(dealers) / len(few)
    return Table(title=title, seconds={**found.seconds, "rule-engine": engine})


def _all(run: Callable[[Dealer], object], dealers: list[Dealer]) -> Callable[[], list[object]]:
    return lambda: [run(one) for one in dealers]


def _dealers(rng: random.Random) -> list[Dealer]:
    return [_dealer(rng) for _ in range(DEALERS)]


def _dealer(rng: random.Random) -> Dealer:
    steps, attitudes = [None, *FiveSteps], [None, *PaymentAttitude]
    attitude = rng.choice(attitudes)
    rated = [rng.choice(steps) for _ in range(4)]
    out = [rng.random() < chance for chance in _CHANCES]
    bounced = rng.choice((0, 0, 0, 1, 2))
    facts = ScoreFacts(
        payment_attitude=attitude,
        capital=rated[0],
        bank_credit=rated[1],
        management_assessment=rated[2],
        peer_reputation=rated[3],
        adverse_facts=tuple(
            AdverseFact(kind=kind, since_on=Date(2025, 1, 1))
            for kind, is_out in zip(AdverseKind, out, strict=True)
            if is_out
        ),
        bounced_on=(Date(2025, 6, 1),) * bounced,
        currency="CNY",
    )
    names = ("payment", "capital", "bank", "management", "peer")
    ratings = [None if one is None else one.rating for one in (attitude, *rated)]
    plain: dict[str, int | None] = dict(zip(names, ratings, strict=True))
    plain |= {kind.value: int(is_out) for kind, is_out in zip(AdverseKind, out, strict=True)}
    return Dealer(facts, plain | {"bounced": bounced})


def _ours(dealer: Dealer) -> tuple[str | None, tuple[str, ...]]:
    decision = score_card(dealer.facts, as_of=_AS_OF)
    return decision.outcome, decision.codes


def _by_hand(dealer: Dealer) -> tuple[str | None, tuple[str, ...]]:
    outcome, reasons = plain_score(dealer.plain)
    return outcome, tuple(code for code, _ in reasons)


def plain_score(it: dict[str, int | None]) -> tuple[str | None, Reasons]:
    """Grade by hand: the same rules, the same numbers beside each code."""
    reasons: Reasons = []
    for kind in ("insolvency", "dishonest_debtor", "balance_refused"):
        if it[kind]:
            reasons.append((f"credit.{kind}", {"since": "2025-01-01"}))
    if (it["bounced"] or 0) >= _BOUNCES:
        reasons.append(("credit.bounced", {"bounced": it["bounced"], "bounces": 2, "months": 12}))
    out = bool(reasons)
    ratings = (it["payment"], it["capital"], it["bank"], it["management"], it["peer"])
    known = points = 0
    for weight, rating in zip(_WEIGHTS, ratings, strict=True):
        if rating is not None:
            known += weight
            points += weight * (rating - 1)
    missing = tuple(no for no, rating in enumerate(ratings) if rating is None)
    facts: dict[str, object] = {"known_weight": known, "least": 60, "missing": missing}
    grade = None
    if ratings[0] is None or known < 60:
        reasons.append(("credit.ungraded", facts))
    else:
        score = 100 * points
        grade = "A" if score >= 75 * 4 * known else "B" if score >= 50 * 4 * known else "C"
        compared = {"score": (score, 4 * known), "grade": grade, "a_from": 75, "b_from": 50}
        reasons.append(("credit.score", compared))
        if missing:
            reasons.append(("credit.partial", facts))
    return "C" if out else grade, reasons


def _by_engine() -> Callable[[Dealer], tuple[str | None, tuple[str, ...]]]:
    known = " + ".join(
        f"({name} != null ? {weight} : 0)"
        for name, weight in zip(
            ("payment", "capital", "bank", "management", "peer"), _WEIGHTS, strict=True
        )
    )
    points = " + ".join(
        f"({name} != null ? {weight} * ({name} - 1) : 0)"
        for name, weight in zip(
            ("payment", "capital", "bank", "management", "peer"), _WEIGHTS, strict=True
        )
    )
    graded = f"payment != null and ({known}) >= 60"
    rules = {
        "credit.insolvency": "insolvency == 1",
        "credit.dishonest_debtor": "dishonest_debtor == 1",
        "credit.balance_refused": "balance_refused == 1",
        "credit.bounced": "bounced >= 2",
        "credit.ungraded": f"not ({graded})",
        "credit.score": graded,
        "credit.partial": f"{graded} and ({known}) < 100",
        "A": f"{graded} and 100 * ({points}) >= 300 * ({known})",
        "B": f"{graded} and 100 * ({points}) >= 200 * ({known})",
        "C": graded,
    }
    made = {name: rule_engine.Rule(text) for name, text in rules.items()}

    def run(dealer: Dealer) -> tuple[str | None, tuple[str, ...]]:
        hits = [name for name, rule in made.items() if rule.matches(dealer.plain)]
        codes = tuple(name for name in hits if name.startswith("credit."))
        grade = next((name for name in ("A", "B", "C") if name in hits), None)
        return ("C" if codes[0] not in _NO_KNOCK_OUT else grade), codes

    return run


_NO_KNOCK_OUT: Final = {"credit.ungraded", "credit.score", "credit.partial"}

if __name__ == "__main__":
    print(table())
