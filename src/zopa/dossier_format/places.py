"""Where in a dossier file something stands, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (`fatal`) or doubtful in a dossier file."""

    message: str
    remedy: str
    line: int | None
    fatal: bool = True


class Lines:
    """1-based line of any path of keys in the file."""

    def __init__(self, tree: CommentedMap) -> None:
        self._tree = tree

    def at(self, *path: object) -> int | None:
        """The line of a path, or of its longest part that is there."""
        node: Any = self._tree
        line: int | None = 1
        for key in path:
            try:
                if isinstance(node, CommentedMap):
                    key = next(k for k in node if str(k) == str(key))
                    line = node.lc.key(key)[0] + 1
                elif isinstance(node, CommentedSeq) and isinstance(key, int):
                    line = node.lc.item(key)[0] + 1
                else:
                    break
                node = node[key]
            except (KeyError, StopIteration, IndexError, AttributeError, TypeError):
                break
        return line
