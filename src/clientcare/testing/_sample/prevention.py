"""What is done so that troubles do not come back, and what those who left said of us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Final

from clientcare.testing._sample.days import END, plus, working_day
from clientcare.testing._sample.dealers import Dealer
from clientcare.testing._sample.sheets import Cell, Sheet

_CAUSE: Final = "product_quality"
_WHY: Final = ("slow", "poor_quality", "hard_to_buy", "unhelpful", "overpromising")


def prevention_sheets(
    seed: int, dealers: list[Dealer], complaints: Sheet, events: Sheet
) -> Iterator[Sheet]:
    """Yield these files; one action is on a trouble of the *complaints*, whose *events* tell it."""
    actions = Sheet(
        "corrective_actions.csv",
        *("action", "key", "product", "cause", "month", "problem", "opened_at", "opened_by"),
        *("owner", "complaint", "received_on"),
    )
    actions.add(
        *("CA-1", "month", None, None, dt.date(2025, 5, 1), "五月投诉率明显高于往月"),
        *(_at(6, 4), "S-VP", "S-LOG", None, None),
    )
    known = {row[0] for row in events.rows if _CAUSE in row}
    for row in [row for row in complaints.rows if row[0] in known][-1:]:
        case = dict(zip(complaints.columns, row, strict=True))
        received = dt.datetime.fromisoformat(case["received_at"])
        opened = dt.datetime.combine(working_day(plus(END, -16)), dt.time(10))
        actions.add(
            *("CA-2", "process", case["product"], _CAUSE, None, "到货有异响, 同类反映增多"),
            *(max(opened, received), "S-GM", "S-QA", row[0], received.date()),
        )
    yield actions
    yield _events()
    yield _surveys(Random(f"{seed}/surveys"), dealers)


def _at(month: int, day: int) -> dt.datetime:
    return dt.datetime(2025, month, day, 10)


def _events() -> Sheet:
    """Return how far the first action has come: on watch, and its check is due by now."""
    columns = (
        *("action", "event", "at", "by", "measure", "root_cause", "chosen", "evidence"),
        *("prevention", "signed_by"),
    )
    sheet = Sheet("corrective_events.csv", *columns)

    def add(event: str, month: int, day: int, **said: Cell) -> None:
        cells: dict[str, Cell] = {"action": "CA-1", "event": event, "by": "S-LOG", **said}
        cells["at"] = _at(month, day)
        sheet.add(*map(cells.get, columns))

    add("interim_measure_taken", 6, 5, measure="装车前逐箱拍照")
    add("root_cause_found", 6, 16, root_cause="新承运商野蛮装卸", evidence="转运站监控")
    add("measures_chosen", 6, 24, chosen="更换转运站")
    add(
        *("measures_in_place", 8, 20),
        evidence="七月起破损为零",
        prevention="承运合同写明装卸要求",
        signed_by="S-VP",
    )
    return sheet


def _surveys(rng: Random, dealers: list[Dealer]) -> Sheet:
    """Return what the lost said when they were asked; some were not asked yet."""
    sheet = Sheet(
        "customer_surveys.csv",
        *("survey", "customer", "asked_on", "by", "answered", "cause", "went_to", "return"),
    )
    lost = [dealer for dealer in dealers if dealer.fortune == "lost"]
    for at, dealer in enumerate(lost[::2], 1):
        asked = working_day(plus(dealer.last_on, 75))
        if asked > END:
            continue
        answered = rng.randrange(100) < 60
        said = (rng.choice(_WHY), "本地同行", rng.randrange(2) == 0) if answered else (None,) * 3
        sheet.add(f"CS-{at:02}", dealer.id, asked, "S-SM-1", answered, *said)
    return sheet
