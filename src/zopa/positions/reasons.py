"""Why a cell says what it says: one sentence from the rules that decided. Other languages are the page's."""

from __future__ import annotations

from zopa.positions.matrix import Standing

_FIRST = {
    "own word": "its own latest word",
    "joint": "the joint word of a body it belongs to",
    "second-hand": "nobody of this side says so itself; second-hand",
    "alleged": "only alleged; nobody vouches for it",
}


def reason(standing: Standing, opposed: int) -> str:
    """The rules that decided, who said the decisive words and when, and what was outranked.

    opposed  how many statements of the same weight say otherwise.
    """
    latest = standing.evidence[0]
    day = f" on {latest.said_on:%-d %b %Y}" if latest.said_on else ""
    text = f"{_FIRST[standing.rules[0]]}: {latest.speaker_name or latest.speaker}{day}"
    if standing.through:
        text += f" for {standing.through}"
    if opposed:
        text += f"; contested: {_count(opposed, 'statement')} of the same weight says otherwise"
    elif standing.contested:
        text += "; contested: the side denies it"
    if "still firm" in standing.rules:
        text += "; an earlier red line was not taken back"
    outranked = len(standing.dissent) + max(0, standing.unlisted[1]) - opposed
    if outranked > 0 and not (standing.contested and not opposed):
        text += (
            f"; {_count(outranked, 'older or second-hand statement')} disagree{'s' if outranked == 1 else ''}"
        )
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
