"""Why two statements on one side and option may differ. Values in, values out.

A likely cause is a hint for the person who looks, never a verdict: several may hold, or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from zopa.positions.infer import WINDOW
from zopa.vocabulary import VOICES, StatedPosition


class Cause(StrEnum):
    """Why they may differ."""

    TIME = "time"
    """Said on different days: it may have changed its mind."""
    DATE = "date"
    """For one of them only the report's own date is known: it may be older than it looks."""
    SPEAKER = "speaker"
    """Different voices of the side, who may not speak with the same weight."""
    HEARSAY = "hearsay"
    """One is not the side's own word."""
    TRANSLATION = "translation"
    """The reports are in different languages."""
    OUTLET = "outlet"
    """The same voice on the same day, as two outlets have it."""
    SAME_STORY = "same-story"
    """Both come from one text, printed twice: one of them was read wrongly, or edited."""
    CONDITION = "condition"
    """One is tied to a condition, the other is not."""


def causes(
    one: StatedPosition,
    other: StatedPosition,
    affiliation: Mapping[str, str | None],
    language_of: Mapping[str, str],
    origin_of: Mapping[str, str],
) -> tuple[Cause, ...]:
    """What may have made them differ, the strongest hint first.

    affiliation  speaker id to party id.
    language_of  language by report id.
    origin_of    the report that a report is a reprint of; one that is not listed is its own origin.
    """
    found = []
    reports = one.report, other.report
    if one.report != other.report and len({origin_of.get(name, name) for name in reports}) == 1:
        found.append(Cause.SAME_STORY)
    own = [affiliation.get(each.speaker) == each.holder for each in (one, other)]
    if not all(own):
        found.append(Cause.HEARSAY)
    days = [each.said_on for each in (one, other)]
    if days[0] and days[1] and days[0] != days[1]:
        found.append(Cause.TIME)
    if any(each.said_on is None or each.said_on_precision != "day" for each in (one, other)) and (
        days[0] is None or days[1] is None or abs(days[1] - days[0]) <= WINDOW
    ):
        found.append(Cause.DATE)
    if all(own) and one.speaker != other.speaker:
        found.append(Cause.SPEAKER)
    spoken = {language_of.get(name, "") for name in reports} - {""}
    if len(spoken) > 1:
        found.append(Cause.TRANSLATION)
    same_voice = one.speaker == other.speaker and one.speaker not in VOICES
    same_day = days[0] is not None and days[1] is not None and abs(days[1] - days[0]) <= timedelta(days=1)
    if same_voice and same_day and one.report != other.report and Cause.SAME_STORY not in found:
        found.append(Cause.OUTLET)
    if (one.condition is None) is not (other.condition is None):
        found.append(Cause.CONDITION)
    return tuple(found)
