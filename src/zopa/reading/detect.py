"""Which of our languages a text is in."""

from __future__ import annotations

from zopa.reading.language import LANGUAGES, language


def detect_language(text: str) -> str:
    """The code of the language a text is in, among those we have a folder for.

    Counts function words first, which settles all but very short or mixed texts;
    those are left to py3langid, restricted to our languages.
    """
    words = [word.strip(".,;:!?„“”\"'()»«").lower() for word in text[:6000].split()]
    counts = {code: sum(word in language(code).stopwords for word in words) for code in LANGUAGES}
    ranked = sorted(LANGUAGES, key=lambda code: -counts[code])
    if counts[ranked[0]] >= 5 and counts[ranked[0]] >= 2 * counts[ranked[1]]:
        return ranked[0]
    import py3langid  # type: ignore[import-untyped]  # here, as it loads a model

    py3langid.set_languages(list(LANGUAGES))
    found, _ = py3langid.classify(text[:6000])
    return str(found) if found in LANGUAGES else ranked[0]
