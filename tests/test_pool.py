"""Work in processes of their own: how they meet Ctrl-C. What a process that dies costs stands in test_corpus.py."""

import signal
import time

import pytest

from mappa.pool import run


def hears_ctrl_c(_: int) -> bool:
    """Whether this process was begun so that Ctrl-C reaches it."""
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no signal masks")
def test_ctrl_c_reaches_no_worker_even_as_it_begins_and_this_process_always():
    assert dict(run(hears_ctrl_c, [1, 2], workers=2)) == {1: False, 2: False}
    assert hears_ctrl_c(0)


def test_who_wants_no_more_does_not_wait_for_what_is_under_way():
    running = run(time.sleep, [0.0, 300.0, 300.0], workers=2)
    assert next(running) == (0.0, None)
    begun = time.monotonic()
    running.close()
    assert time.monotonic() - begun < 100
