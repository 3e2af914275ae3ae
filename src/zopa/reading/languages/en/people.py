"""English words for whoever speaks, or is spoken to, without being named."""

from zopa.reading.people import PeopleWords

PEOPLE = PeopleWords(
    pronouns={
        "he": "m",
        "him": "m",
        "she": "f",
        "her": "f",
        "it": "n",
        "they": "p",
        "them": "p",
        "both": "p",
        "this": "n",
    },
    possessives={"his": "m", "her": "f", "its": "n", "their": "p"},
    addresses={"mr": "m", "mister": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f", "madam": "f"},
    feminine=("woman",),
    bodies=frozenset(
        """
        company firm operator employer employers union guild party government state country organisation
        organization commission authority coalition alliance side board leadership cabinet capital republic
        island city council association federation bloc bench airline carrier port administration opposition
        """.split()
    ),
    organs=frozenset("ministry office department committee embassy bureau secretariat".split()),
    followers=frozenset("people team camp side party delegation office allies supporters members".split()),
    unnamed=frozenset(
        """
        official officials diplomat diplomats source sources insider insiders person people aide aides adviser
        advisers advisor advisors participant participants negotiator negotiators observer observers delegate
        delegates circles rumour rumor staffer staffers somebody someone engineer engineers member members
        """.split()
    ),
    indefinite=frozenset("a an one two three four several some many most somebody someone another".split()),
    papers=frozenset(
        """
        statement communique communiqué letter paper words view reading opinion account draft report release
        memo note interview speech version text document estimate reaction page resolution outline
        """.split()
    ),
    linking=frozenset("of for from in at by to around near with".split()),
    crowd=frozenset(
        "countries states partners participants allies signatories leaders governments unions parties".split()
    ),
    speakers=frozenset("spokesman spokeswoman spokesperson representative spokespeople".split()),
    asks=frozenset(("question", "q")),
    answers=frozenset(("answer", "a")),
    addressing=frozenset("you your You Your yours".split()),
    addressed=frozenset(("to",)),
    tells=frozenset(
        """
        told tell tells telling urged urges urge asked asks ask warned warns warn assured assures assure
        informed informs inform reminded reminds advised advises promised promises accused accuses
        """.split()
    ),
    says_to=frozenset(
        """
        said says say wrote writes explained explains replied replies appealed appeals announced confirmed
        """.split()
    ),
    hearers=frozenset(
        """
        reporters journalists lawmakers colleagues supporters members delegates staff investors parliament
        us me him her them
        """.split()
    ),
    skipped=frozenset("he she they it also later then yesterday today".split()),
    within=frozenset("of and the".split()),
)
