"""The texts of the dossier editor."""

from __future__ import annotations

from zopa.web.words import Both, Noun

WORDS: dict[str, Both] = {
    "dossier.nav": ("Dossier", "Dossier"),
    "dossier.title": ("Dossier bearbeiten", "Edit the dossier"),
    "dossier.about": (
        (
            "Formulare und YAML sind dasselbe: Was hier geändert wird, steht dort, Kommentare bleiben. "
            "Nichts wird gespeichert, bevor Sie den Unterschied gesehen haben."
        ),
        (
            "Forms and YAML are the same thing: what you change here stands there, comments stay. "
            "Nothing is saved before you have seen the difference."
        ),
    ),
    "dossier.top": ("Allgemein", "In general"),
    "dossier.parties": ("Seiten", "Sides"),
    "dossier.actors": ("Personen und Stellen", "Persons and bodies"),
    "dossier.issues": ("Themen und Lösungen", "Issues and options"),
    "dossier.proposals": ("Vorschläge", "Proposals"),
    "dossier.field.title": ("Titel", "Title"),
    "dossier.field.languages": ("Sprachen der Berichte", "Languages of the reports"),
    "dossier.field.name": ("Name", "Name"),
    "dossier.field.aliases": ("Andere Namen", "Other names"),
    "dossier.field.adjectives": ("Adjektive", "Adjectives"),
    "dossier.field.party": ("Seite", "Side"),
    "dossier.field.role": ("Amt", "Office"),
    "dossier.field.terms": ("Wörter der Presse", "Words of the press"),
    "dossier.field.ordered": ("Lösungen liegen auf einer Linie", "Options lie on a line"),
    "dossier.field.value": ("Zahl", "Figure"),
    "dossier.field.by": ("Vorgelegt von", "Put forward by"),
    "dossier.field.date": ("Datum", "Date"),
    "dossier.no_party": ("keiner Seite", "of no side"),
    "dossier.open": ("offen", "open"),
    "dossier.options": ("Lösungen", "Options"),
    "dossier.add": ("Hinzufügen", "Add"),
    "dossier.add.parties": ("Neue Seite", "New side"),
    "dossier.add.actors": ("Neue Person", "New person"),
    "dossier.add.issues": ("Neues Thema", "New issue"),
    "dossier.add.options": ("Neue Lösung", "New option"),
    "dossier.add.proposals": ("Neuer Vorschlag", "New proposal"),
    "dossier.remove": ("Entfernen: {name}", "Remove: {name}"),
    "dossier.words_hint": ("mit Komma getrennt", "separated by commas"),
    "dossier.yaml": ("dossier.yaml", "dossier.yaml"),
    "dossier.sound": ("Alles in Ordnung", "Nothing wrong"),
    "dossier.wrong": ("{n} Fehler", "{n} wrong"),
    "dossier.doubtful": ("{n} zweifelhaft", "{n} doubtful"),
    "dossier.line": ("Zeile {n}", "line {n}"),
    "dossier.no_yaml": (
        "Das YAML lässt sich nicht lesen. Erst die Zeile in Ordnung bringen, dann gehen die Formulare.",
        "The YAML can’t be read. Put the line in order first; then the forms work again.",
    ),
    "dossier.see_diff": ("Unterschied ansehen …", "See the difference …"),
    "dossier.diff": ("Was sich ändert", "What changes"),
    "dossier.diff_none": ("Nichts ändert sich.", "Nothing changes."),
    "dossier.diff_new": ("neu", "new"),
    "dossier.diff_gone": ("weg", "gone"),
    "dossier.save": ("So speichern", "Save it so"),
    "dossier.back": ("Zurück, ohne zu speichern", "Back without saving"),
    "dossier.kept": (
        "Gespeichert. Berichte, die davon abhängen, sind neu zu lesen.",
        "Saved. Reports that depend on it are to be read anew.",
    ),
    "dossier.read_now": ("Zum Eingang", "To the inbox"),
    "dossier.unsaved": ("Noch nicht gespeichert", "Not saved yet"),
    "dossier.reader": (
        "Zum Ändern braucht es die Rolle „Bearbeiten“.",
        "Changing it takes the role “editor”.",
    ),
    "dossier.new": ("Ein neues Dossier", "A new dossier"),
    "dossier.new_about": (
        (
            "Ein Dossier sagt, wer worüber verhandelt und welche Wörter die Presse dafür benutzt. "
            "Schreiben Sie auf, was Sie wissen; alles lässt sich später ändern."
        ),
        (
            "A dossier says who negotiates about what, and which words the press uses. "
            "Write down what you know; everything can be changed later."
        ),
    ),
    "dossier.new_exists": ("In diesem Ordner liegt schon eines.", "There is one in this folder already."),
    "dossier.new.title": ("Worüber wird verhandelt?", "What is negotiated?"),
    "dossier.new.languages": ("Sprachen der Berichte", "Languages of the reports"),
    "dossier.new.parties": (
        "Wer sitzt am Tisch? Eine Seite je Zeile",
        "Who is at the table? One side a line",
    ),
    "dossier.new.persons": (
        "Wer spricht? Eine Person je Zeile, ihre Seite in Klammern",
        "Who speaks? One person a line, the side in brackets",
    ),
    "dossier.new.issues": (
        "Worum geht es? Ein Thema je Zeile, hinter dem Doppelpunkt die möglichen Lösungen",
        "What is at issue? One issue a line, the possible options behind a colon",
    ),
    "dossier.new.make": ("Weiter", "Go on"),
    "dossier.new.example": ("Mit einem Beispiel beginnen", "Begin with an example"),
    "dossier.new.hint.parties": ("Nordinseln\nFährlinie", "Northern Isles\nStrait Line"),
    "dossier.new.hint.persons": (
        "Ada Moran (Nordinseln)\nJon Quist (Fährlinie)",
        "Ada Moran (Northern Isles)\nJon Quist (Strait Line)",
    ),
    "dossier.new.hint.issues": (
        "Fahrpreis: höchstens 8 Kronen; 14 Kronen\nWinterfahrplan: täglich; dreimal die Woche",
        "Single fare: at most 8 crowns; 14 crowns\nWinter service: daily; three a week",
    ),
    "dossier.language.de": ("Deutsch", "German"),
    "dossier.language.en": ("Englisch", "English"),
}

NOUNS: dict[str, Noun] = {}
