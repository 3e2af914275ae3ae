"""The texts that all screens share."""

from __future__ import annotations

from zopa.web.words import Both, Noun

WORDS: dict[str, Both] = {
    "app": ("zopa", "zopa"),
    "nav.label": ("Bereiche", "Screens"),
    "skip": ("Zum Inhalt springen", "Skip to content"),
    "menu": ("Menü", "Menu"),
    "language": ("Sprache", "Language"),
    "theme": ("Helligkeit", "Brightness"),
    "theme.auto": ("wie das System", "as the system"),
    "theme.light": ("hell", "light"),
    "theme.dark": ("dunkel", "dark"),
    "settings": ("Ansicht", "View"),
    "set": ("Übernehmen", "Apply"),
    "sign_out": ("Abmelden", "Sign out"),
    "role.reader": ("Lesen", "reader"),
    "role.reviewer": ("Prüfen", "reviewer"),
    "role.editor": ("Bearbeiten", "editor"),
    "keys": ("Tasten", "Keys"),
    "keys.help": ("Diese Übersicht", "This list"),
    "keys.search": ("Suchen", "Search"),
    "keys.go": ("Gehe zu: {screen}", "Go to: {screen}"),
    "keys.close": ("Schließen", "Close"),
    "cancel": ("Abbrechen", "Cancel"),
    "save": ("Speichern", "Save"),
    "close": ("Schließen", "Close"),
    "more": ("Weitere", "More"),
    "all": ("alle", "all"),
    "any": ("beliebig", "any"),
    "none": ("keine", "none"),
    "yes": ("ja", "yes"),
    "no": ("nein", "no"),
    "reason": ("Grund", "Reason"),
    "remedy": ("Abhilfe", "Remedy"),
    "undated": ("ohne Datum", "undated"),
    "said": ("gesagt", "said"),
    "printed": ("gedruckt", "printed"),
    "loading": ("lädt …", "loading …"),
    "footer.local": ("läuft auf diesem Rechner", "runs on this machine"),
    "read_only": (
        "Nur zum Lesen: in den Ordner kann nicht geschrieben werden.",
        "Read only: the folder can’t be written.",
    ),
    "status.suggested": ("Vorschlag", "suggested"),
    "status.accepted": ("geprüft", "accepted"),
    "status.automatic": ("automatisch", "automatic"),
    "status.unsure": ("unsicher", "unsure"),
    "status.disputed": ("umstritten", "disputed"),
    "status.rejected": ("verworfen", "rejected"),
    "status.corrected": ("berichtigt", "corrected"),
    "status.suggested.long": (
        "Vorschlag der Maschine, von niemandem geprüft",
        "a machine’s suggestion, judged by nobody",
    ),
    # faults
    "fault.title": ("Das ging nicht", "That did not work"),
    "fault.role": ("Dafür braucht es die Rolle „{role}“", "This takes the role “{role}”"),
    "fault.ask": (
        "Wer den Server betreibt, kann sie geben: zopa user role.",
        "Whoever runs the server can give it: zopa user role.",
    ),
    "fault.sign_in": ("Bitte anmelden", "Please sign in"),
    "fault.sign_in_remedy": (
        "Im Browser unter /sign-in, für Programme mit einem Token: zopa user token.",
        "In the browser at /sign-in, for programs with a token: zopa user token.",
    ),
    "fault.forged": (
        "Das Formular ist abgelaufen oder kam von einer anderen Seite",
        "The form has expired, or came from another site",
    ),
    "fault.forged_remedy": (
        "Die Seite neu laden und noch einmal absenden.",
        "Reload the page and send it again.",
    ),
    "fault.read_only": ("Hier kann nichts geschrieben werden", "Nothing can be written here"),
    "fault.read_only_remedy": (
        "Das Dossier an einen Ort kopieren, an dem geschrieben werden darf.",
        "Copy the dossier to a place where you may write.",
    ),
    "fault.not_found": ("Hier gibt es nichts", "There is nothing here"),
    "fault.not_found_remedy": (
        "Die Adresse prüfen, oder über die Navigation gehen.",
        "Check the address, or go by the navigation.",
    ),
    "fault.server": ("Ein Fehler in zopa", "A fault in zopa"),
    "fault.server_remedy": (
        "Nichts wurde verändert. Was gerade geschah, steht im Protokoll des Servers unter {mark}.",
        "Nothing was changed. What happened is in the server’s log under {mark}.",
    ),
    "fault.wrong_input": ("Eine Angabe ist falsch: {what}", "A value is wrong: {what}"),
    "fault.unfit": (
        "ein Text oder eine Zahl, die sich nicht aufbewahren lässt",
        "a text or a number that can’t be kept",
    ),
    "fault.network": (
        "Der Server antwortet nicht. Läuft zopa serve noch?",
        "The server does not answer. Is zopa serve still running?",
    ),
}

NOUNS: dict[str, Noun] = {
    "position": (("Position", "Positionen"), ("position", "positions")),
    "change": (("Änderung", "Änderungen"), ("change", "changes")),
    "contradiction": (("Widerspruch", "Widersprüche"), ("contradiction", "contradictions")),
    "judgement": (("Urteil", "Urteile"), ("judgement", "judgements")),
    "hit": (("Treffer", "Treffer"), ("hit", "hits")),
    "day": (("Tag", "Tage"), ("day", "days")),
}
