"""English: everything the reader needs to know about the language, and nothing about any dossier."""

from __future__ import annotations

from zopa.reading.language import CuePatterns, Language
from zopa.reading.languages.en.cues import CLASSES
from zopa.reading.languages.en.people import PEOPLE
from zopa.reading.languages.en.saying import SAYING
from zopa.reading.languages.en.ties import TIES


def stem(word: str) -> str:
    """A light stem: no plural, -ed, -ing, -ly, no possessive."""
    plain = word.lower().removesuffix("'s").removesuffix("'")
    for suffix, kept in (
        ("ational", 5), ("isation", 4), ("ization", 4), ("ations", 4), ("ation", 4), ("ments", 4),
        ("ment", 4),
        ("ings", 4), ("ing", 4), ("ies", 3), ("ied", 3), ("ers", 4), ("er", 4), ("ed", 4), ("es", 4),
        ("ly", 4), ("s", 3), ("e", 4), ("y", 3),
    ):  # fmt: skip
        if plain.endswith(suffix) and len(plain) - len(suffix) >= kept and not plain.endswith("ss"):
            plain = plain[: -len(suffix)]
            break
    if len(plain) > 4 and plain[-1] == plain[-2] and plain[-1] not in "aeiouls":
        plain = plain[:-1]
    return plain.removesuffix("e") if len(plain) > 4 else plain


def is_subjunctive(word: str) -> bool:
    """English has no mood of report; its backshift ('would', 'had') only hints at it."""
    return word in ("would", "had", "was", "were", "could", "might")


def is_reportive(word: str) -> bool:  # noqa: ARG001  English has no such mood
    """Whether a form surely marks reported speech: none does in English."""
    return False


LANGUAGE = Language(
    code="en",
    stem=stem,
    compounds=False,
    cues=CuePatterns(CLASSES, reach=12),
    saying=CuePatterns(SAYING, reach=8),
    ties=CuePatterns(TIES, reach=8),
    is_subjunctive=is_subjunctive,
    is_reportive=is_reportive,
    abbreviations=frozenset(
        """mr mrs ms dr prof st no inc ltd jr sr gen col lt capt rev hon vs etc e.g i.e u.s u.k sen rep
        gov""".split()
    ),
    stopwords=frozenset(
        """the a an and or but of to in on at by for from with without into as is are be been was were it its
        this that these those not no nor so than then there their they them he she his her hers we our us you
        your i my me who whom which what when where how all any both each few more most other some such only
        own same too very can will just should now up down out off over under again once about against between
        during before after above below one who's per new every keep stay stays remain remains may must
        least most at""".split()
    ),
    prepositions=frozenset(
        """of to in on at by for from with without into against about between among after before under over
        through during towards toward like despite upon via than""".split()
    ),
    oblique=frozenset("him them whom".split()),
    determiners=frozenset("the a an this that these those its their his her our no".split()),
    pronouns={"he": "he", "she": "she", "they": "they"},
    own=frozenset("we us our ours i my me mine".split()),
    own_nouns=frozenset(
        """country side union party government organisation organization company members ministry group
        people delegation office camp bloc nation firm airline team colleagues""".split()
    ),
    attribution=frozenset("according".split()),
    attribution_nouns=frozenset("view words opinion".split()),
    role_nouns=frozenset(
        """president minister chancellor chief chair chairman chairwoman leader spokesman spokeswoman
        spokesperson premier negotiator executive director secretary expert politician lawmaker ambassador
        envoy adviser advisor commissioner general mediator arbitrator researcher economist analyst head boss
        officer mayor lawyer delegate representative diplomat captain professor governor senator deputy
        commander admiral colonel historian official unionist scholar""".split()
    ),
    spokes_nouns=frozenset("spokesman spokeswoman spokesperson representative".split()),
    anonymous=CuePatterns(
        {
            "anonymous": r"""
(official|diplomat|source|insider|aide|person|people)(s)? … (familiar|said|say|says|who|close)
(official|diplomat|source|insider|aide|person|people)(s)? … (briefed|asked|speaking)
(an|one|a) … (official|diplomat|insider|source|aide|adviser)
two … (officials|diplomats|sources|people)
three … (officials|diplomats|sources|people)
on condition of anonymity
anonym(ous|ously|ity)
not to be named
unnamed
circles
"""
        }
    ),
    expert_nouns=frozenset("expert researcher economist analyst historian lawyer professor scholar".split()),
    subordinators=frozenset(
        """that whether because if since while although though unless until before after as when where
        once""".split()
    ),
    relatives=frozenset("who which that whose whom".split()),
    numbers={
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
        "hundred": 100,
        "half": 0.5,
        "zero": 0,
        "dozen": 12,
    },
    scales={
        "hundred": 100,
        "thousand": 1000,
        "million": 1e6,
        "millions": 1e6,
        "m": 1e6,
        "mn": 1e6,
        "billion": 1e9,
        "bn": 1e9,
        "trillion": 1e12,
        "dozen": 12,
    },
    units={
        "percent": ("percent", 1),
        "per-cent": ("percent", 1),
        "%": ("percent", 1),
        "cent": ("percent", 1),
        "percentage": ("percent", 1),
        "day": ("time", 1),
        "days": ("time", 1),
        "week": ("time", 7),
        "weeks": ("time", 7),
        "month": ("time", 365 / 12),
        "months": ("time", 365 / 12),
        "year": ("time", 365),
        "years": ("time", 365),
        "hour": ("time", 1 / 24),
        "hours": ("time", 1 / 24),
        "minutes": ("time", 1 / 1440),
        "euro": ("money", 1),
        "euros": ("money", 1),
        "dollar": ("money", 1),
        "dollars": ("money", 1),
        "pounds": ("money", 1),
        "crowns": ("money", 1),
        "crown": ("money", 1),
        "kilometres": ("length", 1),
        "km": ("length", 1),
        "miles": ("length", 1.609),
        "metres": ("length", 0.001),
        "tonnes": ("mass", 1),
        "tons": ("mass", 1),
        "cubic": ("volume", 1),
        "megawatts": ("power", 1),
        "instalments": ("part", 1),
        "stages": ("part", 1),
        "nautical": ("length", 1),
    },
    view_prepositions=frozenset(("for", "to")),
    prototypes={
        "want": tuple("demand want insist propose offer support urge wish request advocate seek".split()),
        "accept": tuple(
            "accept agree willing ready consent concede allow tolerate compromise settle".split()
        ),
        "reject": tuple("reject refuse oppose unacceptable deny resist veto never dismiss object".split()),
        "blame": tuple(
            "absurd ridiculous scandal blackmail madness shame fraud disaster dangerous insult".split()
        ),
        "fact": tuple(
            "yesterday clock meeting participants city street kilometres police year began rain".split()
        ),
    },
    collectives=frozenset(
        "countries states partners participants allies signatories leaders governments unions parties".split()
    ),
    conjunctions=frozenset(("and", "or")),
    decimal=".",
    negatives=frozenset("no not without none never".split()),
    weekdays={
        "monday": 0,
        "tuesday": 1,
        "wednesday": 2,
        "thursday": 3,
        "friday": 4,
        "saturday": 5,
        "sunday": 6,
    },
    days={"today": 0, "yesterday": -1, "tonight": 0, "overnight": 0},
    week_markers=frozenset(("week",)),
    future_markers=frozenset("until till from next by this coming for before after".split()),
    last_markers=frozenset("last past previous".split()),
    months={
        "january": 1,
        "february": 2,
        "march": 3,
        "april": 4,
        "may": 5,
        "june": 6,
        "july": 7,
        "august": 8,
        "september": 9,
        "october": 10,
        "november": 11,
        "december": 12,
    },
    question_words=frozenset("who what how where when why which would will do does is are".split()),
    weekend_markers=frozenset(("weekend",)),
    this_markers=frozenset(("this",)),
    ago_after=frozenset(("ago", "earlier")),
    month_prepositions=frozenset("in early late mid since".split()),
    people=PEOPLE,
)
