"""A language model behind any OpenAI-compatible chat endpoint codes the positions of a report.

    windows     a report in pieces that fit, each with what stands around it
    codebook    the part of the dossier that can matter there
    rules       what counts as a position, with worked examples
    prompt      the messages of the three passes: find, look again, challenge
    client      the only place that speaks HTTP
    answers     what the model may answer, and reading it whatever it did answer
    anchoring   every quote is put back to its place in the report, or dropped
    budget      tokens: estimated, forecast, counted, and a stop
    passes      one report through all of it
    reader      many reports at a time, as a reader of the pipeline

A report is data here: nothing in it can become an instruction, an id or a place in the text.
"""

from zopa.reading.llm.asking import AnswerCache, Answered
from zopa.reading.llm.reader import Forecast, LanguageModelReader, ModelChoice

__all__ = ["AnswerCache", "Answered", "Forecast", "LanguageModelReader", "ModelChoice"]
