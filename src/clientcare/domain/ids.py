"""
Identifiers: strings that come from outside, each kind with a type of its own.

Nothing in the library makes a random one; equal text means the same thing.
"""

from __future__ import annotations

from typing import Final, NewType

CustomerId = NewType("CustomerId", str)
PersonId = NewType("PersonId", str)
StaffId = NewType("StaffId", str)
CompanyId = NewType("CompanyId", str)
OfficeId = NewType("OfficeId", str)
CalendarId = NewType("CalendarId", str)
OrderId = NewType("OrderId", str)
DeliveryId = NewType("DeliveryId", str)
InvoiceId = NewType("InvoiceId", str)
CreditCardId = NewType("CreditCardId", str)
CreditNoteId = NewType("CreditNoteId", str)
PaymentId = NewType("PaymentId", str)
WriteOffId = NewType("WriteOffId", str)
ComplaintId = NewType("ComplaintId", str)
CorrectiveActionId = NewType("CorrectiveActionId", str)
ReferralId = NewType("ReferralId", str)
VisitPlanId = NewType("VisitPlanId", str)
VisitId = NewType("VisitId", str)
TouchpointId = NewType("TouchpointId", str)
PromiseId = NewType("PromiseId", str)
PaymentPromiseId = NewType("PaymentPromiseId", str)
ConsentId = NewType("ConsentId", str)
ApprovalRequestId = NewType("ApprovalRequestId", str)
CustomerSurveyId = NewType("CustomerSurveyId", str)
SupportPlanId = NewType("SupportPlanId", str)
ConcessionId = NewType("ConcessionId", str)
RecurringPromiseId = NewType("RecurringPromiseId", str)
GiftId = NewType("GiftId", str)
FavourId = NewType("FavourId", str)
OutletProblemId = NewType("OutletProblemId", str)
DevelopmentPlanId = NewType("DevelopmentPlanId", str)
DecisionRecordId = NewType("DecisionRecordId", str)
OccasionId = NewType("OccasionId", str)
SatisfactionId = NewType("SatisfactionId", str)
ServicedItemId = NewType("ServicedItemId", str)
ProductNoticeId = NewType("ProductNoticeId", str)
PersonnelChangeId = NewType("PersonnelChangeId", str)
PurchaseCareId = NewType("PurchaseCareId", str)
CustomerCheckId = NewType("CustomerCheckId", str)

MAIN_COMPANY: Final = CompanyId("main")
"""The own selling company of a firm that has only one."""
