"""The brief's own words, in English and German."""

from __future__ import annotations

from datetime import date

from zopa.export.labels import Labels, labels

_WORDS: dict[str, tuple[str, str]] = {
    # key: (German, English)
    "title": ("{title}: Was sich seit dem {day} geändert hat", "{title}: what changed since {day}"),
    "nothing": (
        "Seit dem {day} hat sich nichts geändert: keine neue Position, kein Vorschlag steht anders da.",
        "Nothing changed since {day}: no new position, and no proposal stands differently.",
    ),
    "in_short": ("Kurz gesagt: {what}.", "In short: {what}."),
    "all_suggested": (
        "Alles ist maschinell gelesen und noch von keinem Menschen geprüft.",
        "Everything here was read by machine and has not been checked by a person.",
    ),
    "some_suggested": (
        "Was noch kein Mensch geprüft hat, ist als Vorschlag gekennzeichnet.",
        "What no person has checked yet is marked as a suggestion.",
    ),
    "suggested": ("[Vorschlag der Maschine, ungeprüft]", "[suggested by machine, unchecked]"),
    "closing": (
        (
            "Jede Zeile beruht auf der Stelle darunter; was nicht auf Seiten der Partei selbst gesagt wurde, "
            "ist so gekennzeichnet."
        ),
        "Every line rests on the passage below it; where nobody of the party says so itself, it is marked.",
    ),
    # headings
    "red_lines": ("Rote Linien", "Red lines"),
    "proposals": ("Vorschläge", "Proposals"),
    "moved": ("Bewegung", "Movement"),
    "contradictions": ("Widersprüche", "Contradictions"),
    "new": ("Neue Positionen", "New positions"),
    "opening": ("Die kleinste Öffnung", "The smallest opening"),
    "dead": ("Stumme Quellen", "Silent sources"),
    # lines
    "line_drawn": (
        "{party}: neue rote Linie. {option} ({issue}) kommt nicht infrage.",
        "{party}: a new red line. {option} ({issue}) is out of the question.",
    ),
    "line_gone": (
        "{party}: keine rote Linie mehr. Jetzt: {verb} {option} ({issue}){tied}.",
        "{party}: no longer a red line. Now: {verb} {option} ({issue}){tied}.",
    ),
    "new_item": ("{party}: {verb} {option} ({issue}){tied}.", "{party}: {verb} {option} ({issue}){tied}."),
    "moved_item": (
        "{party}: {verb} {option} ({issue}){tied}. Bisher: {before}.",
        "{party}: {verb} {option} ({issue}){tied}. Until now: {before}.",
    ),
    "before": ("Bisher: {before}.", "Until now: {before}."),
    "contested_item": (
        "{party}: die eigenen Worte zu {option} ({issue}) widersprechen sich.",
        "{party}: its own words on {option} ({issue}) disagree.",
    ),
    "was_contested": ("widersprüchlich", "contradictory"),
    "supports": ("will", "wants"),
    "supports_firm": ("besteht auf", "insists on"),
    "accepts": ("könnte leben mit", "could accept"),
    "accepts_firm": ("könnte leben mit", "could accept"),
    "rejects": ("lehnt ab:", "rejects"),
    "rejects_firm": ("schließt aus:", "rules out"),
    "was_supports": ("gewollt", "wanted"),
    "was_supports_firm": ("unbedingt gewollt", "insisted on"),
    "was_accepts": ("annehmbar", "acceptable"),
    "was_accepts_firm": ("annehmbar", "acceptable"),
    "was_rejects": ("abgelehnt", "rejected"),
    "was_rejects_firm": ("rote Linie", "a red line"),
    "tied": (", Bedingung: {condition}", ", on the condition: {condition}"),
    "was_tied": (" (Bedingung: {condition})", " (on the condition: {condition})"),
    "second_hand": (
        "Das sagen andere über sie, nicht die Partei selbst.",
        "Others say so; nobody of this side does.",
    ),
    "inferred": ("Aus anderen Positionen erschlossen.", "Inferred from other positions."),
    "verdict_new": ("„{name}“ liegt neu vor.", "“{name}” is new."),
    "verdict_changed": (
        "„{name}“ war {before} und ist jetzt {now}.",
        "“{name}” was {before} and is now {now}.",
    ),
    "blockers_changed": (
        "„{name}“ bleibt blockiert, aber von anderen.",
        "“{name}” is still blocked, but by others.",
    ),
    "blocked": ("blockiert", "blocked"),
    "unknown": ("ungeklärt", "undecided"),
    "open": ("offen", "open"),
    "point": ("{party} bei {issue}", "{party} on {issue}"),
    "opening_blocked": (
        "Am nächsten an einem Ja ist „{name}“. Im Weg steht: {points}.",
        "“{name}” is nearest to a yes. In its way: {points}.",
    ),
    "opening_unsaid": (
        "Am nächsten an einem Ja ist „{name}“: niemand lehnt ab, offen ist noch {points}.",
        "“{name}” is nearest to a yes: nobody refuses it; still open: {points}.",
    ),
    "dead_item": (
        "{url} liefert seit dem {day} nichts mehr ({reason}).",
        "{url} has given nothing since {day} ({reason}).",
    ),
    "author": ("der Bericht selbst", "the report itself"),
    "anonymous": ("ungenannte Quelle", "an unnamed source"),
    "other": ("eine weitere Stimme", "another voice"),
}

_COUNTED: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    # what: ((German one, many), (English one, many))
    "red_line_drawn": (
        ("eine neue rote Linie", "{n} neue rote Linien"),
        ("one new red line", "{n} new red lines"),
    ),
    "red_line_gone": (
        ("eine rote Linie weniger", "{n} rote Linien weniger"),
        ("one red line given up", "{n} red lines given up"),
    ),
    "verdict": (
        ("eine veränderte Aussicht für einen Vorschlag", "veränderte Aussichten für {n} Vorschläge"),
        ("one proposal with a different outlook", "{n} proposals with a different outlook"),
    ),
    "move": (("eine Bewegung", "{n} Bewegungen"), ("one movement", "{n} movements")),
    "contradiction": (("ein Widerspruch", "{n} Widersprüche"), ("one contradiction", "{n} contradictions")),
    "new_position": (
        ("eine neue Position", "{n} neue Positionen"),
        ("one new position", "{n} new positions"),
    ),
    "more": (("und eine weitere Zeile", "und {n} weitere Zeilen"), ("and one more", "and {n} more")),
    "others": (("eine weitere", "{n} weitere"), ("one more", "{n} more")),
    "reports": (
        ("Seither ist ein Bericht erschienen", "Seither sind {n} Berichte erschienen"),
        ("One report has appeared since", "{n} reports have appeared since"),
    ),
}


class Words:
    """The brief's words in one language; days and lists as everywhere else."""

    def __init__(self, language: str) -> None:
        self._labels: Labels = labels(language)
        self.language = self._labels.language
        self._at = 0 if self.language == "de" else 1

    def __call__(self, key: str, **values: object) -> str:
        """The words `key`, with values filled in."""
        text = _WORDS[key][self._at]
        return text.format(**values) if values else text

    def count(self, number: int, what: str) -> str:
        """'one new red line', '2 new red lines'."""
        one, many = _COUNTED[what][self._at]
        return one if number == 1 else many.format(n=number)

    def more(self, number: int) -> str:
        """How many lines were left out."""
        return self.count(number, "more")

    def others(self, number: int) -> str:
        """How many names were left out of a list."""
        return self.count(number, "others")

    def reports(self, number: int, outlets: str) -> str:
        """How many reports appeared, and where."""
        if not number:
            return ("Seither ist kein Bericht erschienen.", "No report has appeared since.")[self._at]
        return self.count(number, "reports") + (f" ({outlets})." if outlets else ".")

    def day(self, day: date) -> str:
        """'15. Dezember 2025' or '15 Dec 2025'."""
        return self._labels.day(day)

    def listed(self, items: list[str]) -> str:
        """'a, b and c'."""
        return self._labels.listed(items)

    def quoted(self, words: str) -> str:
        """In the language's quotation marks."""
        return self._labels.quoted(words)
