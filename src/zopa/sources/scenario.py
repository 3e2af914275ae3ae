"""A scenario file on disk becomes a map; docs/reference/scenario.md shows what it may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from zopa.errors import ScenarioError

MAX_BYTES = 20 * 1024 * 1024


def read_scenario(path: Path) -> dict[str, Any]:
    """Read a scenario file (YAML or JSON).

    Raises ScenarioError, with the place, when it is missing, too large, not UTF-8 or malformed.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScenarioError("too large for a scenario", path=path)
        data = YAML(typ="safe", pure=True).load(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ScenarioError(f"can't be read: {error.strerror}", path=path) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise ScenarioError(
            f"not valid YAML: {error.problem or error.context}",
            path=path,
            line=mark.line + 1 if mark else None,
            remedy="Check the indentation, brackets and quotation marks there.",
        ) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise ScenarioError(f"not valid YAML: {str(error).splitlines()[0]}", path=path) from error
    if not isinstance(data, dict):
        raise ScenarioError(
            "a scenario is a map of keys", path=path, remedy="See docs/reference/scenario.md."
        )
    return data
