from __future__ import annotations

from collections.abc import Callable

import pytest
from deal_tables import gold_matrix, make_negotiation, shared

from zopa.dossier import Dossier
from zopa.positions import PositionMatrix


@pytest.fixture(scope="session")
def berlin() -> tuple[Dossier, PositionMatrix]:
    return gold_matrix(shared("dossiers", "berlin"))


@pytest.fixture(scope="session")
def negotiation() -> Callable[..., PositionMatrix]:
    return make_negotiation
