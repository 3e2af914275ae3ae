"""Kill -9 at random moments loses nothing acknowledged and corrupts nothing.

ZOPA_KILLS sets how many moments each kind of work is killed at; see killing.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zopa.ledger.address import Place

POINTS = os.environ.get("ZOPA_KILLS", "4")


@pytest.mark.parametrize("work", ["reading", "judging"])
def test_kill_9_at_random_moments(place: Place, work: str) -> None:
    script = Path(__file__).parent / "killing.py"
    done = subprocess.run(
        [sys.executable, str(script), str(place), work, POINTS, "2031"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["points"] == int(POINTS)
    assert told["acknowledged"] > 0
