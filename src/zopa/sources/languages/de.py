"""German: phrases around a report, as regular expressions over one paragraph."""

TAIL_HEADING = (
    r"lesen sie (?:auch|hier|dazu|mehr|weiter)\b.{0,30}",
    r"lies auch",
    r"mehr (?:zum thema|dazu|zu diesem thema|aus|aus dem ressort|nachrichten|artikel|lesen)\b.{0,30}",
    r"(?:auch )?interessant",
    r"das könnte (?:sie|dich) (?:auch )?interessieren",
    r"weitere (?:artikel|nachrichten|meldungen|themen|beiträge|informationen)\b.{0,40}",
    r"weiterführende links?",
    r"zum thema",
    r"ähnliche (?:artikel|beiträge|themen)",
    r"passend zum (?:thema|artikel)",
    r"meistgelesen(?:e artikel)?",
    r"(?:die )?neueste[nr]? (?:artikel|nachrichten|beiträge|kommentare)",
    r"kommentare(?: \(?\d+\)?)?",
    r"leserkommentare",
    r"\d+ kommentare?",
    r"(?:ihr|dein) kommentar",
    r"diskutieren sie mit.{0,40}",
    r"schlagw[oö]rter?",
    r"themen",
    r"empfehlungen(?: der redaktion)?",
    r"unsere empfehlungen",
    r"über (?:den|die) autor(?:in|en)?",
    r"artikel teilen",
    r"teilen",
    r"newsletter",
    r"impressum",
    r"quellen?",
)
TAIL = (
    r"lesen sie (?:auch|hier|dazu|weiter|mehr|jetzt)\b",
    r"mehr (?:zum thema|dazu|lesen)\b",
    r"(?:jetzt )?(?:den |(?:für )?unseren? )?(?:[\w-]+[- ])?newsletter (?:abonnieren|bestellen|anmelden)",
    r"abonnieren sie (?:unseren?|den|jetzt)",
    r"melden sie sich (?:hier |jetzt )?(?:für|zu) (?:unser|den|dem)",
    r"folgen sie uns",
    (
        r"(?:dieser|der|dieses|das|diese|die) "
        r"(?:artikel|text|beitrag|inhalt|interview|meldung|nachricht)(?:\w+)? "
        r"(?:ist|wurde|erschien|stammt|entstand|wird|enthält|gibt)\b.{0,80}"
        r"\b(?:zuerst|ursprünglich|automatisch|übernommen|ki|künstlichen? intelligenz|redaktion|"
        r"nachrichtenagentur|affiliate|autors?|aktualisiert|lizenz)\b"
    ),
    r"(?:hinweis|transparenzhinweis|anmerkung)(?: der redaktion)?:",
    r"(?:haftungsausschluss|disclaimer|bildnachweis|bildquelle|quellenangabe|korrekturhinweis)\b",
    r"alle rechte vorbehalten",
    r"(?:©|copyright|\(c\))",
    r"mit (?:material|informationen|inhalten) (?:von|der|des|aus)\b.{0,80}$",
    r"(?:fehler|feedback) (?:gefunden|melden|im artikel)",
    r"haben sie (?:einen fehler|hinweise|fragen)",
    r"(?:artikel|seite) (?:drucken|teilen|versenden|merken)",
    r"(?:die )?kommentarfunktion\b",
    r"(?:bitte )?(?:loggen|melden) sie sich (?:ein|an),? um (?:zu )?kommentieren",
    r"zur startseite",
    r"nach oben",
    r"schlagw[oö]rter:",
    r"(?:dieser beitrag|der beitrag) (?:gehört zu|lief|ist teil)",
    r"redaktion(?:eller hinweis)?:",
)
INLINE = (
    r"lesen sie (?:auch|hier|dazu|mehr)\b.{0,160}$",
    r"mehr (?:zum thema|dazu)\b:?.{0,160}$",
    r"(?:auch )?(?:interessant|lesenswert|passend dazu):.{0,160}$",
    r"anzeige$",
    r"werbung$",
    (
        r"(?:an dieser stelle|hier) (?:finden sie|befindet sich|steht|wird) (?:einen?|ein) "
        r"(?:externen?r?|redaktionell|eingebettete).{0,300}$"
    ),
    r"(?:empfohlener|externer) (?:redaktioneller |externer )?inhalt.{0,60}$",
    r"(?:bild|foto|grafik|video|karte|quelle)(?:quelle|nachweis)?: .{0,120}$",
    r"(?:artikel )?(?:merken|drucken|teilen|anhören|vorlesen lassen)$",
    r"lesedauer:? .{0,20}$",
    r"\d+ min(?:uten?)?\.? lesezeit$",
    r"inhaltsverzeichnis$",
    r"das wichtigste in kürze$",
    r"(?:vom )?newsletter (?:abbestellen|abmelden|abbestellen oder ändern)$",
    r".{0,60}\bim browser (?:öffnen|ansehen|anzeigen|lesen)\b.{0,20}$",
)
PAYWALL = (
    r"jetzt (?:weiterlesen|abonnieren|testen|freischalten|abo abschließen)",
    r"(?:diesen|den) (?:artikel|text|beitrag) (?:weiterlesen|freischalten|lesen) (?:mit|sie mit)",
    (
        r"(?:dieser|der) (?:artikel|beitrag|inhalt|text) (?:ist|steht) (?:nur|exklusiv)?.{0,30}"
        r"\b(?:abonnent(?:en|innen)|mitglieder|kostenpflichtig|plus)"
    ),
    r"nur für abonnent",
    r"weiterlesen mit\b",
    r"sie haben bereits ein (?:abo|konto)",
    r"bereits (?:abonnent|registriert)\b",
    r"probeabo|probemonat|monatlich kündbar|jederzeit kündbar",
    r"alle (?:artikel|inhalte) (?:frei|unbegrenzt)",
    r"registrieren,? um (?:weiterzulesen|den artikel)",
    r"(?:jetzt )?digital-?abo",
)
COOKIES = (
    r"(?:wir|diese (?:web)?site|diese webseite|unsere partner) .{0,60}cookies",
    r"cookies (?:und|akzeptieren|zulassen|ablehnen|verwalten|von drittanbietern)",
    r"alle (?:cookies )?akzeptieren",
    r"(?:ihre |der )?einwilligung (?:jederzeit )?(?:widerrufen|erteilen|verwalten|in)",
    r"datenschutz-?einstellungen",
    r"personalisierte[rn]? (?:werbung|anzeigen|inhalte)",
    r"mit werbung weiterlesen",
    r"(?:unsere|und unsere) (?:bis zu )?\d* ?partner",
    r"zustimmen und weiter",
)
ERROR = (
    r"(?:fehler )?404\b",
    (
        r"(?:seite|artikel|inhalt|beitrag) (?:wurde |konnte |ist |existiert )?(?:leider )?nicht (?:mehr )?"
        r"(?:gefunden|verfügbar|vorhanden|abrufbar|auffindbar|erreichbar)"
    ),
    r"(?:seite|artikel|inhalt|beitrag) existiert (?:leider )?nicht(?: mehr)?",
    r"(?:gesuchte|gewünschte|angeforderte|aufgerufene)[rsn]? (?:seite|artikel|inhalt|beitrag)\b",
    r"zugriff verweigert",
    r"(?:technischer|interner) fehler",
    r"(?:dienst|seite|server) (?:ist )?(?:derzeit|zurzeit|vorübergehend) nicht (?:erreichbar|verfügbar)",
    r"wartungsarbeiten",
    r"bitte aktivieren sie javascript",
    r"sind sie ein (?:mensch|roboter)",
)
BYLINE = ("von", "ein (?:artikel|kommentar|bericht|gastbeitrag|interview) von", "autor(?:in)?:?", "text:?")
MONTHS = (
    "januar jänner jan",
    "februar feber feb",
    "märz maerz mär mrz",
    "april apr",
    "mai",
    "juni jun",
    "juli jul",
    "august aug",
    "september sept sep",
    "oktober okt",
    "november nov",
    "dezember dez",
)
COMMON = (
    "der die das den dem des ein eine einen einem einer eines und oder aber auch nicht kein keine ist "
    "sind war waren wird werden wurde wurden hat haben hatte hatten sein seine seinen ihrer ihre ihren "
    "sich mit von zu zum zur im in am an auf aus bei nach vor für gegen über unter durch um als wie "
    "wenn dass weil ob es er sie wir ich man noch schon nur mehr so dann doch sagte sei werde soll "
    "sollen kann können müsse dieser diese dieses "
)
