"""Exam domains proposed for a question that comes without them, from the words it uses.

A domain is known by the words of its name and topics in the blueprint. A word that few domains of
the exam use says more than one that many use (inverse document frequency), and a topic whose
words are all there says more than its words one by one. People confirm or change what is proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from tutor.domain.blueprint import Blueprint, domain_shares

NAME_WEIGHT = 1.5
"""How much more a word of a domain's name says than one of its topics."""
PHRASE = 1.5
"""How much more a topic says whose words are all there, times the sum of its words."""
CATEGORY = 2.0
"""How much more a word of the source's own category says than one of the question."""
LEAST = 0.5
"""Share of the greatest weight a word can have below which nothing is proposed but the guess."""
TOLD = 4
"""Words that a proposal names as its reasons."""
HINTED = 0.75
"""How much less a word says that only hints at a blueprint's."""
LOOKED_AT = 2000
"""Characters of a question that are looked at."""
LEAST_LEFT = 3
"""Letters that are left of a word without its ending: `bus` has none."""

HINTS: Mapping[str, str] = {
    "copay": "patient cost share insurance",
    "copayment": "patient cost share insurance",
    "coinsurance": "patient cost share insurance",
    "deductible": "patient cost share insurance",
    "premium": "insurance plan types",
    "subscriber": "eligibility insurance demographics",
    "member": "eligibility insurance",
    "hmo": "managed care",
    "ppo": "managed care",
    "medigap": "Medicare insurance",
    "medicare": "Medicare insurance",
    "preauthorization": "prior authorization",
    "precertification": "prior authorization",
    "secondary": "coordination benefits COB",
    "primary": "coordination benefits COB",
    "birthday": "coordination benefits birthday COB",
    "cob": "coordination benefits",
    "remittance": "RA EOB ERA remark",
    "eob": "RA EOB",
    "era": "RA EOB",
    "carc": "reason remark codes denials",
    "rarc": "reason remark codes denials",
    "denied": "denials appeals",
    "denial": "denials appeals",
    "appeal": "denials appeals",
    "redetermination": "denials appeals",
    "collection": "collections A/R",
    "aging": "aging A/R",
    "receivable": "A/R",
    "refund": "refunds overpayments",
    "overpayment": "refunds overpayments",
    "837p": "electronic claims",
    "837i": "electronic claims UB-04",
    "cms1500": "CMS-1500 claim submit",
    "ub04": "UB-04 claim submit",
    "pointer": "CMS-1500 linkage",
    "npi": "CMS-1500 required data claim",
    "phi": "HIPAA privacy confidentiality",
    "hipaa": "HIPAA privacy",
    "breach": "breach privacy HIPAA",
    "encryption": "security HIPAA",
    "whistleblower": "False Claims Act fraud FCA",
    "kickback": "Anti-Kickback AKS fraud",
    "upcoding": "fraud abuse FCA compliance",
    "icd": "ICD-10-CM assign codes",
    "diagnosis": "ICD-10-CM assign codes",
    "excludes1": "ICD-10-CM conventions guidelines",
    "laterality": "specificity laterality ICD-10-CM",
    "pcs": "ICD-10-PCS assign codes inpatient",
    "drg": "DRG payment",
    "apc": "APC payment",
    "rvu": "RBRVS RVU fee schedules",
    "suffix": "roots prefixes suffixes terminology",
    "prefix": "roots prefixes suffixes terminology",
    "bone": "anatomy body structures musculoskeletal",
    "artery": "anatomy body structures cardiovascular",
    "organ": "anatomy body structures",
    "nerve": "nervous nerve anatomy",
    "wound": "integumentary repair",
    "skin": "integumentary lesion",
    "fracture": "musculoskeletal fracture",
    "wheelchair": "supplies DME HCPCS",
    "vaccine": "immunization",
    "anesthesia": "anesthesia base time units",
    "mri": "radiology diagnostic imaging",
    "ct": "radiology diagnostic imaging",
    "x-ray": "radiology diagnostic imaging",
    "glucose": "chemistry laboratory",
    "culture": "microbiology laboratory",
}
"""Words of questions, and the words of blueprints that mean the same."""

_WORD = re.compile(r"(?=[0-9/'.-]*[a-z])[a-z0-9]+(?:[-/'.][a-z0-9]+)*")
"""A word; bare figures are none: 20 percent says nothing of surgery on the 20,000 codes."""
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_IDLE = frozenset(
    _WORD.findall(
        "a an and are as at be been but by can do does for from had has have he her his how if in "
        "into is it its may must not of on or other she should than that the their them then "
        "there these they this to two under use used was were what when where which while who "
        "whom why will with you your incl vs best most correct answer following one type types "
        "patient provider code codes coding rule rules right data general work tool tools "
        "requirement requirements year day number name"
    )
)
"""Words that tell no domain from another."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A domain proposed for a question.

    Attributes:
        score: How much speaks for it: 1 is one word that no other domain of the exam has.
        words: What led to it, strongest first, as the blueprint or the question writes it.
        guess: Nothing led to it: the exam's largest domain.
    """

    exam: str
    domain: str
    score: float
    words: tuple[str, ...]
    guess: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Topic:
    domain: str
    words: frozenset[str]
    label: str


class TagProposer:
    """Proposes domains of some exams; what the blueprints say is worked out once."""

    def __init__(self, blueprints: Sequence[Blueprint]) -> None:
        self._exams = {one.id: _Exam(one) for one in blueprints}
        self._known = frozenset[str]().union(*(one.words for one in self._exams.values()))

    def propose(
        self, text: str, category: str = "", exams: Iterable[str] | None = None
    ) -> tuple[Proposal, ...]:
        """Return the likeliest domain of each exam, likeliest first.

        Args:
            text: The question, with its options.
            category: Where its source files it.
            exams: Which exams; all unless given. An exam that no word speaks for is left out,
                unless none of them has one: then the first one's largest domain is the guess.
        """
        words = _weighted(text, category, self._known)
        chosen = [self._exams[one] for one in (self._exams if exams is None else exams)]
        found = [made for exam in chosen if (made := exam.best(words))]
        if not found and chosen:
            return (chosen[0].guess(),)
        return tuple(sorted(found, key=lambda one: -one.score))


class _Exam:
    def __init__(self, blueprint: Blueprint) -> None:
        self._id = blueprint.id
        shares = domain_shares(blueprint)
        self._largest = max(shares, key=lambda domain: shares[domain])
        self._by_word: dict[str, list[_Topic]] = defaultdict(list)
        weights: dict[str, dict[str, float]] = defaultdict(dict)
        for domain in blueprint.domains:
            for label in domain.topics:
                topic = _Topic(domain.id, frozenset(words_of(label)), label)
                for word in topic.words:
                    weights[word].setdefault(domain.id, 1.0)
                    if len(topic.words) > 1:
                        self._by_word[word].append(topic)
            for word in words_of(domain.name):
                weights[word][domain.id] = NAME_WEIGHT
        count = len(blueprint.domains)
        self._weights = {
            word: {one: weight * _rarity(count, len(held)) for one, weight in held.items()}
            for word, held in weights.items()
        }

    @property
    def words(self) -> Iterable[str]:
        """The words that say anything here."""
        return self._weights

    def best(self, words: Mapping[str, tuple[float, str]]) -> Proposal | None:
        """Return the domain that most speaks for, or None if hardly anything does."""
        scores: dict[str, float] = {}
        found: dict[_Topic, int] = {}
        said = [word for word in words if word in self._weights]
        if not said:
            return None
        for word in said:
            times = words[word][0]
            for domain, weight in self._weights[word].items():
                scores[domain] = scores.get(domain, 0.0) + weight * times
            for topic in self._by_word.get(word, ()):
                found[topic] = found.get(topic, 0) + 1
        whole = [topic for topic, count in found.items() if count == len(topic.words)]
        for topic in whole:
            scores[topic.domain] += self._more(topic)
        domain = min(scores, key=lambda one: (-scores[one], one))
        if scores[domain] < LEAST:
            return None
        told = [
            (self._weights[word][domain] * words[word][0], words[word][1])
            for word in said
            if domain in self._weights[word]
        ]
        told += [(self._more(topic), topic.label) for topic in whole if topic.domain == domain]
        reasons = sorted(told, key=lambda one: (-one[0], one[1]))
        named = tuple(dict.fromkeys(shown for _, shown in reasons))[:TOLD]
        return Proposal(self._id, domain, round(scores[domain], 2), named)

    def _more(self, topic: _Topic) -> float:
        """Return what a topic says beyond its words if all of them are there."""
        return PHRASE * sum(self._weights[word][topic.domain] for word in topic.words)

    def guess(self) -> Proposal:
        """Return the largest domain, for want of anything better."""
        return Proposal(self._id, self._largest, 0.0, (), guess=True)


def _rarity(domains: int, holders: int) -> float:
    """Return how much a word tells: 1 if one domain has it, less the more have it."""
    return log(1 + domains / holders) / log(1 + domains)


def words_of(text: str) -> tuple[str, ...]:
    """Return the telling words of a text, in order, without endings; a word may come twice."""
    return tuple(stem for word in _WORD.findall(text.casefold()) if (stem := _stem(word)))


def _weighted(text: str, category: str, known: Collection[str]) -> dict[str, tuple[float, str]]:
    """Return each known word with how much it counts and how it was written.

    A word that comes twice says little more than one that comes once.
    """
    made: dict[str, tuple[float, str]] = {}
    for source, weight in ((category.replace("/", " "), CATEGORY), (text[:LOOKED_AT], 1.0)):
        for word in dict.fromkeys(_WORD.findall(source.casefold())):
            stem, meant = _meaning(word)
            if stem in known:
                made.setdefault(stem, (weight, word))
            for other in meant:
                if other in known:
                    made.setdefault(other, (weight * HINTED, word))
    return made


@lru_cache(maxsize=20_000)
def _meaning(word: str) -> tuple[str, tuple[str, ...]]:
    """Return a word without its ending, and what it hints at; of an idle word nothing."""
    stem = _stem(word)
    hint = HINTS.get(word) or HINTS.get(word.removesuffix("s")) or ""
    return stem, words_of(hint) if stem else ()


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Take plural and verb endings off: crude, but the same on both sides; idle words vanish."""
    if word in _IDLE:
        return ""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LEFT:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                return word
            return word[: -len(ending)] + instead
    return word
