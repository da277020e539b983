"""
What the source of a reason stands for.

A reason quotes what it rests on by a short id: a fact of the trade as handbooks of
customer care give it (a letter and a number), one of the two forms that the model
rests on, or a rule of the library (``policies`` and a section).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple


class Source(NamedTuple):
    """
    What an id stands for.

    Attributes:
        title: In a few words.
        about: In a sentence.
    """

    title: str
    about: str


SOURCES: Final[Mapping[str, Source]] = {
    # --- the forms
    "KH001": Source("customer card 客户资料卡", "The form with what is known of a customer."),
    "KH002": Source(
        "credit card 客户信用卡", "The form on which a dealer's credit is judged and signed."
    ),
    # --- tiers
    "T1": Source(
        "the 80/20 rule", "A few customers bring most of the business; by trade more or less so."
    ),
    "T2": Source(
        "grades move the trade",
        "A good grade raises what one may buy on credit, a bad one cuts it.",
    ),
    "T3": Source(
        "tomorrow's key customers",
        "Key customers are picked by what they may become, not by present sales alone.",
    ),
    "T4": Source(
        "best and worst customers",
        "The best draw on what the firm is good at; the worst cost more than they bring.",
    ),
    "T5": Source("what is watched", "Fourteen figures by which the care of customers is followed."),
    "T6": Source(
        "life cycle",
        "A customer is potential, being sold to, in relation, or lost; and grows or declines within.",
    ),
    "T7": Source("size classes", "Customers by number of employees, and who looks after which."),
    "T8": Source(
        "how key accounts are picked",
        "By will and potential as well as by sales, growth and satisfaction.",
    ),
    "T9": Source(
        "firm's and person's needs",
        "Partner, supplier, friend or outsider, by whose needs are met.",
    ),
    "T10": Source("a qualified prospect", "Somebody with money, authority and need."),
    "T11": Source("kinds of customers", "By time and position; and what a profile asks."),
    "T12": Source(
        "two kinds of relations", "One of interest between firms, one of feeling between people."
    ),
    "T13": Source("80/20 of salespeople", "A few sellers bring most of the sales as well."),
    "T14": Source(
        "loyalty before satisfaction",
        "The satisfied buy anywhere; the loyal come back and bring others.",
    ),
    "T15": Source(
        "ways of selling", "Transaction, consulting or enterprise, by what is worth it to both."
    ),
    "T16": Source("a need profile", "Who will use it, whether they can, what for, at which price."),
    "T17": Source(
        "where a customer was found", "The way by which a customer, and facts about one, came."
    ),
    "T18": Source(
        "the loop of key accounts", "Pick, understand, develop, maintain, and report back."
    ),
    # --- credit
    "K1": Source(
        "limit, grade and approvals",
        "The credit form ends in a limit, a grade and up to four signatures in order.",
    ),
    "K2": Source(
        "speed and delay of payment",
        "How a customer pays is watched, and tells whom to ask for money first.",
    ),
    "K3": Source(
        "help for a dealer in need",
        "A concession has a record and an end; a limit is never raised in silence.",
    ),
    "K4": Source(
        "where relations go sour", "Goods, payments and returns are each kept with their date."
    ),
    "K5": Source(
        "terms with partners",
        "What is agreed with outside partners; the customers' data stay with the firm.",
    ),
    # --- follow-up
    "F1": Source(
        "after a sale", "A call about every week, and a visit to a new buyer in the third week."
    ),
    "F2": Source("follow up every deal", "Right after it, whether the customer is glad or not."),
    "F3": Source("ambassadors once a month", "Who is met too often loses respect."),
    "F4": Source(
        "ways to keep contact",
        "Visits, calls, greetings and small gifts; and news of what was bought.",
    ),
    "F5": Source(
        "promises are kept",
        "What was promised to whom until when is written down, and so is what became of it.",
    ),
    "F6": Source("periodic maintenance", "Upkeep of what was sold is part of its reputation."),
    "F7": Source("people change", "A new person at the customer's puts the relation at risk."),
    "F8": Source("visits are planned", "By card, for old and new customers, with time left over."),
    "F9": Source("the price of an hour", "What an hour of a salesperson costs, and a wasted one."),
    "F10": Source(
        "problems met on visits",
        "Who settles what, and how fast: at once, by principle, or by going after it.",
    ),
    "F11": Source(
        "support for dealers", "Planned by the year, with a budget and a measured effect."
    ),
    "F12": Source("the visit sheet", "What is known, taken along and arranged before a visit."),
    "F13": Source("seven steps to a customer", "From finding one to keeping one."),
    "F14": Source(
        "after the purchase", "Invoice, payment, check, data, service explained, thanks."
    ),
    "F15": Source(
        "what customers expect",
        "That goods and service are as told, and that the promise holds if they are not.",
    ),
    "F16": Source("five marks of service", "Speed, smile, sincerity, skill and study."),
    "F17": Source("confidence", "What a customer tells goes no further."),
    "F18": Source(
        "regular checks", "At each old customer: competitors, needs that moved, other business."
    ),
    "F19": Source("staying must pay", "Loyal customers get something for it."),
    "F20": Source("occasions", "Events that keep relations alive."),
    "F21": Source("a call", "Prepared, with a purpose, noted; what stays open gets a new time."),
    "F22": Source(
        "facts gathered on the way", "Contacts for service also bring facts; stop before it annoys."
    ),
    "F23": Source(
        "a visit that earns its time",
        "It starts from the customer's sales and brings something new.",
    ),
    # --- complaints
    "C1": Source("six steps", "Listen, find the cause, find a solution, tell it, act, look back."),
    "C2": Source(
        "three changes 三变法", "Another person, place or time lets a heated customer cool down."
    ),
    "C3": Source("causes", "Ours, the customer's, or those of the goods."),
    "C4": Source(
        "authority",
        "Who may not settle it hands it over at once, and answers for it until it is taken.",
    ),
    "C5": Source(
        "six duties", "What handling a complaint asks beyond compensation, up to regained trust."
    ),
    "C6": Source(
        "what a bad event costs",
        "Fast and full settlement brings most customers back; the lost seldom say why.",
    ),
    "C7": Source("the iceberg", "One complaint stands for about ten defects."),
    "C8": Source("scripts", "What to say, and what never to promise, by type of complaint."),
    "C9": Source("why customers leave", "The usual reasons, nearly all of them about attitude."),
    "C10": Source("first the mood", "Apologise first; but an apology is no remedy."),
    "C11": Source("ask before they go", "Most of the dissatisfied leave without a word."),
    # --- referrals
    "R1": Source("introduced prospects close", "Ask for names when a deal is done."),
    "R2": Source("at once", "Who was introduced is contacted within minutes."),
    "R3": Source("report back", "The introducer is thanked, and told the outcome, good or bad."),
    "R4": Source(
        "anonymous introducers",
        "A name that is not to be told is never shown to the prospect's side.",
    ),
    "R5": Source("a letter or card", "An introduction on paper, signed by the introducer."),
    "R6": Source(
        "ambassadors", "People of influence who value the work; thanked wisely, often not in money."
    ),
    "R7": Source(
        "the funnel", "Of many strangers some become customers, and few of these ambassadors."
    ),
    "R8": Source("the ladder", "From stranger to a customer who is glad to advocate."),
    "R9": Source("ask for a kind of person", "Described, not just anybody."),
    # --- the library's own rules
    "policies 0": Source(
        "rules of all policies",
        "Exact numbers, the date as an argument, reasons, unknown is not zero.",
    ),
    "policies 0.2": Source(
        "the day is an argument", "Nothing is judged by a hidden clock; later facts do not count."
    ),
    "policies 1": Source("tiers and life cycle", "What counts as a sale, and until which day."),
    "policies 1a": Source("classes by value", "A, B and C by the share of net sales."),
    "policies 1b": Source(
        "holding a tier", "One review raises, two bad ones lower a tier; pins by hand."
    ),
    "policies 1c": Source(
        "recency, frequency, money", "Scores of when, how often and how much somebody buys."
    ),
    "policies 1d": Source("share of wallet", "Our part of all that the customer buys."),
    "policies 1e": Source(
        "profit and key accounts", "What a customer earns us, and who is a key account."
    ),
    "policies 1f": Source(
        "life-cycle states", "In which state a customer is, the first that holds."
    ),
    "policies 2a": Source(
        "score of the credit card", "From the boxes of the credit form to a grade."
    ),
    "policies 2b": Source(
        "payment index",
        "How many days before or after the due date somebody pays, weighed by amount.",
    ),
    "policies 2c": Source("proposed limit", "What the figures allow, reckoned several ways."),
    "policies 2d": Source(
        "order check",
        "What would be at risk with the order, against limit, overdue sums and blocks.",
    ),
    "policies 2e": Source(
        "limit that counts", "Permanent limit and the largest temporary increase of the day."
    ),
    "policies 2f": Source("approval chain", "Who signs which limit, in which order."),
    "policies 2g": Source("credit review", "When the credit is judged anew, by date or by event."),
    "policies 3a": Source("steps of a complaint", "Which step may follow which."),
    "policies 3b": Source(
        "severity and clocks", "How urgent a complaint is, and its targets in working time."
    ),
    "policies 3c": Source(
        "escalation", "Who owns a complaint when its time runs out; the three changes."
    ),
    "policies 3d": Source("recurring complaints", "When causes are gone after once and for all."),
    "policies 3e": Source("goodwill", "How much may be given, and who has to agree."),
    "policies 4a": Source(
        "first answers", "How soon an introduced or asking prospect hears from us."
    ),
    "policies 4b": Source("after a sale", "Calls and visits after delivery."),
    "policies 4c": Source(
        "visit frequency", "Visits in four weeks by tier, and how a customer stands with them."
    ),
    "policies 4d": Source("capacity", "How many people the visits take."),
    "policies 4e": Source(
        "contact limits", "How often, at which hours and with whose consent a person is contacted."
    ),
    "policies 4f": Source("greetings", "Birthdays and other days, and whom to leave in peace."),
    "policies 5": Source("referrals", "From a name to a reward."),
    "policies 5a": Source(
        "states of a referral", "What is owed to prospect and introducer, and when."
    ),
    "policies 5b": Source(
        "who named whom", "Identity of prospects, self-referral, rings, and who is credited."
    ),
    "policies 5c": Source("ambassador score", "Who might be asked to advocate."),
    "policies 5d": Source("anonymity", "Where an introducer's name may stand."),
    "policies 6": Source("visit plans", "Routes over weeks under the rules of visits."),
    "policies 7": Source("privacy", "Purpose, retention and erasure of personal data."),
    "policies 8": Source("key figures", "Value, both its parts and the period of each figure."),
    "policies, Terms": Source(
        "terms", "The exact meaning of the words that the rules use, and what comes later."
    ),
    "WorkCalendar": Source("working time", "The calendar in the book, or the rulebook's."),
}
"""Every id that a reason of the library quotes, and those of their kind."""

_ID: Final = re.compile(
    r"policies, Terms|policies \d(?:\.\d|[a-g])?|KH\d{3}|[TKFCR]\d{1,2}|WorkCalendar"
)


def sources_of(quoted: str) -> Iterator[Source]:
    """
    Yield what stands behind the source that a reason quotes, such as ``"R1, policies 4b"``.

    A source of the host's own, which the library does not know, yields nothing.
    """
    for found in _ID.findall(quoted):
        if found in SOURCES:
            yield SOURCES[found]
