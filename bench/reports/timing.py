"""Taking time and memory: several ways do the same, in turns, on the same database."""

import contextlib
import ctypes
import gc
import resource
import signal
import statistics
import time


class TooLong(Exception):
    """A turn took longer than it may."""


def measure(env, ways, turns):
    """Let each way do its work ``turns`` times, in turns, with cold caches.

    :param ways: {name: function without arguments}
    :return: {name: (median in milliseconds, what the last turn returned)}
    """
    spent, results = {name: [] for name in ways}, {}
    for turn in range(turns):
        names = list(ways) if turn % 2 else list(ways)[::-1]
        for name in names:
            taken, results[name] = take_time(env, ways[name])
            spent[name].append(taken)
    return {name: (statistics.median(spent[name]), results[name]) for name in ways}


def take_time(env, way):
    """Return the milliseconds of one turn, its transaction its own, and what it returned."""
    env.flush_all()
    env.invalidate_all()
    env.cr.commit()
    gc.collect()
    start = time.perf_counter()
    result = way()
    taken = (time.perf_counter() - start) * 1000
    env.cr.rollback()
    return taken, result


def count_queries(env, way):
    """Return a way that does the same and returns (how many queries it took, what it returned)."""

    def counted():
        before = env.cr.sql_log_count
        result = way()
        return env.cr.sql_log_count - before, result

    return counted


@contextlib.contextmanager
def at_most(seconds):
    """Raise ``TooLong`` in what takes longer; it may use more memory than Odoo's limit, though."""

    def stop(_signal, _frame):
        raise TooLong

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def take_memory(way):
    """Return what ``way`` returns, and by how many MB the process grew meanwhile, at most."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # what was freed goes back, to be counted again
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # the highest mark starts anew
    before = _memory("VmRSS")
    result = way()
    return result, (_memory("VmHWM") - before) / 1024


def _memory(name):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(f"{name}:"))
