"""Do the two cards agree on what kind of firm the dealer is?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.credit_scales import LegalForm
from clientcare.domain.decisions import Reason
from clientcare.domain.scales import Ownership

AGREEING: Final[Mapping[LegalForm, frozenset[Ownership]]] = FrozenMap(
    {
        LegalForm.INDIVIDUAL: frozenset({Ownership.INDIVIDUAL}),
        LegalForm.PARTNERSHIP: frozenset({Ownership.PARTNERSHIP}),
        LegalForm.STATE_OWNED: frozenset({Ownership.STATE_OWNED}),
        LegalForm.COMPANY: frozenset({Ownership.JOINT_STOCK, Ownership.OTHER}),
        LegalForm.OTHER: frozenset({Ownership.COLLECTIVE, Ownership.OTHER}),
    }
)
"""
For each legal form of KH002 the ownerships of KH001 that can stand beside it.

KH002 has no box for a collective, and KH001 none for a company other than a
joint-stock one: both then belong under "other".
"""

LEGAL_FORM_CLASH: Final = "credit.legal_form_clash"


def legal_form_clash(legal_form: LegalForm | None, ownership: Ownership | None) -> Reason | None:
    """
    Report that the legal form 经营方式 (KH002) and the ownership 性质 (KH001) cannot both be true.

    Returns:
        The reason ``credit.legal_form_clash``, or ``None`` where both agree or
        one of them is blank. Neither card is changed: both boxes are kept.
    """
    if legal_form is None or ownership is None or ownership in AGREEING[legal_form]:
        return None
    facts = {"legal_form": legal_form, "ownership": ownership}
    return Reason(LEGAL_FORM_CLASH, facts, source="KH001, KH002")
