"""The files that docs/ offers for running a watch: they name what there is, and systemd takes them."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "docs" / "how-to" / "watch" / "zopa-watch@.service"
CONTAINER = ROOT / "docs" / "how-to" / "watch" / "Containerfile"


def unit() -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(UNIT)
    return read


def test_the_unit_runs_a_watch_that_may_write_into_its_dossier_alone() -> None:
    service = unit()["Service"]
    assert service["ExecStart"].split()[1:] == ["watch", "/srv/zopa/%i"]
    assert service["ReadWritePaths"] == "/srv/zopa/%i"
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["User"]) == (
        "strict",
        "yes",
        "zopa",
    )
    # stopped by Ctrl-C, as a person would; that is no failure
    assert (service["KillSignal"], service["SuccessExitStatus"]) == ("SIGINT", "130")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    # neither the program nor the user is on this machine
    text = UNIT.read_text().replace("/opt/zopa/bin/zopa", "/bin/true").replace("=zopa\n", "=root\n")
    path = tmp_path / "zopa-watch@talks.service"
    path.write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Unknown" not in done.stderr


def test_the_container_installs_an_extra_that_there_is() -> None:
    text = CONTAINER.read_text()
    found = re.search(r"/src\[(\w+)\]", text)
    assert found is not None
    assert (
        found[1] in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    )
    assert 'CMD ["watch", "/dossier"]' in text
    assert "USER 10001" in text
