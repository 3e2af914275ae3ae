"""The interface's own words, in German and English. What a dossier or a report says is never in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LANGUAGES = ("de", "en")
DEFAULT = "en"

_MONTHS = {
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}

_WORDS: dict[str, tuple[str, str]] = {
    # key: (German, English)
    "kicker": ("Wer will was", "Who wants what"),
    "skip": ("Zum Inhalt springen", "Skip to content"),
    "contents": ("Inhalt", "Contents"),
    "as_of": ("Stand {day}", "As of {day}"),
    "as_of_all": ("Stand: alle Berichte bis {day}", "As of the latest report, {day}"),
    "as_of_undated": ("Stand: alle Berichte", "All reports"),
    "all_suggested": (
        "Maschinell gelesen. Alle Positionen sind Vorschläge der Maschine, von keinem Menschen geprüft.",
        "Read by machine. Every position is a machine’s suggestion; no person has judged it yet.",
    ),
    "some_suggested": (
        "Maschinell gelesen. {n} von {total} Positionen sind Vorschläge, die noch kein Mensch geprüft hat.",
        "Read by machine. {n} of {total} positions are suggestions that no person has judged yet.",
    ),
    "none_suggested": (
        "Alle Positionen wurden von einem Menschen geprüft.",
        "A person has judged every position.",
    ),
    "no_positions": (
        "In den Berichten wurde keine Position gefunden.",
        "No position was found in the reports.",
    ),
    # proposals
    "proposals": ("Vorschläge", "Proposals"),
    "openings": (
        "Was sich widerspricht und was ein Abkommen öffnet",
        "What collides, and what would open a deal",
    ),
    "no_proposals": ("Das Dossier enthält keine Vorschläge.", "The dossier holds no proposals."),
    "put_forward": ("vorgelegt von: {by}", "put forward by {by}"),
    "blocked_by": ("Blockiert durch {who}", "Blocked by {who}"),
    "verdict_open": ("Offen: alle haben zugestimmt", "Open: everyone has agreed"),
    "verdict_open_if": (
        "Offen: niemand lehnt ab, Zustimmung teils an Bedingungen geknüpft",
        "Open: nobody refuses; some agree only on conditions",
    ),
    "verdict_unknown": (
        "Unbekannt: niemand lehnt ab, aber nicht alle haben sich geäußert",
        "Unknown: nobody refuses, but not everyone has spoken",
    ),
    "conditional": ("Zustimmung unter Bedingung", "Agreed on a condition"),
    "agreed": ("Zustimmung", "Agreed"),
    "still_unknown": ("Unbekannt – niemals als Zustimmung gezählt", "Unknown – never counted as consent"),
    "silent": ("nichts bekannt zu", "nothing known on"),
    "term_by_term": ("Punkt für Punkt", "Term by term"),
    "term": ("Punkt", "Term"),
    "reply_preferred": ("gewollt", "wanted"),
    "reply_accepted": ("annehmbar", "accepted"),
    "reply_own": ("eigener Vorschlag", "own proposal"),
    "reply_conditional": ("unter Bedingung", "on a condition"),
    "reply_rejected": ("abgelehnt", "rejected"),
    "reply_redline": ("rote Linie", "red line"),
    "reply_unknown": ("unbekannt", "unknown"),
    "reply_contested": ("widersprüchlich", "contested"),
    "instead_wants": ("will: {option}", "wants: {option}"),
    "instead_lives": ("könnte leben mit: {option}", "could accept: {option}"),
    "instead_refuses": ("lehnt ab: {option}", "rejects: {option}"),
    # the table
    "table": ("Wer steht wo", "Who stands where"),
    "table_caption": (
        "Positionen nach Partei und Streitpunkt. Jede Zelle führt zu ihren Belegstellen.",
        "Positions by party and issue. Every cell leads to its passages.",
    ),
    "party": ("Partei", "Party"),
    "issue": ("Streitpunkt", "Issue"),
    "legend": ("Zeichen", "Key"),
    "supports": ("will", "wants"),
    "insists": ("besteht auf", "insists on"),
    "accepts": ("könnte annehmen", "could accept"),
    "rejects": ("lehnt ab", "rejects"),
    "redline": ("rote Linie", "red line"),
    "redline_legend": ("rote Linie (lehnt entschieden ab)", "red line (firm refusal)"),
    "unknown": ("unbekannt", "unknown"),
    "unknown_legend": ("unbekannt: niemand hat etwas gesagt", "unknown: nobody has said anything"),
    "condition": ("Bedingung", "condition"),
    "if": ("falls {condition}", "if {condition}"),
    "tied": ("Bedingung: {condition}", "condition: {condition}"),
    "unless": ("außer {condition}", "unless {condition}"),
    "only_if": ("nur falls {condition}", "only if {condition}"),
    "if_met": ("falls {condition}: hier erfüllt", "if {condition}: met here"),
    "unless_met": ("lehnte ab, außer {condition}: hier erfüllt", "refused unless {condition}: met here"),
    "contested": ("widersprüchlich", "contested"),
    "contested_legend": (
        "widersprüchlich: die eigenen Aussagen stehen gegeneinander",
        "contested: the party’s own words disagree",
    ),
    "second_hand": ("aus zweiter Hand", "second-hand"),
    "second_hand_legend": (
        "aus zweiter Hand: niemand von dieser Seite sagt es selbst",
        "second-hand: nobody of this side says so itself",
    ),
    "inferred": ("erschlossen", "inferred"),
    "inferred_legend": (
        "erschlossen: niemand hat es gesagt, es folgt aus anderem und zählt nicht als Aussage",
        "inferred: nobody said so; it follows from other words and never counts as said",
    ),
    "except": ("ausgenommen {condition}", "except {condition}"),
    "exception": ("Ausnahme: {condition}", "exception: {condition}"),
    "or_else": ("sonst {condition}", "or else {condition}"),
    "threat": ("Drohung: {condition}", "threat: {condition}"),
    "joint": ("gemeinsam als {body}", "jointly as {body}"),
    "joint_legend": (
        "gemeinsames Wort einer Gruppe, der die Partei angehört",
        "the joint word of a body that the party belongs to",
    ),
    "alleged": ("behauptet", "alleged"),
    "alleged_legend": ("behauptet: niemand steht dafür ein", "alleged: nobody vouches for it"),
    "past": ("früher", "formerly"),
    "denied": ("bestritten", "denied"),
    "background": (
        "Gilt nicht (mehr): früher vertreten oder bestritten",
        "Does not stand: held once, or denied",
    ),
    "observers": ("Stimmen, die keine Partei sind", "Voices that are no party"),
    "observers_intro": (
        "Fachleute, Verbände und andere. Sie sitzen nicht am Tisch und zählen für kein Abkommen.",
        "Experts, organisations and others. They are not at the table and count for no deal.",
    ),
    "reprints_legend": (
        "nachgedruckt: so viele Medien, aus so vielen eigenen Meldungen (Ursprüngen)",
        "reprinted: so many outlets, from so many stories of their own (origins)",
    ),
    "reprint_of": ("Nachdruck von {outlet}", "reprint of {outlet}"),
    "judged": ("geprüft", "judged"),
    "count_legend": ("Zahl der Aussagen", "number of statements"),
    "says_nothing_here": ("Hier ohne Aussage: {names}", "Nothing said here: {names}"),
    # passages
    "passages": ("Belegstellen", "Passages"),
    "passages_intro": (
        "Zu jeder Zelle die Sätze, auf denen sie beruht; hervorgehoben, was die Position trägt.",
        "For every cell, the sentences it rests on. The words that carry it are highlighted.",
    ),
    "evidence": ("So belegt", "Says so"),
    "dissent": ("Anders lautend", "Says otherwise"),
    "own_voice": ("für {holder}", "for {holder}"),
    "about": ("über {holder}", "about {holder}"),
    "no_side": ("ohne Seite", "no side"),
    "author": ("der Bericht selbst", "the report itself"),
    "anonymous": ("ungenannte Quelle", "unnamed source"),
    "other": ("weitere Stimme", "another voice"),
    "in_report": ("im Bericht", "in the report"),
    "passage_in_report": ("Stelle {n} im Bericht lesen", "Read passage {n} in the report"),
    "passage_n": ("Belegstelle {n}", "Passage {n}"),
    "not_located": (
        "Diese Stelle lässt sich im Bericht nicht mehr auffinden.",
        "This passage can no longer be found in the report.",
    ),
    "why_own_word": ("Es gilt das letzte eigene Wort", "The party’s own latest word counts"),
    "why_joint": (
        "Es gilt das gemeinsame Wort, denn die Partei hat selbst nichts anderes gesagt",
        "The joint word counts, as the party has said nothing else itself",
    ),
    "why_alleged": (
        "Es wird nur behauptet; niemand steht dafür ein",
        "It is only alleged; nobody vouches for it",
    ),
    "why_decisive": ("{who}, {day}", "{who}, {day}"),
    "why_still_firm": (
        "eine frühere rote Linie wurde nicht zurückgenommen",
        "an earlier red line was not taken back",
    ),
    "why_direction": (
        "Niemand hat es gesagt; es folgt aus der Reihenfolge der Optionen und der Haltung zu {option}",
        "Nobody said so; it follows from the order of the options and the stance on {option}",
    ),
    "why_second_hand": (
        "Niemand von dieser Seite sagt es selbst; es gilt das letzte fremde Wort",
        "Nobody of this side says so itself; the latest word of others counts",
    ),
    "why_inferred": ("Folgt aus anderen Positionen", "Follows from other positions"),
    "why_contested": (
        "die eigenen Aussagen widersprechen sich; das jüngste Wort steht zuerst",
        "the party’s own words disagree; the latest comes first",
    ),
    "why_others_disagree": (
        "andere fremde Aussagen widersprechen; das jüngste Wort steht zuerst",
        "others disagree; the latest comes first",
    ),
    "why_outranked": (
        "ältere oder fremde Aussagen lauten anders",
        "older or second-hand words say otherwise",
    ),
    # reports
    "reports": ("Berichte im Wortlaut", "Reports in full"),
    "reports_intro": (
        "Die Texte, wie sie gelesen wurden. Jede Markierung ist eine Belegstelle.",
        "The texts as they were read. Every highlight is a passage.",
    ),
    "untitled": ("Ohne Titel", "Untitled"),
    "no_outlet": ("Quelle nicht genannt", "source not named"),
    "original": ("Original", "Original"),
    "after_as_of": ("nach dem Stichtag, nicht gezählt", "after the as-of date, not counted"),
    "file": ("Datei", "File"),
    # skipped files
    "skipped": ("Nicht gelesene Dateien", "Files that were not read"),
    "reason": ("Grund", "Reason"),
    "remedy": ("Abhilfe", "Remedy"),
    # the drawer
    "close": ("Schließen", "Close"),
    "previous": ("Vorige Zelle", "Previous cell"),
    "next": ("Nächste Zelle", "Next cell"),
    "footer": (
        "Diese Seite ist eine einzelne Datei und lädt nichts aus dem Netz.",
        "This page is a single file and loads nothing from the network.",
    ),
    "made_with": ("Erstellt mit zopa {version}", "Made with zopa {version}"),
    "found_by": ("gelesen von: {origins}", "read by: {origins}"),
    "top": ("nach oben", "to the top"),
}

_COUNTED: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    # noun: ((German one, many), (English one, many))
    "report": (("Bericht", "Berichte"), ("report", "reports")),
    "outlet": (("Medium", "Medien"), ("outlet", "outlets")),
    "origin": (("Ursprung", "Ursprünge"), ("origin", "origins")),
    "statement": (("Aussage", "Aussagen"), ("statement", "statements")),
    "passage": (("Belegstelle", "Belegstellen"), ("passage", "passages")),
    "party": (("Partei", "Parteien"), ("party", "parties")),
    "issue": (("Streitpunkt", "Streitpunkte"), ("issue", "issues")),
    "file": (("Datei", "Dateien"), ("file", "files")),
    "more": (("weitere Belegstelle", "weitere Belegstellen"), ("more passage", "more passages")),
    "red line": (("rote Linie", "rote Linien"), ("red line", "red lines")),
    "refusal": (("Ablehnung", "Ablehnungen"), ("refusal", "refusals")),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The interface's words in one language.

    >>> Labels("en").count(2, "party")
    '2 parties'
    """

    language: str = DEFAULT

    def __call__(self, key: str, **values: object) -> str:
        """The label `key`, with `values` filled in. Raises KeyError for a key nobody wrote."""
        text = _WORDS[key][LANGUAGES.index(self.language)]
        return text.format(**values) if values else text

    def count(self, number: int, noun: str) -> str:
        """'1 report', '2 reports'; thousands are grouped as the language does."""
        one, many = _COUNTED[noun][LANGUAGES.index(self.language)]
        grouped = f"{number:,}".replace(",", ".") if self.language == "de" else f"{number:,}"
        return f"{grouped} {one if number == 1 else many}"

    def printed(self, outlets: int, origins: int) -> str:
        """How widely something is printed, and how many independent stories that is.

        >>> Labels("en").printed(10, 1)
        '10 outlets, 1 origin'
        """
        return f"{self.count(outlets, 'outlet')}, {self.count(origins, 'origin')}"

    def day(self, day: date | None) -> str:
        """'15. Dezember 2025' or '15 Dec 2025'; nothing where the day is not known."""
        if day is None:
            return ""
        month = _MONTHS[self.language][day.month - 1]
        return f"{day.day}. {month} {day.year}" if self.language == "de" else f"{day.day} {month} {day.year}"

    def short_day(self, day: date | None) -> str:
        """'15.12.2025' or '15 Dec 2025'; nothing where the day is not known."""
        if day is None:
            return ""
        return f"{day.day}.{day.month}.{day.year}" if self.language == "de" else self.day(day)

    def listed(self, names: Iterable[str]) -> str:
        """'a, b and c'."""
        items = list(names)
        if len(items) < 2:
            return "".join(items)
        joint = " und " if self.language == "de" else " and "
        return ", ".join(items[:-1]) + joint + items[-1]

    def quoted(self, words: str) -> str:
        """`words` in the language's quotation marks."""
        return f"„{words}“" if self.language == "de" else f"“{words}”"


def labels(*wanted: str | None) -> Labels:
    """The labels in the first of the `wanted` languages that exists, else in English.

    >>> labels(None, "fr", "de").language
    'de'
    """
    return Labels(next((one for one in wanted if one in LANGUAGES), DEFAULT))
