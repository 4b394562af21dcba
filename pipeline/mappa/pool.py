"""Work on files in processes of their own, on all cores; a process that dies costs the file that killed it, and no other."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

MOST_WORKERS = 61  # more are refused on Windows


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(work: Callable[[Job], Result], jobs: Iterable[Job], *, workers: int) -> Iterator[tuple[Job, Result | None]]:
    """`work(job)` of each job as it is done, in any order; None where the process died of it twice, the second time alone.

    `work` and the jobs cross to spawned processes, so they are pickled; what `work` raises is raised here.
    """
    waiting = deque(jobs)
    workers = min(workers, MOST_WORKERS, max(1, len(waiting)))
    while waiting:
        suspects: list[Job] = []
        yield from _until_it_breaks(work, waiting, suspects, workers)
        for job in suspects:
            yield job, _alone(work, job)


def _until_it_breaks(work: Callable[[Job], Result], waiting: deque[Job], suspects: list[Job], workers: int) -> Iterator[tuple[Job, Result]]:
    """Takes from `waiting`; where a process dies, the jobs then under way go to `suspects`."""
    executor, others = _pool(workers), multiprocessing.active_children()
    running: dict[Future[Result], Job] = {}
    try:
        while waiting or running:
            while waiting and len(running) < 2 * workers:
                with _unheard():
                    running[executor.submit(work, waiting[0])] = waiting[0]
                waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                result = future.result()
                yield running.pop(future), result
    except BrokenProcessPool:
        suspects += running.values()
    except BaseException:  # Ctrl-C, or nobody wants the rest: to finish what is under way would only take time
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _alone(work: Callable[[Job], Result], job: Job) -> Result | None:
    with _pool(1) as executor:
        try:
            with _unheard():
                submitted = executor.submit(work, job)
            return submitted.result()
        except BrokenProcessPool:
            return None


def _pool(workers: int) -> ProcessPoolExecutor:
    """Spawned on every system: a fork would copy threads and locks of the parent in whatever state they are."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


@contextmanager
def _unheard() -> Iterator[None]:
    """A process started inside never hears Ctrl-C, this one hears it at the end; without signal masks (Windows), from `_begin` on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent has ended, which a killed one cannot ask for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
