"""Every environment variable zopa reads, once."""

from __future__ import annotations

import os


def ledger() -> str | None:
    """Where ledgers are kept instead of in the dossier's folder: a postgresql:// URL; ZOPA_LEDGER."""
    return os.environ.get("ZOPA_LEDGER") or None


def judge() -> str | None:
    """Who judges where no --by says so; ZOPA_JUDGE, else the login name where there is one."""
    return os.environ.get("ZOPA_JUDGE") or os.environ.get("USER") or None


def max_report_bytes() -> int:
    """Largest report file read, in bytes; ZOPA_MAX_REPORT_BYTES, default 10 MiB."""
    return int(os.environ.get("ZOPA_MAX_REPORT_BYTES", 10 * 1024 * 1024))


def llm_api_key() -> str:
    """The key of the language model's endpoint; ZOPA_LLM_API_KEY. Nowhere else, so that it is in no file."""
    return os.environ.get("ZOPA_LLM_API_KEY", "").strip()


def llm_base_url() -> str:
    """The language model's endpoint where no --base-url is given; ZOPA_LLM_BASE_URL."""
    return os.environ.get("ZOPA_LLM_BASE_URL", "").strip()


def llm_model() -> str:
    """The language model's name where no --model is given; ZOPA_LLM_MODEL."""
    return os.environ.get("ZOPA_LLM_MODEL", "").strip()
