"""What a dealer trades from: a block of the credit card (KH002) 使用店铺."""

from __future__ import annotations

from decimal import Decimal

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain._documents import check_amount
from clientcare.domain.credit_scales import Condition, PropertyInsurance, RoadDistance
from clientcare.domain.money import Money


def _one_of(kind: type) -> check.Check:
    return check.maybe(check.a(kind))


@attrs.frozen(kw_only=True)
class OwnedProperty:
    """
    Property that the dealer owns 房产 自有.

    Attributes:
        ticked: Whether the box is ticked; ``None`` where unknown.
        area_m2: 面积, in m².
        storeys: 层数.
        market_value: 市价.
    """

    ticked: bool | None = field(default=None, validator=_one_of(bool))
    area_m2: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    storeys: int | None = field(default=None, validator=check.maybe(check.whole()))
    market_value: Money | None = field(default=None, validator=check.maybe(check_amount))


@attrs.frozen(kw_only=True)
class RentedProperty:
    """
    Property that the dealer rents 房产 租用.

    Attributes:
        ticked: Whether the box is ticked; ``None`` where unknown.
        area_m2: 面积, in m².
        storeys: 层数.
        monthly_rent: 月租.
    """

    ticked: bool | None = field(default=None, validator=_one_of(bool))
    area_m2: Decimal | None = field(default=None, validator=check.maybe(check.decimal()))
    storeys: int | None = field(default=None, validator=check.maybe(check.whole()))
    monthly_rent: Money | None = field(default=None, validator=check.maybe(check_amount))


@attrs.frozen(kw_only=True)
class PremisesInUse:
    """
    What the dealer trades from 使用店铺; a dealer can both own and rent.

    Attributes:
        cars: 汽车.
        owned: 房产 自有.
        rented: 房产 租用.
        road_distance: 离马路.
        shop_fitting: 店内装饰.
        insurance: 保险, each once.
    """

    cars: int | None = field(default=None, validator=check.maybe(check.whole()))
    owned: OwnedProperty = field(factory=OwnedProperty, validator=check.a(OwnedProperty))
    rented: RentedProperty = field(factory=RentedProperty, validator=check.a(RentedProperty))
    road_distance: RoadDistance | None = field(default=None, validator=_one_of(RoadDistance))
    shop_fitting: Condition | None = field(default=None, validator=_one_of(Condition))
    insurance: tuple[PropertyInsurance, ...] = field(
        default=(), validator=check.none_twice(check.a(PropertyInsurance))
    )
