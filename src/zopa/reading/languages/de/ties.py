"""Words that tie a position to something else, or say how it is held."""

from __future__ import annotations

TIES = {
    "except": r"""
außer
ausgenommen
(mit|unter) ausnahme
abgesehen von
""",
    "or else": r"""
sonst
ansonsten
andernfalls
anderenfalls
widrigenfalls
""",
    "alleged": r"""
angeblich(e|en|er|es)?
mutmaßlich(e|en|er|es)?
gerüchten zufolge
gerüchteweise
""",
    "denied": r"""
dementier(t|te|en|ten)
bestreite(t|n)
bestritt(en)?
(streitet|stritt|stritten|streiten) … ab
(weist|wies|wiesen) … (bericht|berichte|gerüchte|darstellung|meldungen) … zurück
""",
    "past": r"""
hatte(n)? (einst|früher|ursprünglich|anfangs|zunächst|jahrelang|lange|noch) _
hatte(n)? … (einst|früher|ursprünglich|anfangs|jahrelang)
(einst|früher|ursprünglich|anfangs|jahrelang) hatte(n)?
(einst|früher|ursprünglich|anfangs|jahrelang) (forderte|wollte|lehnte|verlangte|bestand|unterstützte)(n)?
""",
}
