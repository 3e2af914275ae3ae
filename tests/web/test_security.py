"""Who comes in, from where, and what a page may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visiting import Client

from zopa import dossier
from zopa.errors import LedgerError, ZopaError
from zopa.ledger.accounts import Accounts
from zopa.ledger.view import LedgerView
from zopa.web import accounts as door
from zopa.web.guard import POLICY

PASSWORD = "four words in a row"  # noqa: S105 - a test's


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash takes its time on purpose; here its kind is enough."""
    from argon2 import PasswordHasher

    made = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(door, "_hasher", lambda: made)


def test_a_password_is_dear_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert door.hashed(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    for wrong in ("short", "x" * 257):
        with pytest.raises(ZopaError, match="12 to 256"):
            door.hashed(wrong)


@pytest.fixture
def with_accounts(read_folder: Path) -> Path:
    held = Accounts(read_folder)
    for name, role in (("rosa", "reader"), ("rita", "reviewer"), ("edda", "editor")):
        held.add(name, role, door.hashed(PASSWORD), "test")
    return read_folder


def signed_in(workbench: Callable[..., Client], folder: Path, name: str) -> Client:
    client = workbench(folder, accounts=True)
    answer = client.submit("/sign-in", {"name": name, "password": PASSWORD})
    assert answer.status_code == 303
    return client


def position(folder: Path) -> str:
    return LedgerView(folder).positions()[0].id


# ------------------------------------------------------------------ coming in


def test_without_an_account_nobody_gets_past_the_door(workbench: Any, with_accounts: Path) -> None:
    client = workbench(with_accounts, accounts=True)
    for path in ("/", "/reports", "/reports/quay", "/search", "/cells/north/dues", "/p/abcd"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
        assert "Northmark" not in answer.text
    told = client.get("/api/v1/positions")
    assert (told.status_code, told.json()["error"]["kind"]) == (401, "not-signed-in")


def test_signing_in_leads_back_and_out_again(workbench: Any, with_accounts: Path) -> None:
    client = workbench(with_accounts, accounts=True)
    first = client.get("/reports/quay", follow_redirects=False).headers["location"]
    assert first == "/sign-in?next=/reports/quay"
    answer = client.submit("/sign-in", {"name": "rita", "password": PASSWORD, "next": "/reports/quay"})
    assert answer.headers["location"] == "/reports/quay"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    secret = re.search(r"zopa_session=([^;]+)", cookie)
    assert secret is not None
    assert client.get("/reports/quay").status_code == 200
    # The session's secret stands nowhere in the ledger, nor does the password.
    raw = (with_accounts / "zopa.db").read_bytes() + (with_accounts / "zopa.db-wal").read_bytes()
    assert secret[1].encode() not in raw
    assert PASSWORD.encode() not in raw
    client.submit("/sign-out")
    client.cookies.set("zopa_session", secret[1])
    assert client.get("/reports/quay", follow_redirects=False).status_code == 303


def test_a_session_is_new_after_signing_in(workbench: Any, with_accounts: Path) -> None:
    client = workbench(with_accounts, accounts=True)
    client.get("/sign-in")
    before = client.cookies["zopa_session"]
    client.submit("/sign-in", {"name": "rita", "password": PASSWORD})
    assert client.cookies["zopa_session"] != before


def test_wrong_passwords_are_slowed_down_and_noted(workbench: Any, with_accounts: Path) -> None:
    client = workbench(with_accounts, accounts=True)
    for _ in range(door.TRIES):
        assert client.submit("/sign-in", {"name": "rita", "password": "wrong"}).status_code == 401
    answer = client.submit("/sign-in", {"name": "rita", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 200
    noted = [one for one in LedgerView(with_accounts).audit() if one["action"] == "sign-in failed"]
    assert len(noted) == door.TRIES
    assert noted[0]["by"] == "rita"


def test_the_wait_ends(with_accounts: Path) -> None:
    now = 0.0
    held = door.Door(Accounts(with_accounts), clock=lambda: now)
    for _ in range(door.TRIES):
        assert held.sign_in("rita", "wrong", "1.2.3.4") is None
    with pytest.raises(ZopaError, match="too many"):
        held.sign_in("rita", PASSWORD, "1.2.3.4")
    now = door.WINDOW + 1
    assert held.sign_in("rita", PASSWORD, "1.2.3.4")


def test_roles_allow_what_they_say(workbench: Any, with_accounts: Path) -> None:
    judging = {"decision": "accept"}
    wanted = position(with_accounts)
    reader = signed_in(workbench, with_accounts, "rosa")
    assert reader.get("/reports/quay").status_code == 200
    assert reader.submit(f"/positions/{wanted}/judge", judging).status_code == 403
    assert reader.submit("/search/views", {"name": "mine", "query": "?q=a"}).status_code == 303
    reviewer = signed_in(workbench, with_accounts, "rita")
    assert reviewer.submit(f"/positions/{wanted}/judge", judging).status_code == 303
    assert reviewer.get("/api/v1/audit").status_code == 403
    editor = signed_in(workbench, with_accounts, "edda")
    assert editor.get("/api/v1/audit").json()["items"][-1]["by"] == "edda"
    judged = next(LedgerView(with_accounts).judgements())
    assert judged.by == "rita"


def test_a_disabled_account_is_out_at_once(workbench: Any, with_accounts: Path) -> None:
    client = signed_in(workbench, with_accounts, "rita")
    Accounts(with_accounts).change("rita", "test", disabled=True)
    assert client.get("/reports", follow_redirects=False).status_code == 303
    assert client.submit("/sign-in", {"name": "rita", "password": PASSWORD}).status_code == 401


def test_a_token_lets_a_program_in(workbench: Any, with_accounts: Path, zopa: Any) -> None:
    ran = zopa("user", "token", with_accounts, "rita")
    assert ran.code == 0
    client = workbench(with_accounts, accounts=True)
    head = {"authorization": f"Bearer {ran.out.strip()}"}
    assert client.get("/api/v1/positions", headers=head).status_code == 200
    body = {"positions": [position(with_accounts)], "decision": "accept"}
    assert client.post("/api/v1/judge", json=body, headers=head).status_code == 200
    assert client.get("/api/v1/positions", headers={"authorization": "Bearer wrong"}).status_code == 401
    # A token is no browser's session.
    client.cookies.set("zopa_session", ran.out.strip())
    assert client.get("/reports", follow_redirects=False).status_code == 303


# ------------------------------------------------------------------ the command line


def test_accounts_are_kept_on_the_command_line(
    zopa: Any, read_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert "12 to 256 characters" in zopa("user", "add", read_folder, "ada").err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert zopa("user", "add", read_folder, "ada", "--role", "reviewer").out == "ada: reviewer\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert "already" in zopa("user", "add", read_folder, "ada").err
    assert zopa("user", "role", read_folder, "ada", "editor").code == 0
    assert zopa("user", "role", read_folder, "ada", "king").code == 2
    assert zopa("user", "disable", read_folder, "ada").out == "ada: disabled\n"
    assert zopa("user", "list", read_folder).out == "ada: editor, disabled\n"
    assert zopa("user", "role", read_folder, "nobody", "editor").code == 3
    actions = [one["action"] for one in LedgerView(read_folder).audit()]
    assert actions.count("account changed") == 2
    kept = Accounts(read_folder)
    kept.change("ada", "test", disabled=False)
    assert (kept.password_hash("ada") or "").startswith("$argon2id$")


def test_beyond_this_machine_it_takes_accounts(zopa: Any, read_folder: Path) -> None:
    ran = zopa("serve", read_folder, "--host", "192.0.2.1", "--get", "/")
    assert ran.code == 2
    assert "others could come in" in ran.err
    assert "zopa user add" in ran.err


def test_a_page_without_a_server(zopa: Any, read_folder: Path) -> None:
    ran = zopa("serve", read_folder, "--get", "/reports")
    assert ran.code == 0
    assert zopa("serve", read_folder, "--get", "/nowhere").code == 1


# ------------------------------------------------------------------ a proxy in front


def test_a_proxy_says_who_asks(workbench: Any, read_folder: Path) -> None:
    client = workbench(read_folder, proxy_header="x-user", proxy_peers=("testclient",), proxy_role="reader")
    assert client.get("/reports", headers={"x-user": "grete"}).status_code == 200
    assert "grete" in client.get("/reports", headers={"x-user": "grete"}).text
    assert client.get("/reports", follow_redirects=False).status_code == 303
    wanted = f"/positions/{position(read_folder)}/judge"
    page = client.get("/sign-in", headers={"x-user": "grete"}).text
    token = re.search(r'name="csrf" content="(\w+)"', page)
    assert token is not None
    sent = client.post(wanted, data={"csrf": token[1], "decision": "accept"}, headers={"x-user": "grete"})
    assert sent.status_code == 403


def test_the_header_counts_only_from_the_proxy(workbench: Any, read_folder: Path) -> None:
    client = workbench(read_folder, proxy_header="x-user", proxy_peers=("10.0.0.9",), proxy_role="editor")
    assert client.get("/reports", headers={"x-user": "grete"}, follow_redirects=False).status_code == 303


def test_an_account_decides_the_role_of_whom_the_proxy_names(workbench: Any, with_accounts: Path) -> None:
    client = workbench(
        with_accounts, accounts=True, proxy_header="x-user", proxy_peers=("testclient",), proxy_role=None
    )
    assert client.get("/api/v1/audit", headers={"x-user": "edda"}).status_code == 200
    assert client.get("/api/v1/audit", headers={"x-user": "rosa"}).status_code == 403
    assert client.get("/api/v1/audit", headers={"x-user": "stranger"}).status_code == 401


# ------------------------------------------------------------------ other sites' pages


FORGED = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {},
]


@pytest.mark.parametrize("heads", FORGED)
def test_another_sites_form_is_refused(client: Client, read_folder: Path, heads: dict[str, str]) -> None:
    token = client.token() if heads else "0" * 64
    wanted = f"/positions/{position(read_folder)}/judge"
    sent = client.post(wanted, data={"csrf": token, "decision": "reject"}, headers=heads)
    assert sent.status_code == 403
    assert list(LedgerView(read_folder).judgements()) == []


def test_json_from_a_browser_needs_the_token_too(client: Client, read_folder: Path) -> None:
    body = {"positions": [position(read_folder)], "decision": "accept"}
    token = client.token()
    assert client.post("/api/v1/judge", json=body).status_code == 403
    assert client.post("/api/v1/judge", json=body, headers={"x-csrf-token": token}).status_code == 200
    client.cookies.clear()
    # A program without a cookie is no browser led astray …
    assert client.post("/api/v1/judge", json=body).status_code == 200
    # … but what a foreign page could send without asking is refused.
    plain = client.post("/api/v1/judge", content=b"{}", headers={"content-type": "text/plain"})
    assert plain.status_code == 403


# ------------------------------------------------------------------ hosts, paths, bodies, headers


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8765", "", "169.254.1.1"]
)
def test_a_foreign_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get("/reports", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1:8765", "[::1]:8765"])
def test_its_own_names_are_known(client: Client, host: str) -> None:
    assert client.get("/reports", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../desk.py",
        "/static/%2e%2e/desk.py",
        "/static/..%2fdesk.py",
        "/static/%5c..%5cdesk.py",
        "/static/css/../../desk.py",
        "/reports/..%2f..%2fdossier.yaml",
        "/reports/%00",
        "/reports/..%2f..%2f..%2fetc%2fpasswd/copy",
    ],
)
def test_no_path_leads_out(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text
    assert "parties:" not in answer.text


def test_large_bodies_are_refused(client: Client) -> None:
    token = client.token()
    for length in (12 * 1024 * 1024, 2**70):
        answer = client.post(
            "/settings",
            content=b"x",
            headers={"content-length": str(length), "content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 413

    def stream() -> Any:
        yield b"csrf=" + token.encode() + b"&back="
        for _ in range(200):
            yield b"a" * 65_536

    sent = client.post(
        "/settings", content=stream(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert sent.status_code in (400, 413)


def test_a_long_address_is_refused(client: Client) -> None:
    assert client.get("/search?q=" + "a" * 20_000).status_code == 414


def test_every_answer_carries_the_rules(client: Client) -> None:
    for path in ("/", "/reports/quay", "/static/js/base.js", "/no-such", "/api/v1/positions"):
        heads = client.get(path).headers
        assert heads["content-security-policy"] == POLICY
        assert heads["x-content-type-options"] == "nosniff"
        assert heads["x-frame-options"] == "DENY"
    assert "unsafe" not in POLICY
    assert "access-control-allow-origin" not in heads


def test_no_page_has_script_or_style_inline(client: Client) -> None:
    for path in ("/", "/cells/north/dues", "/reports", "/reports/quay", "/search?q=dues", "/sign-in", "/api"):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text), path
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)\s*=", text), path
        assert "<style" not in text


# ------------------------------------------------------------------ audit, and what cannot be written


def test_what_is_done_is_noted(client: Client, read_folder: Path) -> None:
    client.submit(f"/positions/{position(read_folder)}/judge", {"decision": "accept"})
    noted = list(LedgerView(read_folder).audit())
    assert [(one["by"], one["action"]) for one in noted][-1] == ("analyst", "judge")


def test_a_ledger_that_cannot_be_written_is_shown(
    workbench: Any, read_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(place: object) -> None:
        raise LedgerError("read-only")

    monkeypatch.setattr("zopa.web.workbench.open_ledger", locked)
    client = workbench(read_folder)
    assert "Read only" in client.get("/reports").text
    wanted = f"/positions/{position(read_folder)}/judge"
    sent = client.submit(wanted, {"decision": "accept"})
    assert sent.status_code == 409
    assert "Nothing can be written here" in sent.text
    assert dossier.load(read_folder).title in client.get("/").text
