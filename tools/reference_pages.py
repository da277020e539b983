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


def pages() -> Mapping[str, str]:
    """Return the text of each page by its file name."""
    return {
        "review-json.md": "\n".join([_REVIEW, *_review()]),
        "rulebook.md": f"{_RULEBOOK}{rulebook_to_toml(Rulebook())}```\n",
    }


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
