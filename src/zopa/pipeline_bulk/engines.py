"""Who works on the shards: processes of this machine, or a Ray cluster. The files are the same."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from zopa.dossier import Dossier
from zopa.errors import SourceError, ZopaError
from zopa.pipeline_bulk.worker import Hand
from zopa.sources.extras import needs

Done = tuple[Path, bytes | SourceError]
Engine = Callable[[Dossier, Sequence[Path], int], Iterator[Done]]


def by_process(dossier: Dossier, archives: Sequence[Path], workers: int) -> Iterator[Done]:
    """Each shard as soon as it is done, by processes of this machine."""
    todo: queue.SimpleQueue[Path] = queue.SimpleQueue()
    done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
    for archive in archives:
        todo.put(archive)
    hands = [Hand(dossier) for _ in range(min(workers, len(archives)))]

    def work(hand: Hand) -> None:
        while True:
            try:
                archive = todo.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((archive, hand.read(archive)))
            except SourceError as error:
                done.put((archive, error))
            except BaseException as error:  # noqa: BLE001 - handed on to the caller's thread
                done.put(error)
                return

    threads = [threading.Thread(target=work, args=(hand,), daemon=True) for hand in hands]
    try:
        for thread in threads:
            thread.start()
        for _ in archives:
            one = done.get()
            if isinstance(one, BaseException):
                raise one
            yield one
    finally:
        for hand in hands:
            hand.close()


def by_ray(dossier: Dossier, archives: Sequence[Path], workers: int) -> Iterator[Done]:
    """Each shard as soon as it is done, by the tasks of a Ray cluster.

    Joins the cluster that RAY_ADDRESS names, else uses `workers` cores of this machine. The archives
    must lie where every node can read them. A lost node's shards are given to others.
    """
    with needs("cluster", "on a Ray cluster"):
        import ray
    started = not ray.is_initialized()
    if started:
        ray.init(**_where(workers))
    try:
        task = ray.remote(max_retries=-1, num_cpus=1)(_on_a_node)
        shared = ray.put(dossier)
        cores = _cores(ray) or workers
        waiting: dict[Any, Path] = {}
        todo = list(reversed(archives))
        while todo or waiting:
            # so many at a time that no core is idle, and no more: results wait in memory
            while todo and len(waiting) < 4 * cores:
                archive = todo.pop()
                waiting[task.remote(shared, str(archive))] = archive
            ready, _ = ray.wait(list(waiting), num_returns=1)
            for reference in ready:
                yield waiting.pop(reference), ray.get(reference)
    finally:
        if started:
            ray.shutdown()


def _where(workers: int) -> dict[str, Any]:
    import os

    options: dict[str, Any] = {"log_to_driver": False, "include_dashboard": False, "configure_logging": False}
    if not os.environ.get("RAY_ADDRESS"):
        options["num_cpus"] = workers
    return options


def _cores(ray: Any) -> int:
    return int(ray.cluster_resources().get("CPU", 0))


_HANDS: dict[str, Hand] = {}
"""On a node: the hand that goes on from task to task, so that names and models are read in once."""


def _on_a_node(dossier: Dossier, archive: str) -> bytes | SourceError:
    import pickle

    known = str(hash(pickle.dumps(dossier)))
    hand = _HANDS.get(known)
    if hand is None:
        hand = _HANDS[known] = Hand(dossier)
    try:
        return hand.read(Path(archive))
    except SourceError as error:
        return error


ENGINES: dict[str, Engine] = {"process": by_process, "ray": by_ray}


def engine_named(name: str) -> Engine:
    """The engine of a name. Raises ZopaError."""
    if name not in ENGINES:
        raise ZopaError(f"there is no engine '{name}'", remedy=f"Use one of: {', '.join(ENGINES)}.")
    return ENGINES[name]
