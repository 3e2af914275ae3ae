"""Edits of a dossier file, as values: what to put, drop, rename or add where."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Keys from the top of the file; a number is a place in a list."""


@dataclass(frozen=True, slots=True)
class Put:
    """Set what stands at a path, made where there is none. `value` is plain: texts, numbers, maps, lists."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """Take out a key with all below it; nothing happens where there is none."""

    path: Path


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a key another name, at its place."""

    path: Path
    to: str


@dataclass(frozen=True, slots=True)
class AddWord:
    """Add a word to a list, made where there is none; nothing happens where it holds the word already."""

    path: Path
    word: str


Edit = Put | Drop | Rename | AddWord


def plain(node: Any) -> Any:
    """The tree as plain maps with text keys, and lists."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, list) else node


def changed(data: Any, edit: Edit) -> Any:
    """Plain data after one edit, as a copy.

    Raises KeyError where a key to rename is not there or its new name is taken.
    """
    made = copy.deepcopy(data) if data is not None else {}
    if isinstance(edit, AddWord):
        words = at(made, edit.path)
        held = [] if words is None else list(words) if isinstance(words, list) else [words]
        if edit.word not in held:
            put(made, edit.path, [*held, edit.word])
    elif isinstance(edit, Put):
        put(made, edit.path, plain(edit.value))
    else:
        parent = at(made, edit.path[:-1])
        last = edit.path[-1]
        if isinstance(edit, Drop):
            if isinstance(parent, list) and isinstance(last, int) and last < len(parent):
                del parent[last]
            elif isinstance(parent, dict):
                parent.pop(str(last), None)
            return made
        if not isinstance(parent, dict) or str(last) not in parent:
            raise KeyError(last)
        if edit.to != str(last) and edit.to in parent:
            raise KeyError(edit.to)
        items = [(edit.to if key == str(last) else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)
    return made


def at(data: Any, path: Path) -> Any:
    """What stands at a path, or None."""
    for key in path:
        if isinstance(data, dict):
            data = data.get(str(key))
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


def put(data: Any, path: Path, value: Any) -> None:
    """Set what stands at a path, in place."""
    for key in path[:-1]:
        if isinstance(data, list):
            data = data[int(key)]
            continue
        if not isinstance(data.get(str(key)), dict | list):
            data[str(key)] = {}
        data = data[str(key)]
    last = path[-1]
    if isinstance(data, list):
        place = int(last)
        data[place : place + 1] = [value]
    else:
        data[str(last)] = value
