from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_model import QUICK, Memory, Model

from zopa import dossier as dossiers
from zopa.dossier import Dossier
from zopa.reading import Reader
from zopa.reading.llm import LanguageModelReader, ModelChoice
from zopa.sources import read_folder
from zopa.vocabulary import Report


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.close()


@pytest.fixture
def harbour(folder: Path) -> Dossier:
    return dossiers.load(folder)


@pytest.fixture
def quay(folder: Path) -> Report:
    return read_folder(folder / "reports").reports[0]


@pytest.fixture
def reader(model: Model, harbour: Dossier) -> Callable[..., LanguageModelReader]:
    """reader(passes=1, budget=…, cache=…): the engine over the fake model."""

    def make(cache: Memory | None = None, **more: Any) -> LanguageModelReader:
        choice = ModelChoice(model.url, "fake", patience=QUICK, **more)
        return LanguageModelReader(harbour, choice, Reader(harbour), cache)

    return make
