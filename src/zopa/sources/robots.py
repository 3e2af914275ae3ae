"""robots.txt as RFC 9309 has it: the longest matching rule of the group that names us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB to be read; the rest is ignored."""
MAX_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says to us.

    rules  (pattern, allowed); none means everything is allowed.
    delay  seconds between requests that the host asks for, at most MAX_DELAY.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched; on equal length the allowing rule wins."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        best: tuple[int, bool] = (-1, True)
        for pattern, allowed in self.rules:
            if _matches(pattern, path):
                best = max(best, (len(pattern), allowed))
        return best[1]


EVERYTHING = Rules()
NOTHING = Rules((("/", False),))


def parse(text: str, agent: str) -> Rules:
    """The rules for `agent` (a product token, lower case), else those for `*`."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    named: list[str] = []
    in_rules = False
    for line in text.lstrip("\ufeff").splitlines():
        key, found, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not found:
            continue
        if key == "user-agent":
            if in_rules:
                named, in_rules = [], False
            named.append(value.lower())
            groups.setdefault(value.lower(), [])
        elif key in ("allow", "disallow") and named:
            in_rules = True
            if value:
                for name in named:
                    groups[name].append((_normal(value), key == "allow"))
        elif key == "crawl-delay" and named:
            in_rules = True
            if re.fullmatch(r"\d+(\.\d+)?", value):
                delays.update(dict.fromkeys(named, min(float(value), MAX_DELAY)))
    ours = [name for name in groups if name and name != "*" and agent.startswith(name)]
    name = max(ours, key=len) if ours else "*"
    return Rules(tuple(groups.get(name, [])), delays.get(name, 0.0))


def _normal(path: str) -> str:
    """Percent signs written one way, so that /%7Ea and /~a are the same path."""
    return quote(unquote(path), safe="/*$?=&;:@!'()+,~-._%")


def _matches(pattern: str, path: str) -> bool:
    """`*` stands for anything, a final `$` for the end. No regular expression: no way to blow one up."""
    ended = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    for number, part in enumerate(parts[1:], start=1):
        last = number == len(parts) - 1
        if last and ended:
            return len(path) - len(part) >= at and path.endswith(part)
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at == len(path) if ended and len(parts) == 1 else True
