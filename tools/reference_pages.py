"""
Writes the reference pages that are drawn from the code: ``python -m tools.reference_pages``.

A test holds the pages in the repository to what this gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from clientcare.reports.review_json import review_schema
from clientcare.rulebook import Rulebook, rulebook_to_toml
from clientcare.testing.checks import ALL, Check
from clientcare.wording.sources import SOURCES, Source

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "reference"

_REVIEW: Final = """\
# The review as JSON

What `clientcare review --format json` writes, and `clientcare.reports.review_json.review_json` yields. The shape is
held by a JSON Schema (draft 2020-12), which `clientcare.reports.review_json.review_schema` returns; this page is drawn
from it. Every field is always there; unknown is `null`, never 0.

Money is `{"amount": "123.45", "currency": "USD"}`, a day `"2026-01-31"`, an instant RFC 9557 text with offset and zone,
`"2026-01-31T09:00:00+08:00[Asia/Shanghai]"`. Among the facts of a reason an exact number with a point is text, and a
fraction is `"1/3"`.

The customers come first and one on each line of the text, so a reader that takes line by line needs no more memory for
a large book than for a small one, as the writer does not.
"""
_RULEBOOK: Final = """\
# The default rulebook

Every rule and its default, as `clientcare.rulebook.rulebook_to_toml` writes them; this page is drawn from them. A
rulebook of your own, handed to `clientcare review --rules FILE`, names only what differs: see
[Change the rules](../how-to/change-the-rules.md). What a rule means, its unit and its source stand with its class, which
is named after the table: `[tiering]` is `clientcare.policies.tiering.TieringRules`.

`currency`, the one in which sales of several currencies are ranked, is not written out: by default it is the one that
most customers trade in.

```toml
"""
_CHECKS: Final = """\
# The conformance checks

Every check that `clientcare.testing` runs over a storage adapter, by part of the contract; this page is drawn from
them. A check tests one sentence of the contract and cites it: the docstrings of `clientcare.repositories` and
`clientcare.record_store`. Its name is stable: `known_gaps` and the report go by it. A check that needs a capability
is skipped, and listed, where the store does not declare it. *level* is the version of the contract from which on a
check counts: an adapter that names an earlier one sees it as upcoming, not as a failure. What a check cannot bring
about it does not test: `driver_errors_are_wrapped` closes the store, and faults of a disk or a network in the middle of
a unit are for an adapter's own tests. How to run them: [](../how-to/write-an-adapter.md).
"""
_MACHINE: Final = """\
## Model

`store_machine` plays random stories on the store and on a plain dictionary, and compares the two after every step.

Two things are proved once, in clientcare's own tests, since no adapter can get them wrong:
`golden_payloads_of_every_release_load` (what any release wrote is read by the present one), and every planted bug of
`clientcare.testing.mutants` is found.
"""
_SOURCES: Final = """\
# Sources of reasons

A [reason](../explanation/decisions.md) quotes what it rests on by a short id, `Reason.source`. It is a fact of the
trade as handbooks of customer care give it (a letter and a number), one of the two forms on which the model rests, or a
rule of the library (`policies` and a section). This page is drawn from `clientcare.wording.sources.SOURCES`;
`sources_of("R1, policies 4b")` of the same module looks up what a reason quotes.

| id | title | about |
|---|---|---|
"""


def pages() -> Mapping[str, str]:
    """Return the text of each page by its file name."""
    return {
        "conformance.md": "\n".join([_CHECKS, *_checks(), _MACHINE]),
        "review-json.md": "\n".join([_REVIEW, *_review()]),
        "sources.md": _SOURCES + "".join(map(_source_row, SOURCES.items())),
        "rulebook.md": f"{_RULEBOOK}{rulebook_to_toml(Rulebook())}```\n",
    }


def _source_row(known: tuple[str, Source]) -> str:
    key, source = known
    return f"| `{key}` | {source.title} | {source.about} |\n"


def _checks() -> Iterator[str]:
    for group in ALL:
        yield f"## {group.name[0].upper()}{group.name[1:]}\n"
        yield "| check | needs | level | cites |"
        yield "|---|---|---|---|"
        yield from map(_check_row, group)
        yield ""


def _check_row(check: Check) -> str:
    needs = ", ".join(f"`{one}`" for one in sorted(check.needs))
    where, _, sentence = check.cites.partition(": ")
    sentence = sentence.replace("``", "`").replace("|", "\\|")
    return f"| `{check.name}` | {needs} | {check.level} | `{where}`: {sentence} |"


def _review() -> Iterator[str]:
    schema = review_schema()
    yield from _section("The whole", schema)
    for name, part in schema["$defs"].items():
        shapes = [one for one in part.get("anyOf", [part]) if "properties" in one]
        for shape in shapes:
            title = (
                name if len(shapes) == 1 else f"{name}: {shape['description'].rstrip('.').lower()}"
            )
            yield from _section(title, shape, part["description"])


def _section(title: str, shape: Mapping[str, Any], about: str = "") -> Iterator[str]:
    yield f"## {title[0].upper()}{title[1:]}\n"
    if about:
        yield f"{about}\n"
    yield "| field | form | meaning |"
    yield "|---|---|---|"
    yield from _rows(shape, "")
    yield ""


def _rows(shape: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, part in shape["properties"].items():
        yield f"| `{path}{name}` | {_form(part)} | {part.get('description', '')} |"
        inner = part.get("items", part)
        if "properties" in inner and set(inner["properties"]) != {"outcome", "reasons"}:
            yield from _rows(inner, f"{path}{name}.")


def _form(part: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one shape a line
    if "$ref" in part:
        return str(part["$ref"].rpartition("/")[2])
    if "enum" in part:
        return ", ".join("null" if one is None else f"`{one}`" for one in part["enum"])
    if "anyOf" in part:
        return " or ".join(_form(one) for one in part["anyOf"])
    if part["type"] == "array":
        return f"list of {_form(part['items'])}"
    if set(part.get("properties", ())) == {"outcome", "reasons"}:
        return f"answer: {_form(part['properties']['outcome'])}"
    if "additionalProperties" in part and part["additionalProperties"] is not False:
        return f"object of {_form(part['additionalProperties'])}"
    return str(part["type"])


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
