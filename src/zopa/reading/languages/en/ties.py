"""Words that tie a position to something else, or say how it is held."""

from __future__ import annotations

TIES = {
    "except": r"""
except
excepting
excluding
with the exception of
(apart|aside) from
other than
""",
    "or else": r"""
or else
otherwise
failing that
failing which
""",
    "alleged": r"""
alleged(ly)?
reportedly
purported(ly)?
supposed(ly)?
rumou?red
(is|are|was|were) said to
""",
    "denied": r"""
den(y|ies|ied|ying)
(dismiss|dismisses|dismissed|rejects|rejected) … (report|reports|rumours|rumors|claim|claims|suggestions)
""",
    "past": r"""
had (long|once|originally|initially|previously|earlier) _
used to (want|demand|insist|oppose|reject|support|seek|refuse)
(once|originally|initially|formerly) (demanded|wanted|opposed|rejected|insisted|sought|supported|refused)
""",
}
