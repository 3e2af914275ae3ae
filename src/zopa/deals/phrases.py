"""The phrases of `telling`, English and German. An explanation never uses a term it does not explain."""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "or": {
        "en": "; or ",
        "de": "; oder ",
    },
    "more": {
        "en": "; and {count} further ways",
        "de": "; und {count} weitere Wege",
    },
    "none": {
        "en": "none",
        "de": "keiner",
    },
    "incomplete": {
        "en": "The search was cut off: the smallest come first, further ones may be missing.",
        "de": "Die Suche wurde abgebrochen: Die kleinsten stehen vorn, weitere können fehlen.",
    },
    "verdicts_title": {
        "en": "The proposals",
        "de": "Die Vorschläge",
    },
    "verdicts_about": {
        "en": "Blocked: somebody on record refuses a term. Unknown: nobody refuses, but not everybody "
        "has spoken. Open: everybody has agreed, perhaps on conditions.",
        "de": "Blockiert: Jemand lehnt einen Punkt ab. Unbekannt: Niemand lehnt ab, aber nicht alle "
        "haben sich geäußert. Offen: Alle haben zugestimmt, vielleicht unter Bedingungen.",
    },
    "disputes_title": {
        "en": "What collides, and what would open it",
        "de": "Was kollidiert und was es öffnet",
    },
    "disputes_about": {
        "en": "On these issues not all that is on record can hold together. Each line names the smallest "
        "steps that would leave a deal open; the easiest come first: few steps, few parties, a wish "
        "before a refusal, a refusal before a red line, hearsay before the party's own word.",
        "de": "Bei diesen Fragen kann nicht alles zugleich gelten, was gesagt wurde. Jede Zeile nennt die "
        "kleinsten Schritte, die eine Einigung öffnen; die leichtesten zuerst: wenige Schritte, wenige "
        "Parteien, Wunsch vor Ablehnung, Ablehnung vor roter Linie, Hörensagen vor eigenem Wort.",
    },
    "dispute_line": {
        "en": "{issues}: {ways}.",
        "de": "{issues}: {ways}.",
    },
    "anything_title": {
        "en": "Is anything left that nobody refuses?",
        "de": "Gibt es etwas, das niemand ablehnt?",
    },
    "anything_about": {
        "en": "Wishes left aside: is there one option for each issue that nobody on record refuses, with all "
        "conditions kept? That is not consent, only the absence of a known no.",
        "de": "Wünsche beiseitegelassen: Gibt es zu jeder Frage eine Option, die niemand ablehnt, wenn alle "
        "Bedingungen gelten? Das ist keine Zustimmung, nur das Fehlen eines bekannten Neins.",
    },
    "anything_yes": {
        "en": "Yes, as far as the record goes.",
        "de": "Ja, soweit bekannt.",
    },
    "anything_no": {
        "en": "No: refusals alone rule out every package.",
        "de": "Nein: Schon Ablehnungen schließen jedes Paket aus.",
    },
    "anything_odds": {
        "en": "Counting how sure each position is, the chance that it is so is {share}.",
        "de": "Nach der Sicherheit der Positionen liegt die Wahrscheinlichkeit dafür bei {share}.",
    },
    "pivotal_line": {
        "en": "{share} if this were given up: {claim}",
        "de": "{share}, wenn dies aufgegeben würde: {claim}",
    },
    "variants_title": {
        "en": "Nearest to “{name}”",
        "de": "Am nächsten an „{name}“",
    },
    "variants_about": {
        "en": "The packages with the fewest changes that nobody on record refuses.",
        "de": "Die Pakete mit den wenigsten Änderungen, die niemand ablehnt.",
    },
    "change_to": {
        "en": "{issue}: {option}",
        "de": "{issue}: {option}",
    },
    "leave_open": {
        "en": "{issue} left open",
        "de": "{issue} offengelassen",
    },
    "variant_line": {
        "en": "{changes} ({open} answers still missing)",
        "de": "{changes} ({open} Antworten fehlen noch)",
    },
    "forecast_title": {
        "en": "Where stated wishes balance",
        "de": "Wo sich die Wünsche die Waage halten",
    },
    "forecast_about": {
        "en": "",
        "de": "",
    },
    "marker_line": {
        "en": "{issue}: the middle of {count} parties' wishes lies near {median}, their average near {mean}.",
        "de": "{issue}: Die Mitte der Wünsche von {count} Seiten liegt bei {median}, ihr Mittel bei {mean}.",
    },
    "zone_title": {
        "en": "How much room there is",
        "de": "Wie viel Spielraum es gibt",
    },
    "zone_about": {
        "en": "Every way to settle all issues is scored for every party. A package passes if enough parties "
        "get at least what they could have without a deal (their reservation value).",
        "de": "Jede Art, alle Fragen zu regeln, wird für jede Partei bewertet. Ein Paket geht durch, wenn "
        "genug Parteien mindestens das bekommen, was sie ohne Einigung hätten (ihren Vorbehaltswert).",
    },
    "zone_counted": {
        "en": "{count} of {all} packages pass ({share}).",
        "de": "{count} von {all} Paketen gehen durch ({share}).",
    },
    "zone_sampled": {
        "en": "Between {low} and {high} of {all} packages pass (drawn at random, 99 % sure).",
        "de": "Zwischen {low} und {high} von {all} Paketen gehen durch (Stichprobe, zu 99 % sicher).",
    },
    "zone_unanimous": {
        "en": "{count} suit everybody.",
        "de": "{count} passen allen.",
    },
    "zone_odds": {
        "en": "If the scores are somewhat off, there is still such a package in {share} of the cases tried.",
        "de": "Sind die Werte etwas ungenau, gibt es in {share} der geprüften Fälle noch ein solches Paket.",
    },
    "frontier_title": {
        "en": "Packages that waste nothing",
        "de": "Pakete, die nichts verschenken",
    },
    "frontier_about": {
        "en": "In these no party could get more without another getting less (the Pareto frontier). Whatever "
        "lies below leaves something on the table.",
        "de": "Hier kann keine Partei mehr bekommen, ohne dass eine andere weniger bekommt (die "
        "Pareto-Front). Alles darunter lässt etwas auf dem Tisch liegen.",
    },
    "frontier_line": {
        "en": "{count} different ones.",
        "de": "{count} verschiedene.",
    },
    "points_title": {
        "en": "Four ideas of fair",
        "de": "Vier Vorstellungen von fair",
    },
    "points_about": {
        "en": "Each picks one package: the largest product of gains (Nash), the largest share of what each "
        "could at best gain (Kalai-Smorodinsky), the best for who gains least (egalitarian), the "
        "largest sum (welfare). Egalitarian and sum compare scales, which only means something if the "
        "scales agree.",
        "de": "Jede wählt ein Paket: das größte Produkt der Gewinne (Nash), der größte Anteil am jeweils "
        "Bestmöglichen (Kalai-Smorodinsky), das Beste für den, der am wenigsten gewinnt (egalitär), die"
        " größte Summe (Wohlfahrt). Egalitär und Summe vergleichen Skalen, die dafür zueinander passen "
        "müssen.",
    },
    "nash": {
        "en": "Nash",
        "de": "Nash",
    },
    "kalai_smorodinsky": {
        "en": "Kalai-Smorodinsky",
        "de": "Kalai-Smorodinsky",
    },
    "egalitarian": {
        "en": "Egalitarian",
        "de": "Egalitär",
    },
    "welfare": {
        "en": "Welfare",
        "de": "Wohlfahrt",
    },
    "shortlist_title": {
        "en": "A short list to talk about",
        "de": "Eine kurze Liste zum Besprechen",
    },
    "shortlist_about": {
        "en": "Packages that waste nothing and differ from each other as much as possible.",
        "de": "Pakete, die nichts verschenken und sich möglichst stark unterscheiden.",
    },
    "standing_title": {
        "en": "How the proposals score",
        "de": "Wie die Vorschläge abschneiden",
    },
    "standing_about": {
        "en": "Whether a proposal passes, and what another package would add for everybody at nobody's cost.",
        "de": "Ob ein Vorschlag durchgeht und was ein anderes Paket allen brächte, ohne jemandem zu schaden.",
    },
    "passes": {
        "en": "passes",
        "de": "geht durch",
    },
    "fails": {
        "en": "does not pass",
        "de": "geht nicht durch",
    },
    "efficient_line": {
        "en": "{name}: {verdict}; wastes nothing.",
        "de": "{name}: {verdict}; verschenkt nichts.",
    },
    "left_line": {
        "en": "{name}: {verdict}; left on the table: {gains}.",
        "de": "{name}: {verdict}; verschenkt: {gains}.",
    },
    "unsettled_line": {
        "en": "{name}: leaves {issues} open, so it has no score.",
        "de": "{name}: lässt {issues} offen und hat daher keinen Wert.",
    },
    "concessions_title": {
        "en": "Who would have to give",
        "de": "Wer nachgeben müsste",
    },
    "concessions_about": {
        "en": "No package suits everybody. Below, who can't all be satisfied, and who would open a deal by "
        "accepting less than the reservation value.",
        "de": "Kein Paket passt allen. Hier steht, wer nicht zugleich zufrieden sein kann und wer eine "
        "Einigung öffnet, wenn er weniger als seinen Vorbehaltswert annimmt.",
    },
    "blocking_line": {
        "en": "Can't all be satisfied: {who}.",
        "de": "Nicht zugleich zufriedenzustellen: {who}.",
    },
    "conceding_line": {
        "en": "Enough if these give: {who}.",
        "de": "Es genügt, wenn nachgeben: {who}.",
    },
    "shortfall_line": {
        "en": "The least that must be given in all: {value}.",
        "de": "Insgesamt mindestens nachzugeben: {value}.",
    },
    "stability_title": {
        "en": "Where everybody would stay",
        "de": "Wo alle bleiben würden",
    },
    "stability_about": {
        "en": "A state is stable if nobody has reason to leave it: because no move of theirs is better "
        "(Nash), because the others could answer so that it isn't (GMR), because no counter-move mends "
        "that (SMR), or because the others would gain by answering so (SEQ).",
        "de": "Ein Zustand ist stabil, wenn niemand Grund hat, ihn zu verlassen: weil kein eigener Zug besser"
        " ist (Nash), weil die anderen so antworten könnten, dass er es nicht ist (GMR), weil kein "
        "Gegenzug das heilt (SMR), oder weil die anderen durch diese Antwort gewinnen (SEQ).",
    },
    "stable_line": {
        "en": "{concept}: {states}",
        "de": "{concept}: {states}",
    },
    "doubtful": {
        "en": " (depends on preferences that are not known: {states})",
        "de": " (hängt von unbekannten Vorlieben ab: {states})",
    },
    "joint_line": {
        "en": "Together {who} would gain by going from {start} to {target}.",
        "de": "Gemeinsam gewinnen {who} durch den Schritt von {start} nach {target}.",
    },
}
