from __future__ import annotations

from pathlib import Path

from visiting import Client


def test_settings_are_kept_in_the_browser(client: Client) -> None:
    assert '<html lang="en" data-theme="auto">' in client.get("/sign-in").text
    sent = client.submit("/settings", {"language": "de", "theme": "dark", "back": "/sign-in"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in")
    assert '<html lang="de" data-theme="dark">' in client.get("/sign-in").text
    assert client.submit("/settings", {"back": "//elsewhere.example"}).headers["location"] == "/"


def test_a_form_without_its_token_is_refused(client: Client, read_folder: Path) -> None:
    answer = client.post("/settings", data={"language": "de"})
    assert answer.status_code == 403
    assert "The form has expired" in answer.text


def test_nothing_is_found_at_a_wrong_address(client: Client) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    told = client.get("/api/no-such").json()["error"]
    assert (told["kind"], told["status"]) == ("not-found", 404)


def test_another_host_name_is_refused(client: Client) -> None:
    answer = client.get("/sign-in", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["kind"]) == (421, "unknown-host")


def test_while_others_write_a_dear_table_is_seen_a_moment_late(read_folder: Path) -> None:
    from zopa.ledger import saved
    from zopa.ledger.saved import SavedView
    from zopa.web.config import Config
    from zopa.web.workbench import Workbench, impatient

    bench = Workbench(Config(read_folder))
    before = bench.mark
    saved.keep(read_folder, "ada", SavedView("a", "search", ()))
    # A table that takes no time is always seen as it is.
    assert bench.mark == bench.true_mark != before
    bench._dearest = 10.0
    held = bench.mark
    saved.keep(read_folder, "ada", SavedView("b", "search", ()))
    assert bench.mark == held != bench.true_mark
    # Whoever has just written sees what he did.
    token = impatient.set(True)
    assert bench.mark == bench.true_mark
    impatient.reset(token)


def test_what_many_ask_for_at_once_is_made_once(read_folder: Path) -> None:
    import threading
    import time

    from zopa.web.config import Config
    from zopa.web.workbench import Workbench

    bench = Workbench(Config(read_folder))
    made: list[int] = []

    def make() -> int:
        time.sleep(0.1)
        made.append(1)
        return len(made)

    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(bench.kept(("x",), make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (got, made) == ([1] * 8, [1])
