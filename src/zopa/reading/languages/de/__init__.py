"""German: everything the reader needs to know about the language, and nothing about any dossier."""

from __future__ import annotations

from zopa.reading.language import CuePatterns, Language
from zopa.reading.languages.de.cues import CLASSES
from zopa.reading.languages.de.people import PEOPLE
from zopa.reading.languages.de.saying import SAYING
from zopa.reading.languages.de.ties import TIES

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})
_SUFFIXES = ("ungen", "innen", "ern", "est", "ung", "end", "em", "en", "er", "es", "e", "n", "s", "t")


def stem(word: str) -> str:
    """A light stem: no umlauts, no inflection ('Garantien' and 'Garantie' give the same)."""
    plain = word.lower().translate(_UMLAUTS).replace("ss", "s")
    for _ in range(2):
        for suffix in _SUFFIXES:
            if plain.endswith(suffix) and len(plain) - len(suffix) >= 4:
                plain = plain[: -len(suffix)]
                break
        else:
            break
    return plain


_SUBJUNCTIVE = frozenset(
    """sei seien seiest habe haben werde wolle solle müsse könne dürfe möge gebe gehe komme stehe bleibe lasse
    halte nehme sehe wisse brauche liege mache finde bringe gelte treffe trage heiße laufe führe stelle
    fordere verlange akzeptiere lehne bestehe erwarte biete plane unterstütze begrüße bedeute bekomme
    reiche genüge koste verhandele verhandle zahle spreche denke glaube spiele bestehe fehle gehöre
    hätte hätten wäre wären würde würden könnte könnten müsste müssten sollte sollten dürfte dürften
    gäbe gäben käme kämen ließe ließen bliebe blieben stünde stünden ginge gingen""".split()
)
_CONDITIONAL = frozenset(
    """hätte hätten wäre wären würde würden könnte könnten müsste müssten sollte sollten dürfte dürften gäbe
    gäben käme kämen ließe ließen bliebe blieben stünde stünden ginge gingen""".split()
)


def is_subjunctive(word: str) -> bool:
    """Whether a finite form marks reported speech ('sei', 'werde', 'müsse'); 'haben' is too common."""
    return word in _SUBJUNCTIVE and word not in ("haben", "sollte", "sollten")


def is_reportive(word: str) -> bool:
    """Whether a form is Konjunktiv I: the other Konjunktiv may also speak of what is not the case."""
    return word in ("sei", "seien", "werde", "wolle", "müsse", "könne", "dürfe", "habe", "solle") or (
        is_subjunctive(word) and word not in _CONDITIONAL
    )


LANGUAGE = Language(
    code="de",
    stem=stem,
    compounds=True,
    cues=CuePatterns(CLASSES),
    saying=CuePatterns(SAYING, reach=30),
    ties=CuePatterns(TIES, reach=8),
    is_subjunctive=is_subjunctive,
    is_reportive=is_reportive,
    abbreviations=frozenset(
        """dr prof st nr bzw ca etc evtl ggf inkl max min mio mrd usw vgl zb u.a z.b d.h u s d h z b abs art
        jr sr hrsg geb gest tel str jh co inc ltd bd hl rd""".split()
    ),
    stopwords=frozenset(
        """der die das des dem den ein eine einen einer eines einem und oder aber auch als am an auf aus bei
        bis da dann dass für hat haben im in ist mit nach nicht noch nur sein sei sich sie er es so um und von
        vor was wenn wer wie wird wir zu zum zur über unter ab ohne kein keine keinen keiner keinem wieder
        werden wird mehr weniger rund etwa höchstens mindestens je pro jede jeder jedes alle wie bisher bleibt
        bleiben gibt geht soll selbst andere anderer anderes neue neuer neues ihren ihre ihr seine seinen
        mal weiter schon man gegen durch wegen einem erst kommt sind kann darf muss will ihrem seinem
        gemeinsame dort hier nun zwischen während unserer unsere dieser diese dieses jener ja nein""".split()
    ),
    prepositions=frozenset(
        """von vom mit für gegen aus bei beim nach zu zum zur in im an am auf über unter durch um ohne seit
        zwischen vor hinter neben trotz wegen während gegenüber laut samt nebst entgegen statt außer
        zugunsten zulasten seitens mithilfe dank""".split()
    ),
    oblique=frozenset("dem den des einem einen eines dessen deren ihrem ihren seinem seinen".split()),
    determiners=frozenset(
        """der die das des dem den ein eine einen einer eines einem dieser diese dieses diesem diesen
        kein keine keinen keiner keinem ihr ihre ihren ihrer ihrem ihres sein seine seinen seiner seinem
        seines""".split()
    ),
    pronouns={"er": "he", "sie": "she", "dieser": "he", "diese": "she", "letzterer": "he", "letztere": "she"},
    own=frozenset("wir uns unser unsere unseren unserem unserer unseres man ich mir mich mein meine".split()),
    own_nouns=frozenset(
        """land seite organisation gewerkschaft partei haus regierung fraktion behörde verband konzern
        unternehmen leute delegation mandanten mitglieder koalition verein bündnis volk ministerium lager
        firma kollegen heimat staat""".split()
    ),
    attribution=frozenset("laut zufolge gemäß".split()),
    attribution_nouns=frozenset(
        """angaben aussage aussagen ansicht auffassung meinung worten einschätzung darstellung
        überzeugung""".split()
    ),
    role_nouns=frozenset(
        """präsident präsidentin minister ministerin kanzler kanzlerin chef chefin vorsitzender vorsitzende
        vorsitzenden sprecher sprecherin premier premierministerin premierminister unterhändler unterhändlerin
        verhandlungsführer verhandlungsführerin vorstand direktor direktorin generalsekretär generalsekretärin
        sekretär sekretärin experte expertin politiker politikerin abgeordnete abgeordneter botschafter
        botschafterin gesandter gesandte berater beraterin kommissar kommissarin general schlichter
        schlichterin vermittler vermittlerin forscher forscherin ökonom ökonomin analyst analystin
        gewerkschafter gewerkschafterin manager managerin leiter leiterin geschäftsführer geschäftsführerin
        senator senatorin bürgermeister bürgermeisterin anwalt anwältin staatssekretär staatssekretärin
        delegationsleiter delegationsleiterin beauftragte beauftragter bevollmächtigter bevollmächtigte
        diplomat diplomatin oberst admiral historiker historikerin juristin jurist professor professorin
        berichterstatter berichterstatterin kapitän vize stellvertreter stellvertreterin obmann""".split()
    ),
    spokes_nouns=frozenset(
        "sprecher sprecherin pressesprecher pressesprecherin vertreter vertreterin regierungssprecher".split()
    ),
    anonymous=CuePatterns(
        {
            "anonymous": r"""
\w*kreise(n)?
insider(n)?
eingeweihte\w*
in verhandlungskreisen
diplomat(en)?
hieß es
heißt es
verlaute(te|t|ten)
ein(e|er|em|en)? (beamter|beamte|beamten|diplomat|diplomatin|person|insider)
ein(e|er|em|en)? (vertrauter|vertraute|vertrauten|teilnehmer|mitarbeiter)
namentlich
anonym
ungenannt\w*
informant(en|in)?
wer … kennt
umfeld
"""
        }
    ),
    expert_nouns=frozenset(
        "experte expertin forscher forscherin ökonom ökonomin analyst analystin historiker jurist".split()
    ),
    subordinators=frozenset(
        """dass ob weil da wenn falls sofern solange damit obwohl während nachdem bevor bis als wie wonach
        vorausgesetzt indem sobald ehe wohingegen""".split()
    ),
    relatives=frozenset("der die das den dem deren dessen welche welcher welches denen wo was".split()),
    numbers={
        "ein": 1,
        "eine": 1,
        "eins": 1,
        "einen": 1,
        "einem": 1,
        "einer": 1,
        "eines": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "elf": 11,
        "zwölf": 12,
        "dreizehn": 13,
        "vierzehn": 14,
        "fünfzehn": 15,
        "sechzehn": 16,
        "siebzehn": 17,
        "achtzehn": 18,
        "neunzehn": 19,
        "zwanzig": 20,
        "dreißig": 30,
        "vierzig": 40,
        "fünfzig": 50,
        "sechzig": 60,
        "siebzig": 70,
        "achtzig": 80,
        "neunzig": 90,
        "hundert": 100,
        "einhundert": 100,
        "tausend": 1000,
        "eintausend": 1000,
        "halbe": 0.5,
        "halbes": 0.5,
        "halben": 0.5,
        "anderthalb": 1.5,
        "eineinhalb": 1.5,
        "zweieinhalb": 2.5,
        "dreieinhalb": 3.5,
        "null": 0,
        "dutzend": 12,
    },
    scales={
        "hundert": 100,
        "tausend": 1000,
        "million": 1e6,
        "millionen": 1e6,
        "mio": 1e6,
        "milliarde": 1e9,
        "milliarden": 1e9,
        "mrd": 1e9,
        "billion": 1e12,
        "billionen": 1e12,
        "dutzend": 12,
    },
    units={
        "prozent": ("percent", 1),
        "%": ("percent", 1),
        "prozentpunkte": ("percent", 1),
        "prozentige": ("percent", 1),
        "tag": ("time", 1),
        "tage": ("time", 1),
        "tagen": ("time", 1),
        "woche": ("time", 7),
        "wochen": ("time", 7),
        "monat": ("time", 365 / 12),
        "monate": ("time", 365 / 12),
        "monaten": ("time", 365 / 12),
        "monats": ("time", 365 / 12),
        "jahr": ("time", 365),
        "jahre": ("time", 365),
        "jahren": ("time", 365),
        "jahres": ("time", 365),
        "stunde": ("time", 1 / 24),
        "stunden": ("time", 1 / 24),
        "minuten": ("time", 1 / 1440),
        "euro": ("money", 1),
        "dollar": ("money", 1),
        "taler": ("money", 1),
        "kronen": ("money", 1),
        "mark": ("money", 1),
        "franken": ("money", 1),
        "kilometer": ("length", 1),
        "kilometern": ("length", 1),
        "km": ("length", 1),
        "meter": ("length", 0.001),
        "tonnen": ("mass", 1),
        "tonne": ("mass", 1),
        "kubikmeter": ("volume", 1),
        "raten": ("part", 1),
        "stufen": ("part", 1),
        "megawatt": ("power", 1),
        "grad": ("degree", 1),
    },
    decimal=",",
    negatives=frozenset("kein keine keinen keiner keinem ohne nicht nein".split()),
    weekdays={
        "montag": 0,
        "dienstag": 1,
        "mittwoch": 2,
        "donnerstag": 3,
        "freitag": 4,
        "samstag": 5,
        "sonnabend": 5,
        "sonntag": 6,
    },
    days={"heute": 0, "gestern": -1, "vorgestern": -2},
    week_markers=frozenset("woche wochenbeginn wochenanfang wochenmitte wochenauftakt".split()),
    future_markers=frozenset(
        "bis ab für kommende kommenden kommender nächste nächsten nächster diesen".split()
    ),
    last_markers=frozenset("vergangene vergangenen vorige voriger vorigen letzte letzten letzter".split()),
    day_parts=(
        "abend",
        "morgen",
        "vormittag",
        "nachmittag",
        "mittag",
        "nacht",
        "früh",
    ),
    view_prepositions=frozenset(("für",)),
    prototypes={
        "want": tuple(
            """fordern verlangen wollen vorschlagen anbieten unterstützen wünschen befürworten anstreben
            beanspruchen drängen plädieren""".split()
        ),
        "accept": tuple(
            """akzeptieren zustimmen bereit einverstanden zugestehen erlauben nachgeben dulden hinnehmen
            mittragen kompromiss einlenken""".split()
        ),
        "reject": tuple(
            """ablehnen verweigern zurückweisen inakzeptabel verhindern widerstand widersprechen verwerfen
            empörung unsinn zumutung ausschließen boykottieren""".split()
        ),
        "blame": tuple(
            """unverschämt absurd lächerlich skandal erpressung wahnsinn schande betrug katastrophe gefährlich
            unsozial zynisch""".split()
        ),
        "fact": tuple(
            """gestern uhr stattfinden treffen teilnehmer stadt straße kilometer polizei jahr beginnen
            wetter bahnhof""".split()
        ),
    },
    collectives=frozenset(
        """länder staaten partner teilnehmer verbündeten unterzeichner beteiligten regierungschefs mitglieder
        verbände gewerkschaften parteien unternehmen""".split()
    ),
    conjunctions=frozenset(("und", "sowie", "oder", "wie")),
    ordinal_dot=True,
    after_ordinal=frozenset(
        """januar februar märz april mai juni juli august september oktober november dezember jahrhundert
        runde sitzung tag woche mal monat quartal oktobers""".split()
    ),
    question_words=frozenset("wer was wie wo wann warum wieso weshalb welche welcher welches womit".split()),
    months={
        "januar": 1,
        "februar": 2,
        "märz": 3,
        "april": 4,
        "mai": 5,
        "juni": 6,
        "juli": 7,
        "august": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "dezember": 12,
    },
    weekend_markers=frozenset(("wochenende",)),
    this_markers=frozenset(("diesen",)),
    ago_before=frozenset(("vor",)),
    month_prepositions=frozenset("im anfang mitte ende seit".split()),
    people=PEOPLE,
)
