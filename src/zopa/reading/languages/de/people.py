"""German words for whoever speaks, or is spoken to, without being named."""

from zopa.reading.people import PeopleWords

PEOPLE = PeopleWords(
    pronouns={
        "er": "m",
        "ihm": "m",
        "sie": "fnp",
        "ihr": "f",
        "ihnen": "p",
        "es": "n",
        "dieser": "m",
        "diese": "fp",
        "letzterer": "m",
        "letztere": "f",
        "jener": "m",
        "beide": "p",
        "die": "p",
    },
    possessives={
        **dict.fromkeys(("sein", "seine", "seinen", "seiner", "seinem", "seines"), "mn"),
        **dict.fromkeys(("ihr", "ihre", "ihren", "ihrer", "ihrem", "ihres"), "fnp"),
        "deren": "fnp",
        "dessen": "mn",
    },
    addresses={"herr": "m", "herrn": "m", "frau": "f"},
    feminine=("in", "innen", "frau"),
    bodies=frozenset(
        """
        unternehmen konzern firma betreiber arbeitgeber arbeitgeberseite gewerkschaft verband partei fraktion
        regierung staat land organisation kommission behörde koalition bündnis seite vorstand führung union
        bund delegation geschäftsführung konzernspitze parteispitze kabinett hauptstadt republik insel stadt
        gemeinde genossenschaft verein kammer allianz lager opposition
        """.split()
    ),
    organs=frozenset("ministerium amt büro präsidialamt kanzleramt ausschuss außenamt botschaft".split()),
    followers=frozenset("leute team lager seite partei mannschaft delegation anhänger mitglieder".split()),
    unnamed=frozenset(
        """
        kreise kreisen insider insidern person personen quelle quellen diplomat diplomaten diplomatin beamter
        beamte beamten beamtin vertrauter vertraute vertrauten eingeweihter eingeweihte eingeweihten
        teilnehmer teilnehmerin teilnehmern unterhändler unterhändlern beobachter informant informanten umfeld
        gerücht gerüchte flurfunk berater beraterin delegierter delegierte delegierten minister mitglied
        mitarbeiter mitarbeiterin jemand verhandlungsteilnehmer
        """.split()
    ),
    indefinite=frozenset(
        """
        ein eine einer eines einem einen zwei drei vier mehrere einige manche mancher jemand niemand
        namentlich
        """.split()
    ),
    papers=frozenset(
        """
        mitteilung pressemitteilung erklärung angaben angabe aussage aussagen papier schreiben brief worten
        worte ansicht auffassung meinung lesart entwurf bericht stellungnahme statement einschätzung
        darstellung überzeugung willen vorstellung rundmail interview rede mail zettel dokument text vorlage
        reaktion resolution forderung vorschlag
        """.split()
    ),
    genitive=True,
    linking=frozenset("von vom der des für aus bei beim um zu im in am nahe".split()),
    crowd=frozenset(
        """
        länder staaten partner verbündeten unterzeichner beteiligten regierungschefs mitglieder verbände
        gewerkschaften parteien unternehmen außenminister
        """.split()
    ),
    speakers=frozenset(
        """
        sprecher sprecherin sprechers pressesprecher pressesprecherin regierungssprecher regierungssprecherin
        vertreter vertreterin unternehmenssprecher unternehmenssprecherin ministeriumssprecher
        ministeriumssprecherin konzernsprecher konzernsprecherin
        """.split()
    ),
    asks=frozenset(("frage", "f")),
    answers=frozenset(("antwort", "a")),
    addressing=frozenset("Sie Ihnen Ihr Ihre Ihren Ihrer Ihrem".split()),
    addressed=frozenset("gegenüber an zu".split()),
    tells=frozenset(
        """
        sagte sagten sagt sagen gesagt erklärte erklärten erklärt versicherte versicherten versichert teilte
        teilten teilt berichtete berichtet bestätigte bestätigt erzählte erzählt versprach versprachen
        verspricht drohte drohten droht warf warfen wirft empfahl empfiehlt riet rät antwortete antwortet
        entgegnete entgegnet erwiderte erwidert widersprach widerspricht dankte dankt signalisierte
        signalisiert verriet
        """.split()
    ),
    says_to=frozenset(
        """
        appellierte appellierten appelliert schrieb schrieben schreibt betonte betont beklagte beklagt
        bekräftigte äußerte äußerten richtete richteten richtet wandte wandten
        """.split()
    ),
    datives=frozenset("dem den der einem einer ihm ihr ihnen mir uns".split()),
    hearers=frozenset("journalisten reportern abgeordneten parlamentariern medien zuhörern".split()),
    skipped=frozenset("er sie es man ich wir auch am später dann zudem außerdem noch selbst".split()),
    within=frozenset("der des und".split()),
)
