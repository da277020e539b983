"""What other rules would change, as text and as JSON, written while it is found out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from clientcare.domain.decisions import Reason
from clientcare.domain.money import Money
from clientcare.reports._plain import Json, plain, reasons_data
from clientcare.services.what_if import Change, Compared, CustomerChange, Direction, WhatIf
from clientcare.wording import Language, render
from clientcare.wording._text import shown

_INDENT = " " * 6


def what_if_text(what_if: WhatIf, *, language: Language = Language.EN) -> Iterator[str]:
    """Yield what changes as text, making both reviews on the way; the sum stands at the end."""
    before, after = what_if.before, what_if.after
    title = f"What changes as of {before.as_of.isoformat()}"
    yield f"{title}\n{'=' * len(title)}\n"
    yield (
        f"From rulebook {before.rules.name}, version {before.rules.version}, to"
        f" {after.rules.name}, version {after.rules.version}.\n"
    )
    for one in what_if.changes():
        yield f"\n{one.name} ({one.customer_id}) · exposure {shown(one.exposure, Language.EN)}\n"
        for change in one.changes:
            yield from _lines(change, language)
    yield "\n"
    yield from _summary(what_if)


def _lines(change: Change, language: Language) -> Iterator[str]:
    how = [f"{change.direction}"]
    if change.steps is not None:
        how.append(f"{change.steps} step{'' if change.steps == 1 else 's'}")
    if change.by is not None:
        how.append(_signed(change.by))
    old, new = (shown(one, Language.EN) for one in (change.before, change.after))
    yield f"  {change.compared}: {old} -> {new} ({', '.join(how)})\n"
    yield from _sentences("was", change.why_before, language)
    yield from _sentences("now", change.why_after, language)


def _signed(money: Money) -> str:
    return f"{'+' if money.minor > 0 else ''}{shown(money, Language.EN)}"


def _sentences(when: str, reasons: Iterable[Reason], language: Language) -> Iterator[str]:
    for reason in reasons:
        yield f"{_INDENT}{when}: {render(reason, language)}\n"


def _summary(what_if: WhatIf) -> Iterator[str]:
    total = what_if.summary
    yield f"{total.changed:,} of {total.customers:,} customers change.\n"
    for compared in Compared:
        told = [
            f"{total.counts[compared, direction]:,} {direction}"
            for direction in Direction
            if total.counts[compared, direction]
        ]
        if told:
            yield f"  {compared}: {', '.join(told)}\n"
    for _, money in sorted(total.limits.items()):
        yield f"  all limits together: {_signed(money)}\n"


def what_if_json(what_if: WhatIf, *, language: Language = Language.EN) -> Iterator[str]:
    """Yield what changes as JSON, one customer on each line; the sum stands at the end."""
    before, after = what_if.before, what_if.after
    head = {
        "as_of": before.as_of.isoformat(),
        "before": {"name": before.rules.name, "version": before.rules.version},
        "after": {"name": after.rules.name, "version": after.rules.version},
    }
    yield _text(head)[:-1] + ', "customers": ['
    for place, one in enumerate(what_if.changes()):
        yield (",\n" if place else "\n") + _text(_customer(one, language))
    total = what_if.summary
    tail = {
        "compared": total.customers,
        "changed": total.changed,
        "counts": {
            compared.value: {
                direction.value: total.counts[compared, direction] for direction in Direction
            }
            for compared in Compared
        },
        "limits": [plain(money) for _, money in sorted(total.limits.items())],
    }
    yield "\n], " + _text(tail)[1:] + "\n"


def _text(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False)


def _customer(one: CustomerChange, language: Language) -> dict[str, Json]:
    return {
        "id": one.customer_id,
        "name": one.name,
        "exposure": plain(one.exposure),
        "changes": [
            {
                "compared": plain(change.compared),
                "before": plain(change.before),
                "after": plain(change.after),
                "direction": plain(change.direction),
                "steps": change.steps,
                "by": plain(change.by),
                "why_before": reasons_data(change.why_before, language),
                "why_after": reasons_data(change.why_after, language),
            }
            for change in one.changes
        ],
    }
