"""The API over HTTP, asked whatever its own description allows, and some that it forbids."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from browser import listening

pytest.importorskip("schemathesis", reason="needs schemathesis")

SECONDS = 30
CHECKS = "not_a_server_error,content_type_conformance,status_code_conformance,response_schema_conformance"
LEFT_OUT = "/api/v1/quotes"
"""Loads the trained reader for each question; it has tests of its own."""


def test_whatever_the_description_allows_is_answered_as_it_says(talks: Path, tmp_path: Path) -> None:
    with listening(talks) as address:
        asked = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json"),
                *("--checks", CHECKS, "--exclude-path", LEFT_OUT, "--phases", "coverage,fuzzing"),
                *("--max-time", str(SECONDS), "--seed", "1", "--no-color"),
                *("--generation-database", "none", "--warnings", "off"),
            ],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=SECONDS * 6,
        )
    assert asked.returncode == 0, asked.stdout[-6000:] + asked.stderr[-2000:]
    assert "Tested: " in asked.stdout
