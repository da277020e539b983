"""Where a customer stands in the life cycle of the relationship 客户生命周期 (T6)."""

from __future__ import annotations

from clientcare.domain.scales import Scale


class LifecycleState(Scale):
    """A state of the life cycle (T6, policies 1f), in the order in which they take precedence."""

    PROSPECT = "prospect", "潜在客户"
    LOST = "lost", "流失客户"
    AT_RISK = "at_risk", "问题客户"
    NEW = "new", "新客户"
    REACTIVATED = "reactivated", "恢复客户"
    GROWING = "growing", "成长客户"
    DECLINING = "declining", "衰退客户"
    STABLE = "stable", "稳定客户"
