"""The choice of a reading engine on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from zopa import settings
from zopa.cli.shared import complain, count
from zopa.errors import ZopaError

if TYPE_CHECKING:
    from zopa.dossier import Dossier
    from zopa.reading import ReportReader
    from zopa.reading.llm import Forecast

LOCAL, LLM = "local", "llm"
_NAMES = {LOCAL: LOCAL, "rules": LOCAL, LLM: LLM}

Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="NAME", help="local (no network), or llm: a language model of your choice."
    ),
]
BaseUrl = Annotated[
    str,
    typer.Option(
        "--base-url", metavar="URL", help="The model's OpenAI-compatible address [ZOPA_LLM_BASE_URL]."
    ),
]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="The model's name [ZOPA_LLM_MODEL].")]
Budget = Annotated[
    int | None, typer.Option("--budget", metavar="TOKENS", min=0, help="Stop before spending more than this.")
]
Passes = Annotated[
    int,
    typer.Option(
        "--passes", min=1, max=3, help="1 finds, 2 also looks again, 3 also challenges each finding."
    ),
]


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which engine reads, and how the model is asked where it is one."""

    engine: str = LOCAL
    base_url: str = ""
    model: str = ""
    budget: int | None = None
    passes: int = 3

    def reader(self, dossier: Dossier, ledger: str | None = None) -> ReportReader:
        """The engine, ready to read a dossier's reports.

        Raises ZopaError where there is no such engine or the model is not named; ModelError, LedgerError.
        """
        name = engine_name(self.engine)
        if name == LOCAL:
            from zopa.reading import SideBySide

            return SideBySide(dossier)
        from zopa import pipeline
        from zopa.reading.llm import ModelChoice

        base_url, model = self.base_url or settings.llm_base_url(), self.model or settings.llm_model()
        for given, option, variable in (
            (base_url, "--base-url", "ZOPA_LLM_BASE_URL"),
            (model, "--model", "ZOPA_LLM_MODEL"),
        ):
            if not given:
                raise ZopaError(f"the llm engine needs {option}", remedy=f"Give {option}, or set {variable}.")
        choice = ModelChoice(base_url, model, settings.llm_api_key(), self.budget, self.passes)
        return pipeline.language_model(dossier, choice, ledger=ledger, announce=announce)


def engine_name(given: str) -> str:
    """The engine's name. Raises ZopaError, listing what there is."""
    name = _NAMES.get(given.strip().lower())
    if name is None:
        raise ZopaError(f"there is no engine '{given}'", remedy=f"Use one of: {LOCAL}, {LLM}.")
    return name


def announce(forecast: Forecast) -> None:
    """Say on standard error what a run will cost, before it does."""
    line = f"forecast: {count(forecast.prompts, 'prompt')}, about {forecast.tokens:,} tokens"
    if forecast.answered:
        line += f"; {count(forecast.answered, 'prompt')} answered before cost nothing"
    complain(line)
