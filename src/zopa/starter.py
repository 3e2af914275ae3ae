"""The commented dossier that `zopa init` writes."""

from __future__ import annotations

import json
from pathlib import Path

from zopa.dossier import FILE, REPORTS, schema
from zopa.errors import DossierError, OutputError

SCHEMA_FILE = "dossier.schema.json"

DOSSIER = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
# A dossier says who negotiates, about what, and which words the press uses for it.
# Replace this invented example by your negotiation; check it with: zopa check DIR
title: Ferry fares between the islands
languages: [en]            # of the reports; for names by language write {{de: …, en: …}}

# The sides at the table. Aliases are other names the press uses, capitals and nicknames included.
parties:
  north:
    name: Northern Isles
    aliases: [the northern council, Port Ard]
    adjectives: [northern]
  line:
    name: Strait Line
    aliases: [the company, the operator]

# Who speaks. An expert or a mediator belongs to no party: party: null
actors:
  moran: {{name: Ada Moran, aliases: [Moran], party: north, role: council leader}}
  quist: {{name: Jon Quist, aliases: [Quist], party: line, role: chief executive}}
  hale:  {{name: Ruth Hale, aliases: [Hale], party: null, role: transport economist}}

# The questions, and the options that would settle each. Terms are words the reports use.
issues:
  fare:
    name: Single fare
    terms: [fare, ticket price]
    ordered: true          # the options lie on a line, in this order
    options:
      low:  {{name: at most 8 crowns, value: 8, terms: [cheap ticket]}}
      high: {{name: 14 crowns, value: 14}}
  winter:
    name: Winter service
    terms: [winter service, winter timetable]
    options:
      daily:  {{name: a boat every day, terms: [daily boat, daily service]}}
      thrice: {{name: three boats a week, terms: [three boats a week]}}

# Packages somebody put forward, by a party or an actor.
proposals:
  council_paper:
    name: The council's paper
    by: north
    date: 2031-05-02
    terms: {{fare: low, winter: daily}}
"""

REPORT = """\
---
outlet: The Strait Courier
published: 2031-05-03
language: en
title: Council and ferry line far apart
---
The northern council is demanding a daily service in winter. "We want a daily boat, and we will not
pay more than 8 crowns for a ticket," council leader Ada Moran said on Friday.

Strait Line rejected a daily service in winter. Chief executive Jon Quist said the company could
live with a fare of 8 crowns, provided that there were three boats a week in winter.
"""


def write_starter(folder: Path) -> list[Path]:
    """Write a starter dossier with one report and the JSON Schema for editors.

    Returns  the files written.
    Raises   DossierError when the folder already holds a dossier, OutputError when it can't be written.
    """
    if (folder / FILE).exists():
        raise DossierError(
            "there is a dossier already",
            path=folder / FILE,
            remedy="Choose another folder; nothing was changed.",
        )
    texts = {
        folder / FILE: DOSSIER,
        folder / REPORTS / "2031-05-03_courier.txt": REPORT,
        folder / SCHEMA_FILE: json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
    }
    try:
        (folder / REPORTS).mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"can't be written: {error.strerror}", path=error.filename or folder) from error
    return list(texts)
