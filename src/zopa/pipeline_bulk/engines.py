"""Who works on the shards: processes of this machine, or a Ray cluster. The files are the same."""

from __future__ import annotations

import os
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
    Raises  ZopaError when Ray does not start, or the cluster can't be joined.
    """
    _keep_to_this_machine()
    with needs("cluster", "on a Ray cluster"):
        import ray
    started = not ray.is_initialized()
    if started:
        _start(ray, workers)
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


STARTS = 3
"""Ray gives its own processes 30 seconds to start; on a busy machine the second try finds them cached."""
OBJECTS = 256 * 2**20
"""Bytes for results that wait: Parquet of a few shards. Ray would take a third of the memory."""


def _keep_to_this_machine() -> None:
    """Before Ray is loaded: nothing is reported to its makers; without a cluster, no network.

    The second variable is Ray's switch between clusters and single machines, made for systems where it
    has no clusters; with 0 all its processes listen on the loopback address alone.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if not os.environ.get("RAY_ADDRESS"):
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")


def _start(ray: Any, workers: int) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "include_dashboard": False, "configure_logging": False}
    if not os.environ.get("RAY_ADDRESS"):
        # Ray's workers would give way to everything else on the machine; local processes don't either
        options |= {
            "num_cpus": workers,
            "object_store_memory": OBJECTS,
            "_system_config": {"worker_niceness": 0},
        }
    for left in reversed(range(STARTS)):
        try:
            ray.init(**options)
        except Exception as error:
            ray.shutdown()
            if not left or "timed out" not in str(error):
                raise ZopaError(
                    f"Ray does not start: {error}",
                    remedy="Without a cluster, --engine process does the same work.",
                ) from error
        else:
            return


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
