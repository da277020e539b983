"""Our own people."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.ids import StaffId
from clientcare.domain.staff import Deputy, Staff, StaffRole, superiors_of
from clientcare.errors import InvalidValueError
from clientcare.testing.strategies.customers import staff


def someone(name: str, above: str | None = None) -> Staff:
    """Return somebody with a superior."""
    return Staff(id=StaffId(name), name=name, superior_id=None if above is None else StaffId(above))


def team(**superiors: str | None) -> dict[StaffId, Staff]:
    """Return people by id, each with their superior's id."""
    return {StaffId(name): someone(name, above) for name, above in superiors.items()}


DEPUTY = Deputy(
    deputy_id=StaffId("b"),
    role=StaffRole.OFFICE_HEAD,
    from_on=Date(2026, 5, 1),
    until_on=Date(2026, 5, 3),
    appointed_by=StaffId("c"),
)


@given(staff())
def test_staff_round_trips(value: Staff) -> None:
    """Somebody comes back from JSON equal, deputies included."""
    codec: JsonCodec[Staff] = JsonCodec(name="staff", type=Staff)

    assert value == codec.load(codec.dump(value))


def test_superiors_come_nearest_first() -> None:
    """The chain goes up to the top, without the person."""
    people = team(rep="head", head="boss", boss=None)

    assert ["head", "boss"] == [who.id for who in superiors_of(StaffId("rep"), people)]


def test_nobody_is_above_the_top() -> None:
    """Who has no superior has an empty chain."""
    assert () == superiors_of(StaffId("boss"), team(boss=None))


@pytest.mark.parametrize("start", ["a", "b", "c"])
def test_ring_of_superiors_is_refused(start: str) -> None:
    """A ring is an error wherever the walk enters it."""
    with pytest.raises(InvalidValueError, match="ring"):
        superiors_of(StaffId(start), team(a="b", b="c", c="b"))


@pytest.mark.parametrize("start", ["nobody", "a"])
def test_unknown_superior_is_refused(start: str) -> None:
    """A chain that leads out of the staff cannot be told."""
    with pytest.raises(InvalidValueError, match="on the staff"):
        superiors_of(StaffId(start), team(a="gone"))


def test_nobody_is_their_own_superior() -> None:
    """The shortest ring is refused at once."""
    with pytest.raises(InvalidValueError, match="superior_id"):
        someone("a", "a")


def test_nobody_is_their_own_deputy() -> None:
    """Standing in for oneself means nothing."""
    with pytest.raises(InvalidValueError, match="deputies"):
        attrs.evolve(someone("b"), deputies=(DEPUTY,))


def test_deputy_ends_no_earlier_than_begun() -> None:
    """One day is the least."""
    with pytest.raises(InvalidValueError, match="until_on"):
        attrs.evolve(DEPUTY, until_on=Date(2026, 4, 30))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (Date(2026, 4, 30), ()),
        (Date(2026, 5, 1), (DEPUTY,)),
        (Date(2026, 5, 3), (DEPUTY,)),
        (Date(2026, 5, 4), ()),
    ],
)
def test_deputy_stands_in_from_first_to_last_day(day: Date, expected: tuple[Deputy, ...]) -> None:
    """Both ends are included."""
    head = attrs.evolve(someone("a"), deputies=(DEPUTY,))

    assert expected == head.deputies_on(day, StaffRole.OFFICE_HEAD)


def test_deputy_stands_in_for_one_role() -> None:
    """A stand-in for the office head is none for the rep."""
    head = attrs.evolve(someone("a"), deputies=(DEPUTY,))

    assert () == head.deputies_on(Date(2026, 5, 2), StaffRole.REP)


def test_day_is_a_plain_date() -> None:
    """An instant is no day."""
    with pytest.raises(InvalidValueError):
        someone("a").deputies_on(pendulum.datetime(2026, 5, 2), StaffRole.REP)


def test_approval_roles_come_first_in_the_order_of_signing() -> None:
    """Office head, sales manager, marketing vice-president, general manager (K1)."""
    labels = [role.label for role in StaffRole][:4]

    assert ["办事处主任", "销售经理", "营销副总", "总经理"] == labels


def test_approval_levels_rise_with_the_columns_of_the_form() -> None:
    """The office head is level 1, the general manager 4, the owner 5; others approve nothing."""
    levels = [role.level for role in StaffRole]

    assert [1, 2, 3, 4, 5] == levels[:5]
    assert {None} == set(levels[5:])
