from __future__ import annotations

import csv
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from visiting import Client

from zopa.errors import ZopaError
from zopa.web.exporting import names
from zopa.web.jobs import WAITING, Job, Jobs, State, TooMany


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def ended(job: Job) -> Job:
    for _ in range(500):
        if job.state.is_over:
            return job
        time.sleep(0.01)
    raise AssertionError(f"still {job.state}")


def test_work_is_done_one_after_the_other(jobs: Jobs) -> None:
    order: list[str] = []
    made = [jobs.add("export", name, "ada", lambda job: order.append(job.what)) for name in "abc"]
    assert [ended(job).state for job in made] == [State.DONE] * 3
    assert order == ["a", "b", "c"]
    assert [job.what for job in jobs.all()] == ["c", "b", "a"]


def test_what_goes_wrong_is_told_and_the_next_one_is_done(jobs: Jobs) -> None:
    def fails(job: Job) -> None:
        raise ZopaError("the disk is full", remedy="Free some space.")

    def breaks(job: Job) -> None:
        raise RuntimeError("secret path /x")

    one, other = jobs.add("export", "a", "ada", fails), jobs.add("export", "b", "ada", breaks)
    after = jobs.add("export", "c", "ada", lambda job: job.step(1, 1))
    assert (ended(one).fault, one.remedy) == ("the disk is full", "Free some space.")
    assert "secret" not in ended(other).fault
    assert ended(after).state is State.DONE


def test_a_job_can_be_stopped(jobs: Jobs) -> None:
    running = threading.Event()

    def endless(job: Job) -> None:
        while True:
            job.step(job.done + 1, 100)
            running.set()
            time.sleep(0.001)

    job = jobs.add("export", "a", "ada", endless)
    running.wait(5)
    job.stop()
    assert ended(job).state is State.STOPPED


def test_not_too_much_waits(jobs: Jobs) -> None:
    hold = threading.Event()

    def holds(job: Job) -> None:
        hold.wait(5)
        job.step(1)

    for _ in range(WAITING):
        jobs.add("export", "a", "ada", holds)
    with pytest.raises(TooMany):
        jobs.add("export", "a", "ada", holds)
    hold.set()


def made(client: Client, form: str) -> dict[str, str]:
    page = client.submit("/exports", {"format": form}, headers={"HX-Request": "true"}).text
    job = re.search(r'id="job-(\w+)"', page)
    assert job is not None
    for _ in range(500):
        page = client.get(f"/jobs/{job[1]}").text
        if 'data-state="running"' not in page and 'data-state="waiting"' not in page:
            break
        time.sleep(0.02)
    return {"id": job[1], "page": page}


@pytest.mark.parametrize("form", names())
def test_every_format_is_made_with_its_row_count(client: Client, form: str) -> None:
    found = made(client, form)
    assert 'data-state="done"' in found["page"], found["page"]
    answer = client.get(f"/exports/{found['id']}/file")
    assert answer.status_code == 200
    assert f"-{form}." in answer.headers["content-disposition"]
    assert answer.content


def test_the_csv_holds_as_many_rows_as_the_page_says(client: Client) -> None:
    found = made(client, "csv")
    assert "3 positions" in found["page"]
    text = client.get(f"/exports/{found['id']}/file").text
    assert len(list(csv.DictReader(text.splitlines()))) == 3
    lines = made(client, "jsonl")
    held = client.get(f"/exports/{lines['id']}/file").text.splitlines()
    assert f"{len(held)} lines" in lines["page"]
    assert all(json.loads(line)["type"] for line in held)


def test_an_unknown_format_and_an_unknown_job_are_told(client: Client) -> None:
    assert client.submit("/exports", {"format": "exe"}).status_code == 422
    assert client.get("/jobs/none").status_code == 404
    assert client.get("/exports/none/file").status_code == 404
    assert client.submit("/jobs/none/stop").status_code == 404


def test_before_anything_was_read_there_is_nothing_to_export(
    workbench: Callable[..., Client], folder: Path
) -> None:
    client = workbench(folder)
    assert "Have reports read first" in client.get("/exports").text
    assert client.submit("/exports", {"format": "csv"}).status_code == 400
