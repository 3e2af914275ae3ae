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
    "suggested": ("Vorschlag der Maschine, ungeprüft", "suggested by machine, unchecked"),
    "closing": (
        (
            "Jede Zeile beruht auf der Stelle darunter. „Aus zweiter Hand“: niemand von dieser Seite sagt es "
            "selbst. Alles Weitere steht in der Tabelle."
        ),
        (
            "Every line rests on the passage below it. “Second-hand”: nobody of that side says so itself. "
            "The table holds everything else."
        ),
    ),
    # headings
    "red_lines": ("Rote Linien", "Red lines"),
    "proposals": ("Vorschläge", "Proposals"),
    "moved": ("Bewegung", "Movement"),
    "contradictions": ("Widersprüche", "Contradictions"),
    "new": ("Neue Positionen", "New positions"),
    "opening": ("Die kleinste Öffnung", "The smallest opening"),
    "dead": ("Stumme Quellen", "Silent sources"),
    # lines; they follow “Party – Issue: ” and agree with no noun, so that any party fits
    "line_drawn": ("neue rote Linie gegen {option}{tied}", "a new red line against {option}{tied}"),
    "but_contested": (
        "; andere Worte dieser Seite widersprechen dem",
        "; other words of that side contradict this",
    ),
    "line_softer": (
        "weiter gegen {option}{tied}, in den jüngsten Worten aber nicht als rote Linie",
        "still against {option}{tied}, but in the latest words not as a red line",
    ),
    "line_gone": (
        "keine rote Linie mehr gegen {option}, jetzt {attitude}",
        "no longer a red line against {option}, now {attitude}",
    ),
    "now": ("jetzt {attitude}", "now {attitude}"),
    "until_now": ("; bisher {before}", "; until now {before}"),
    "contested_item": (
        "die Aussagen dieser Seite zu {option} widersprechen sich",
        "this side’s statements on {option} contradict each other",
    ),
    "is_contested": ("widersprüchliche Aussagen zu {option}", "contradictory statements on {option}"),
    "was_contested": ("widersprüchlich", "contradictory"),
    "is_supports": ("für {option}", "for {option}"),
    "is_supports_firm": ("unbedingt für {option}", "firmly for {option}"),
    "is_accepts": (
        "{option} annehmbar",
        "could accept {option}",
    ),
    "is_accepts_firm": (
        "{option} annehmbar",
        "could accept {option}",
    ),
    "is_rejects": ("gegen {option}", "against {option}"),
    "is_rejects_firm": ("rote Linie gegen {option}", "a red line against {option}"),
    "was_supports": ("dafür", "for it"),
    "was_supports_firm": ("unbedingt dafür", "firmly for it"),
    "was_accepts": ("annehmbar", "acceptable"),
    "was_accepts_firm": ("annehmbar", "acceptable"),
    "was_rejects": ("dagegen", "against it"),
    "was_rejects_firm": ("eine rote Linie", "a red line"),
    "tied": (", Bedingung: {condition}", ", on the condition: {condition}"),
    "was_tied": (" (Bedingung: {condition})", " (on the condition: {condition})"),
    "second_hand": ("aus zweiter Hand", "second-hand"),
    "inferred": ("aus anderen Positionen erschlossen", "inferred from other positions"),
    "reprinted": ("gedruckt: {printed}", "printed: {printed}"),
    "above": ("wie oben", "as above"),
    "about": ("{speaker} über {party}", "{speaker} about {party}"),
    "verdict_new": ("neu.", "new."),
    "verdict_changed": ("bisher {before}.", "until now {before}."),
    "blockers_joined": (
        "weiter blockiert, jetzt auch durch {joined}.",
        "still blocked, now by {joined} too.",
    ),
    "blockers_left": ("weiter blockiert, nicht mehr durch {left}.", "still blocked, no longer by {left}."),
    "blockers_changed": (
        "weiter blockiert, jetzt durch {joined}, nicht mehr durch {left}.",
        "still blocked, now by {joined}, no longer by {left}.",
    ),
    "blocked": ("blockiert", "blocked"),
    "unknown": ("ungeklärt", "undecided"),
    "open": ("offen", "open"),
    "opening_steps": (
        "Kleinste Schritte, die eine Einigung öffnen",
        "The fewest steps that would leave a deal open",
    ),
    "opening_same": ("Das ist unverändert.", "That has not changed."),
    "opening_ways": ("{count} andere Wege sind nicht leichter.", "{count} other ways are no easier."),
    "opening_way": ("Ein anderer Weg ist nicht leichter.", "One other way is no easier."),
    "opening_incomplete": (
        "Mehr gab die Suche in der gesetzten Zeit nicht her.",
        "The search did not get further in its time.",
    ),
    "opening_none": (
        "Alles, was bekannt ist, könnte zusammen gelten. Das ist noch keine Zustimmung.",
        "All that is on record could hold together. That is not consent.",
    ),
    "opening_none_now": (
        (
            "Alles, was bekannt ist, könnte jetzt zusammen gelten; bisher kollidierte es. "
            "Das ist noch keine Zustimmung."
        ),
        "All that is on record could now hold together; before, it collided. That is not consent.",
    ),
    "dead_item": ("seit dem {day} kommt nichts mehr ({reason}).", "nothing since {day} ({reason})."),
    # why a source is silent, by `SourceError.kind`
    "dead_refused": ("die Adresse wird nicht abgerufen", "its address is not fetched from"),
    "dead_robots": ("robots.txt verbietet das Abrufen", "its robots.txt asks not to fetch it"),
    "dead_unreachable": ("nicht erreichbar", "it can’t be reached"),
    "dead_status": ("der Server antwortet mit einem Fehler", "its server answers with an error"),
    "dead_too-large": ("zu groß", "too large"),
    "dead_type": ("weder Feed noch Bericht", "neither a feed nor a report"),
    "dead_damaged": ("nicht lesbar", "it can’t be read"),
    "dead_empty": ("ohne Text", "it holds no text"),
    "dead_paywall": ("nur noch gegen Bezahlung", "behind a paywall"),
    "dead_cookie-wall": ("nur noch eine Cookie-Abfrage", "nothing but a cookie notice"),
    "dead_error-page": ("nur noch eine Fehlerseite", "nothing but an error page"),
    "dead_navigation": ("nur noch eine Liste von Links", "nothing but a list of links"),
    "dead_no-date": ("ohne Datum", "it gives no day"),
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
    "red_line_softer": (
        ("eine zuletzt weicher gezogene rote Linie", "{n} zuletzt weicher gezogene rote Linien"),
        ("one red line drawn more softly", "{n} red lines drawn more softly"),
    ),
    "move": (("eine Bewegung", "{n} Bewegungen"), ("one movement", "{n} movements")),
    "contradiction": (("ein Widerspruch", "{n} Widersprüche"), ("one contradiction", "{n} contradictions")),
    "new_position": (
        ("eine neue Position", "{n} neue Positionen"),
        ("one new position", "{n} new positions"),
    ),
    "more": (("Dazu eine weitere", "Dazu {n} weitere"), ("And one more", "And {n} more")),
    "others": (("eine weitere", "{n} weitere"), ("one more", "{n} more")),
    "outlets": (
        ("ein weiteres Medium", "{n} weitere Medien"),
        ("one more outlet", "{n} more outlets"),
    ),
    "reprints": (
        ("davon ein Nachdruck", "davon {n} Nachdrucke"),
        ("one of them a reprint", "{n} of them reprints"),
    ),
    "also_in": (
        ("auch in einem weiteren Medium", "auch in {n} weiteren Medien"),
        ("also in one more outlet", "also in {n} more outlets"),
    ),
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

    def more(self, number: int, by: list[str]) -> str:
        """How many changes were left out, and whose."""
        return self.count(number, "more") + (f": {', '.join(by)}." if by else ".")

    def dead(self, kind: str, reason: str) -> str:
        """Why a source is silent; the error's own words where its kind says nothing."""
        return self(f"dead_{kind}") if f"dead_{kind}" in _WORDS else reason

    def others(self, number: int) -> str:
        """How many names were left out of a list."""
        return self.count(number, "others")

    def reports(self, number: int, outlets: str, reprints: int) -> str:
        """How many reports appeared, where, and how many of them print what another printed before."""
        if not number:
            return ("Seither ist kein Bericht erschienen.", "No report has appeared since.")[self._at]
        copied = f", {self.count(reprints, 'reprints')}" if reprints else ""
        return self.count(number, "reports") + (f" ({outlets})" if outlets else "") + f"{copied}."

    def number(self, number: int) -> str:
        """A number, its thousands grouped."""
        return f"{number:,}".replace(",", ".") if self._at == 0 else f"{number:,}"

    def printed(self, outlets: int, origins: int) -> str:
        """'10 outlets, 1 origin'."""
        return self._labels.printed(outlets, origins)

    def day(self, day: date) -> str:
        """'15. Dezember 2025' or '15 Dec 2025'."""
        return self._labels.day(day)

    def listed(self, items: list[str]) -> str:
        """'a, b and c'."""
        return self._labels.listed(items)

    def quoted(self, words: str) -> str:
        """In the language's quotation marks."""
        return self._labels.quoted(words)
