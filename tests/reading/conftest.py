"""A fictional dispute about ferries, in our own words, for the tests of reading."""

from __future__ import annotations

import pytest

from zopa.dossier import Dossier, load

DOSSIER = """\
title: Fährstreit
languages: [de, en]
parties:
  reederei:
    name: {de: Küstenreederei, en: Coastline Company}
    aliases: {de: [Reederei, Kontor Sund], en: [the company]}
  bund:
    name: {de: Seeleutegewerkschaft, en: Seafarers' League}
    aliases: {de: [SLG], en: [the league]}
  insel:
    name: {de: Insel Holm, en: Holm Island}
    aliases: {de: [Holm], en: [Holm]}
    adjectives: {de: [holmisch]}
actors:
  brandis:
    {name: Hella Brandis, aliases: [Brandis], party: bund, role: {de: Gewerkschaftschefin, en: union chief}}
  torvik: {name: Jens Torvik, aliases: [Torvik], party: reederei, role: {de: Direktor, en: director}}
  wedel: {name: Arne Wedel, aliases: [Wedel], party: null, role: {de: Ökonom, en: economist}}
issues:
  lohn:
    name: {de: Lohn, en: Pay}
    terms: {de: [Lohn, Heuer], en: [pay, wages]}
    ordered: true
    options:
      p4: {name: {de: 4 Prozent, en: 4 percent}, value: 4}
      p9: {name: {de: 9 Prozent, en: 9 percent}, value: 9}
  nachtfahrt:
    name: {de: Nachtfähre, en: Night ferry}
    terms: {de: [Nachtfähre, Nachtfahrt], en: [night ferry]}
    options:
      ja:
        name: {de: Nachtfähre wird eingeführt, en: a night ferry}
        terms: {de: [Nachtfähre], en: [night ferry]}
      nein: {name: {de: keine Nachtfähre, en: no night ferry}}
  laufzeit:
    name: {de: Laufzeit, en: Term}
    terms: {de: [Laufzeit, Vertrag], en: [term, contract]}
    options:
      m24: {name: {de: 24 Monate, en: 24 months}, value: 24}
      m36: {name: {de: 36 Monate, en: 36 months}, value: 36}
"""


@pytest.fixture(scope="session")
def dispute(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return load(folder)
