"""The network of referrals, drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pendulum
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.credited_graph import CreditedGraph
from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import Prospect, Referral
from clientcare.reports.referral_svg import names_that_may_be_shown, referral_network_svg

DOCS = Path(__file__).parents[2] / "docs"
NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
SVG = "{http://www.w3.org/2000/svg}"


def graph(**referrers: str) -> CreditedGraph:
    """Return a graph of who was referred by whom."""
    return CreditedGraph({CustomerId(k): CustomerId(v) for k, v in referrers.items()})


FAMILY = graph(B="A", C="A", D="B", Y="X")


def texts(svg: str) -> list[str]:
    """Return the names that are drawn."""
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


def points(svg: str) -> list[tuple[int, int]]:
    """Return where the circles are."""
    found = ET.fromstring(svg).iter(f"{SVG}circle")  # noqa: S314 - our own
    return [(int(one.attrib["cx"]), int(one.attrib["cy"])) for one in found]


def test_everybody_and_every_edge_is_drawn_once() -> None:
    """Six customers, four edges; referrers above, nobody on top of another."""
    svg = referral_network_svg(FAMILY)

    assert 6 == len(points(svg)) == len(set(points(svg)))
    assert 4 == svg.count("<path ")
    assert {48, 132, 216} == {y for _, y in points(svg)}


def test_without_names_there_are_numbers_alone() -> None:
    """No id is written anywhere."""
    svg = referral_network_svg(graph(secretB="secretA"))

    assert ["#1", "#2"] == texts(svg)
    assert "secret" not in svg


def test_names_are_escaped_and_cut() -> None:
    """What XML cannot hold is left out, and a long name does not run into the next."""
    names = {CustomerId("A"): 'x<&>"\x00', CustomerId("B"): "长" * 30}
    svg = referral_network_svg(graph(B="A"), names=names, title='a "<&>')

    assert {'x<&>"', "长" * 7 + "…"} == set(texts(svg))
    assert 'a "<&>' == ET.fromstring(svg)[0].text  # noqa: S314 - our own


def test_a_long_latin_name_is_cut_by_its_width() -> None:
    """Narrow letters leave room for more of them."""
    names = {CustomerId("A"): "North Sea Tiles & Sons", CustomerId("B"): "North Tiles"}

    assert {"North Sea T…", "North Tiles"} == set(
        texts(referral_network_svg(graph(B="A"), names=names))
    )


def test_an_empty_graph_is_an_empty_drawing() -> None:
    """Nothing to draw is no fault."""
    assert [] == points(referral_network_svg(CreditedGraph()))


def test_a_long_chain_can_be_drawn() -> None:
    """Depth is no matter of recursion."""
    chain = CreditedGraph({CustomerId(f"{n + 1}"): CustomerId(f"{n}") for n in range(2000)})

    assert 2001 == len(points(referral_network_svg(chain)))


def test_who_may_be_named() -> None:
    """Who did not agree for each of their referrals is a number."""

    def named(by: str, *, agrees: bool) -> Referral:
        found = Referral.name(
            id=ReferralId(by), introducer_id=CustomerId(by), prospect=Prospect(name="x"), at=NOON
        )
        return found.agree_naming(at=NOON) if agrees else found

    names = {CustomerId(who): who for who in "ABC"}
    referrals = [named("A", agrees=True), named("A", agrees=False), named("B", agrees=True)]

    assert {"B": "B", "C": "C"} == dict(names_that_may_be_shown(referrals, names, at=NOON))


NODES = "ABCDEFGH"


@given(st.lists(st.integers(-1, 6), min_size=7, max_size=7))
def test_the_drawing_is_the_graph(parents: list[int]) -> None:
    """The same text each time, all apart, and referred ones one row below."""
    edges = {
        NODES[place + 1]: NODES[min(parent, place)]
        for place, parent in enumerate(parents)
        if parent >= 0
    }
    forest = graph(**edges)
    names = {CustomerId(who): who for who in NODES}
    svg = referral_network_svg(forest, names=names)
    where = dict(zip(texts(svg), points(svg), strict=True))

    assert svg == referral_network_svg(graph(**dict(reversed(edges.items()))), names=names)
    assert len(set(where.values())) == len(where)
    assert all(where[who][1] - where[by][1] == 84 for who, by in edges.items())


def test_the_drawing_of_the_docs_is_what_the_code_draws() -> None:
    """The page shows what its own example makes."""
    names = {CustomerId("A"): "Wang & Sons", CustomerId("B"): "North Tiles"}
    names |= {CustomerId("D"): "Lakeside"}
    drawn = referral_network_svg(
        graph(B="A", C="A", D="B", E="D"), names=names, title="Who brought whom"
    )

    assert drawn == (DOCS / "explanation" / "referral-network.svg").read_text("utf-8")
