"""The texts of the deals screen."""

from __future__ import annotations

from zopa.web.words import Both, Noun

WORDS: dict[str, Both] = {
    "deals.nav": ("Abkommen", "Deals"),
    "deals.title": ("Ein Paket zusammenstellen", "Put a package together"),
    "deals.build": ("Paket", "Package"),
    "deals.by": ("Vorgelegt von", "Put forward by"),
    "deals.nobody": ("niemand", "nobody"),
    "deals.start": ("Beginnen mit", "Start from"),
    "deals.empty_package": ("leer", "empty"),
    "deals.as_of": ("Stand", "As of"),
    "deals.latest": ("alle Berichte", "all reports"),
    "deals.open_issue": ("offen lassen", "leave open"),
    "deals.nothing_yet": (
        "Wählen Sie links eine Lösung: Jede Wahl sagt sofort, wer zustimmt, wer blockiert und warum.",
        "Choose an option on the left: every choice says at once who accepts, who blocks, and why.",
    ),
    "deals.sure": ("Dass niemand ablehnt", "That nobody refuses"),
    "deals.sure_all": ("Dass alle zustimmen", "That everybody agrees"),
    "deals.sure_about": (
        "Aus der Sicherheit der Positionen; wer schweigt, stimmt mit 1/2 zu. Annahmen, keine Vorhersage.",
        "From how sure the positions are; the silent agree with 1/2. Assumptions, no forecast.",
    ),
    "deals.flip": ("Daran hängt es: {party}, {issue}", "It hangs on: {party}, {issue}"),
    "deals.who": ("Wer sagt was zu diesem Paket", "Who says what to this package"),
    "deals.yes": ("{n} ja", "{n} yes"),
    "deals.no": ("{n} nein", "{n} no"),
    "deals.unknown": ("{n} offen", "{n} open"),
    "deals.kind.accepts": ("stimmt zu", "accepts"),
    "deals.kind.condition": ("stimmt unter Bedingungen zu", "accepts on conditions"),
    "deals.kind.unknown": ("hat nicht alles gesagt", "has not said"),
    "deals.kind.rejects": ("lehnt ab", "refuses"),
    "deals.kind.redline": ("rote Linie", "red line"),
    "deals.blocking": ("Woran es scheitert", "What blocks it"),
    "deals.conditions": ("Bedingungen", "Conditions"),
    "deals.silent": ("Dazu hat niemand etwas gesagt", "Nobody has spoken to this"),
    "deals.moves": ("Was es öffnen würde", "What would open it"),
    "deals.moves_about": (
        "Die kleinsten Schritte, nach denen niemand mehr ablehnt; die leichtesten zuerst.",
        "The smallest steps after which nobody refuses any more; the easiest first.",
    ),
    "deals.moves_none": ("Niemand lehnt etwas ab.", "Nobody refuses anything."),
    "deals.nearest": ("Das nächste Paket, das niemand ablehnt", "The nearest package nobody refuses"),
    "deals.left_open": ("offen lassen", "left open"),
    "deals.take": ("übernehmen", "take it"),
    "deals.incomplete": (
        "Die Suche wurde nach einer Sekunde beendet; vielleicht gibt es kleinere.",
        "The search was stopped after a second; there may be smaller ones.",
    ),
    "deals.pin": ("Anheften", "Pin"),
    "deals.unpin": ("lösen", "unpin"),
    "deals.own": ("Dieses Paket", "This package"),
    "deals.pinned": ("Angeheftet {n}", "Pinned {n}"),
    "deals.compare": ("Vergleich", "Side by side"),
    "deals.open_it": ("öffnen", "open"),
    "deals.keep": ("Als Vorschlag ins Dossier …", "Into the dossier as a proposal …"),
    "deals.keep_name": ("Name des Vorschlags", "Name of the proposal"),
    "deals.nothing_chosen": ("Das Paket ist leer", "The package is empty"),
    "deals.choose_first": ("Erst Lösungen wählen und einen Namen geben.", "Choose options and give a name."),
    "deals.collide": ("Was nicht zusammen bestehen kann", "What cannot all hold"),
    "deals.collide_about": (
        (
            "Jede Nummer ist ein Widerspruch: Die Sätze, die an ihr hängen, können nicht alle gelten; "
            "fiele einer davon weg, könnten es die übrigen."
        ),
        (
            "Each number is one conflict: the sentences tied to it cannot all hold; "
            "were any one of them given up, the others could."
        ),
    ),
    "deals.knot": ("Bild der Widersprüche: {issues}", "Picture of the conflicts: {issues}"),
    "deals.conflict": ("Widerspruch {n}", "Conflict {n}"),
    "deals.in_conflict": ("in Widerspruch", "in conflict"),
    "deals.side.wants": ("will", "wants"),
    "deals.side.refuses": ("lehnt ab", "refuses"),
    "deals.side.conflict": ("nicht alle zugleich", "not all at once"),
    "deals.only_with": ("nur mit:", "only with:"),
    "deals.unless": ("es sei denn:", "unless:"),
    "deals.except": ("nicht mit:", "not with:"),
    "deals.collide_n": ("Diese {n} Sätze können nicht alle gelten", "These {n} sentences cannot all hold"),
    "deals.no_collision": (
        "Alles Gesagte kann zusammen bestehen.",
        "All that is on record can hold together.",
    ),
    "deals.more_conflicts": ("und {n} weitere", "and {n} more"),
    "deals.would_open": ("Es öffnet sich, wenn", "It opens if"),
    "deals.or": ("oder", "or"),
    "deals.frontier": ("Wofür der Bestand spricht", "What the record speaks for"),
    "deals.frontier_about": (
        (
            "Jeder Punkt ist ein Paket. Rechts: eher lehnt niemand ab. Oben: mehr Zustimmung liegt vor. "
            "A, B, … regeln alles Angesprochene, und kein solches übertrifft sie in beidem."
        ),
        (
            "Each point is a package. To the right: likelier that nobody refuses. Upward: more consent is on "
            "record. A, B, … settle everything spoken of, and no other such package beats them in both."
        ),
    ),
    "deals.scored": ("Effiziente Pakete nach Punkten", "Efficient packages by scores"),
    "deals.scored_about": (
        (
            "Jeder Punkt ist ein Paket, das niemanden besserstellt, ohne jemanden schlechterzustellen. "
            "Gestrichelt: was mindestens erreicht sein muss."
        ),
        (
            "Each point is a package that cannot be bettered for one without costing another. "
            "Dashed: what a deal must reach at least."
        ),
    ),
    "deals.axis_sure": ("dass niemand ablehnt", "that nobody refuses"),
    "deals.axis_yes": ("Zustimmung, die vorliegt", "consent on record"),
    "deals.axis_score": ("Punkte für {party}", "points for {party}"),
    "deals.dot": (
        "Niemand lehnt ab: {sure}; Zustimmung: {yes}",
        "nobody refuses: {sure}; consent on record: {yes}",
    ),
    "deals.short": ("Kurze Liste", "Short list"),
    "deals.short_none": ("Noch spricht nichts für ein Paket.", "The record speaks for no package yet."),
    "deals.across": ("waagerecht", "across"),
    "deals.up": ("senkrecht", "upward"),
    "deals.draw": ("Zeichnen", "Draw"),
    "deals.fair.nash": ("Nash", "Nash"),
    "deals.fair.kalai_smorodinsky": ("Kalai-Smorodinsky", "Kalai–Smorodinsky"),
    "deals.fair.egalitarian": ("gleicher Gewinn", "equal gain"),
    "deals.fair.welfare": ("größte Summe", "largest sum"),
    "deals.passage": ("Textstelle", "passage"),
    "deals.cell": ("Zelle ansehen", "see the cell"),
    "deals.clear": ("Leeren", "Clear"),
    "deals.no_read": ("Noch wurde nichts gelesen.", "Nothing was read yet."),
    "deals.legend": ("Zeichen", "Signs"),
}

NOUNS: dict[str, Noun] = {
    "term": (("Punkt", "Punkte"), ("term", "terms")),
}
