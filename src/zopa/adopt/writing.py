"""Values as YAML: on one line, or as a block."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString


def inline(value: Any) -> str:
    """A value on one line, in flow style.

    >>> inline({"name": "No: never", "aliases": ["Jo, the elder", "Jo"]})
    "{name: 'No: never', aliases: ['Jo, the elder', Jo]}"
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{inline(str(key))}: {inline(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    if not isinstance(value, str):
        return _dumped(value)
    if _PLAIN.fullmatch(value) and _read(f"[{value}]") == [value]:
        return value
    if all(sign.isprintable() and sign != "\ufeff" for sign in value):
        return "'" + value.replace("'", "''") + "'"
    return _dumped(DoubleQuotedScalarString(value))


_PLAIN = re.compile(r"\w(?:[^\[\]{},:#'\"`\\]*[^\[\]{},:#'\"`\\\s])?")
"""Words that need no quotation marks anywhere, unless they read as a number, a date or a truth value."""


def _read(text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        return None


def _dumped(value: Any) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = True
    yaml.width = 1_000_000
    out = io.StringIO()
    yaml.dump([value], out)
    return out.getvalue().strip()[1:-1].strip()


def block(name: str, value: Any, column: int) -> str:
    """`name: value` for a block at a column: maps that hold maps on lines of their own, the rest inline."""
    if not is_deep(value):
        return f"{name}: {inline(value)}" if value is not None else f"{name}:"
    pad = " " * (column + 2)
    if isinstance(value, Mapping):
        lines = [pad + block(inline(str(key)), held, column + 2) for key, held in value.items()]
    else:
        lines = [f"{pad}- {inline(item)}" for item in value]
    return f"{name}:\n" + "\n".join(lines)


def is_deep(value: Any) -> bool:
    """Whether a value is too much for one line: maps or long lists of maps within."""
    if isinstance(value, Mapping):
        return any(isinstance(held, Mapping) and held for held in value.values())
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)
