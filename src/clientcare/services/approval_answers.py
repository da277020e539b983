"""Where the requests to change a customer's limit stand, and whom they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from clientcare.domain.approval_requests import ApprovalRequest
from clientcare.domain.decisions import Decision
from clientcare.domain.scales import CreditGrade
from clientcare.policies.approval_figures import limit_figures
from clientcare.policies.approvals import ApprovalFacts, ApprovalStatus
from clientcare.policies.credit_limit import ProposedLimit
from clientcare.policies.temporary_increase import increase_facts, judge_increase
from clientcare.services.book_stream import CustomerFile
from clientcare.services.credit_answers import CreditAnswers
from clientcare.services.customer_review import Setting
from clientcare.services.telling import told


class ApprovalAnswers:
    """What the review says of the requests of one customer."""

    def __init__(
        self,
        file: CustomerFile,
        setting: Setting,
        credit: CreditAnswers,
        *,
        grade: CreditGrade | None,
        proposed: ProposedLimit | None,
    ) -> None:
        self._file = file
        self._setting = setting
        self._credit = credit
        self._grade = grade
        self._proposed = proposed
        self._requests = tuple(
            one for one in file.approvals if one.company_id == file.ledger.company_id
        )

    def open_ones(
        self,
    ) -> Iterator[tuple[ApprovalRequest, Decision[ApprovalStatus | None]]]:
        """Yield each request that has not ended with where it stands."""
        for request in self._requests:
            if not request.has_ended:
                ask = partial(
                    self._setting.policies.approval,
                    request,
                    self.facts(request),
                    now=self._setting.now,
                    rules=self._setting.rulebook.approvals,
                )
                yield request, told(ask, setting=self._setting)

    def facts(self, request: ApprovalRequest) -> ApprovalFacts:
        """Return what a request is held against today."""
        setting, credit = self._setting, self._credit
        figures = limit_figures(
            request.asked,
            credit.card,
            limits=credit.limits,
            grade=self._grade,
            proposed=self._proposed,
            as_of=setting.as_of,
        )
        return ApprovalFacts(
            figures=figures,
            increase=self._increase(request),
            staff=tuple(setting.staff.values()),
            office_id=self._file.customer.office_id,
            currency=setting.book.currency or credit.currency,
            calendar=setting.calendar,
            rates=setting.rates,
            others=tuple(one for one in self._requests if one.id != request.id),
        )

    def _increase(self, request: ApprovalRequest) -> Decision[bool] | None:
        asked, rules = request.asked.increase, self._setting.rulebook
        if asked is None:
            return None
        facts = increase_facts(
            asked,
            limits=self._credit.limits,
            ledger=self._file.ledger,
            sheltering=rules.credit_hold.exposure,
        )
        return judge_increase(
            facts,
            as_of=self._setting.as_of,
            rules=rules.temporary_increase,
            limit_rules=rules.effective_limit,
        )
