"""Changing a YAML file as a careful person would: only the words in question, every comment kept.

ruamel.yaml says where each value stands; the change is made in the text there, and the result is read
back and compared with what was wanted. Where a place can't be changed by itself (anchors, merge keys)
ruamel writes the whole file anew, comments included.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.representer import RoundTripRepresenter

from zopa.adopt.edits import AddWord, Edit, Path, Put, Rename, at, changed, plain, put
from zopa.adopt.writing import block, inline, is_deep


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, in order; every comment and everything else stays as it is.

    Raises  KeyError where a key to rename is not there or its new name is taken,
            ruamel's YAMLError where the text is no YAML.
    """
    for edit in edits:
        wanted = changed(plain(_yaml().load(text)), edit)
        text = _patched(text, edit, wanted)
    return text


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    return yaml


# ------------------------------------------------------------------ the same, in the text


def _patched(text: str, edit: Edit, wanted: Any) -> str:
    before = plain(_yaml().load(text))
    if before == wanted and not isinstance(edit, Rename):
        return text
    made = _Patch(text).done(edit)
    if made is not None:
        try:
            if plain(_yaml().load(made)) == wanted:
                return made
        except Exception:  # noqa: BLE001, S110 - any text that ruamel can't read is no result
            pass
    return _anew(text, edit)


def _anew(text: str, edit: Edit) -> str:
    """The file as ruamel writes it, where the text itself could not be changed."""
    yaml = _yaml()
    yaml.Representer = _Representer
    tree = yaml.load(text)
    tree = CommentedMap() if tree is None else tree
    if isinstance(edit, Put):
        put(tree, edit.path, yaml.load(inline(edit.value)))
    elif isinstance(edit, AddWord):
        words = at(tree, edit.path)
        if isinstance(words, list):
            words.append(edit.word)
        else:
            put(tree, edit.path, [edit.word] if words is None else [words, edit.word])
    else:
        parent = at(tree, edit.path[:-1])
        place = list(parent).index(edit.path[-1])
        value = parent.pop(edit.path[-1])
        if isinstance(edit, Rename):
            parent.insert(place, edit.to, value)
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


class _Representer(RoundTripRepresenter):
    """Writes nothing as `null`, as it stands in most files, not as an empty place."""


_Representer.add_representer(
    type(None), lambda one, _: one.represent_scalar("tag:yaml.org,2002:null", "null")
)


class _Patch:
    """One edit of one text, at the places that ruamel names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        root = _yaml().compose(text)
        self._root: Node | None = root

    def done(self, edit: Edit) -> str | None:
        """The text after the edit, or None where its place can't be changed by itself."""
        if self._root is None or not isinstance(self._root, MappingNode):
            return None
        if isinstance(edit, Put):
            return self._put(edit.path, edit.value)
        if isinstance(edit, AddWord):
            return self._add_word(edit)
        parent = self._node(edit.path[:-1])
        pair = _pair(parent, edit.path[-1]) if parent is not None else None
        if isinstance(edit, Rename):
            if pair is None:
                return None
            key = pair[0]
            return self._with(key.start_mark.index, key.end_mark.index, inline(edit.to))
        return self._drop(parent, edit.path[-1])

    # -------------------------------------------------------------- finding

    def _node(self, path: Path) -> Node | None:
        node: Node | None = self._root
        for key in path:
            if isinstance(node, SequenceNode):
                node = node.value[key] if isinstance(key, int) and key < len(node.value) else None
            else:
                pair = _pair(node, key)
                node = pair[1] if pair else None
            if node is None:
                return None
        return node

    def _end(self, node: Node) -> int:
        """Where a node's own text ends: a block's mark lies at what follows it."""
        if node.value and isinstance(node, MappingNode) and not node.flow_style:
            return self._end(node.value[-1][1]) or int(node.value[-1][0].end_mark.index)
        if node.value and isinstance(node, SequenceNode) and not node.flow_style:
            return self._end(node.value[-1])
        end = int(node.end_mark.index)
        # a block scalar's mark lies behind its line ends
        while isinstance(node, ScalarNode) and node.style in ("|", ">") and self._text[end - 1] in "\r\n":
            end -= 1
        return end

    def _line_end(self, place: int) -> int:
        found = self._text.find("\n", place)
        if found < 0:
            return len(self._text)
        return found - 1 if self._text[found - 1 : found] == "\r" else found

    def _with(self, start: int, end: int, words: str) -> str:
        return self._text[:start] + words + self._text[end:]

    # -------------------------------------------------------------- changing

    def _put(self, path: Path, value: Any) -> str | None:
        held = self._node(path)
        if held is None:
            return self._add(path, value)
        if _is_empty(held) and isinstance(held, ScalarNode):
            parent = self._node(path[:-1])
            pair = _pair(parent, path[-1])
            if not isinstance(parent, CollectionNode) or pair is None or parent.flow_style:
                return None
            key = pair[0]
            colon = self._text.index(":", key.end_mark.index) + 1
            entry = block(str(path[-1]), value, key.start_mark.column)
            words = entry[len(inline(str(path[-1]))) + 1 :]
            if "\n" in words:
                place = self._line_end(colon)
                return self._with(place, place, self._lines(words))
            return self._with(colon, colon, words)
        start, end = int(held.start_mark.index), self._end(held)
        parent = self._node(path[:-1])
        if isinstance(parent, SequenceNode) or getattr(parent, "flow_style", False):
            return self._with(start, end, inline(value))
        pair = _pair(parent, path[-1])
        if pair is None:
            return None
        key = pair[0]
        column = int(key.start_mark.column)
        is_block = isinstance(held, MappingNode | SequenceNode) and not held.flow_style
        if not is_block and not is_deep(value):
            return self._with(start, end, inline(value))
        if held.comment or is_block or is_deep(value):
            entry = block(inline(str(path[-1])), value, column)
            return self._with(int(key.start_mark.index), end, self._lines(entry))
        return None

    def _add(self, path: Path, value: Any) -> str | None:
        """A key that is not there yet."""
        parent = self._node(path[:-1])
        if parent is None or (_is_empty(parent) and len(path) > 1):
            made = {str(path[-1]): value}
            held = self._node(path[:-1])
            if held is not None and isinstance(held, MappingNode):
                return self._opened(path[:-1], held, made)
            return self._put(path[:-1], made) if len(path) > 1 else None
        if isinstance(parent, SequenceNode):
            return self._append(parent, inline(value))
        if not isinstance(parent, MappingNode):
            return None
        name = inline(str(path[-1]))
        if parent.flow_style:
            place = int(parent.end_mark.index) - 1
            return self._with(place, place, f"{', ' if parent.value else ''}{name}: {inline(value)}")
        column = int(parent.value[0][0].start_mark.column)
        place = self._line_end(self._end(parent))
        return self._with(
            place, place, self._newline + " " * column + self._lines(block(name, value, column))
        )

    def _opened(self, path: Path, held: MappingNode, made: dict[str, Any]) -> str | None:
        """An empty `{}` becomes a block of its own."""
        pair = _pair(self._node(path[:-1]), path[-1])
        if pair is None:
            return None
        column = int(pair[0].start_mark.column)
        entry = block(inline(str(path[-1])), made, column)
        return self._with(int(pair[0].start_mark.index), int(held.end_mark.index), self._lines(entry))

    def _append(self, held: SequenceNode, words: str) -> str | None:
        if held.flow_style:
            place = int(held.end_mark.index) - 1
            return self._with(place, place, f"{', ' if held.value else ''}{words}")
        if not held.value:
            return None
        column = int(held.start_mark.column)
        place = self._line_end(self._end(held))
        return self._with(place, place, f"{self._newline}{' ' * column}- {words}")

    def _add_word(self, edit: AddWord) -> str | None:
        held = self._node(edit.path)
        if isinstance(held, SequenceNode):
            return self._append(held, inline(edit.word))
        if held is None or _is_empty(held):
            return self._put(edit.path, [edit.word])
        if isinstance(held, ScalarNode) and held.style not in ("|", ">"):
            words = self._text[held.start_mark.index : held.end_mark.index]
            start, end = int(held.start_mark.index), int(held.end_mark.index)
            return self._with(start, end, f"[{words}, {inline(edit.word)}]")
        return None

    def _drop(self, parent: Node | None, key: str | int) -> str | None:
        if isinstance(parent, SequenceNode):
            items = [(item, item) for item in parent.value]
            place = key if isinstance(key, int) and key < len(items) else None
        else:
            items = list(parent.value) if isinstance(parent, MappingNode) else []
            place = next((n for n, pair in enumerate(items) if str(pair[0].value) == str(key)), None)
        if not isinstance(parent, CollectionNode) or place is None:
            return None
        start, end = int(items[place][0].start_mark.index), self._end(items[place][1])
        if parent.flow_style:
            if place + 1 < len(items):
                end = int(items[place + 1][0].start_mark.index)
            elif place:
                start = self._end(items[place - 1][1])
            return self._with(start, end, "")
        if len(items) == 1:
            # a block without entries is no block: it becomes an empty map or list
            return self._with(start, end, "[]" if isinstance(parent, SequenceNode) else "{}")
        line = self._text.rfind("\n", 0, start) + 1
        end = self._line_end(max(end, start))
        end = self._text.find("\n", end) + 1 or len(self._text)
        return self._with(line, end, "")

    def _lines(self, words: str) -> str:
        return words.replace("\n", self._newline)


def _pair(node: Node | None, key: str | int) -> tuple[Node, Node] | None:
    if not isinstance(node, MappingNode):
        return None
    return next((pair for pair in node.value if str(pair[0].value) == str(key)), None)


def _is_empty(node: Node) -> bool:
    if isinstance(node, MappingNode | SequenceNode):
        return not node.value
    return node.tag.endswith(":null") if isinstance(node.tag, str) else str(node.tag).endswith("null")
