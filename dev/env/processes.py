"""Children of a command: started so that they end with it, and ended by their ids alone."""

import contextlib
import ctypes
import signal
import subprocess

import psutil

PR_SET_PDEATHSIG = 1  # Linux: a signal to the child when its parent has died


def start(command, log, env=None):
    """Start a program in a group of its own, Ctrl-C being its parent's matter; return it."""
    with open(log, "a") as out:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            env=env,
        )


def _die_with_parent():
    with contextlib.suppress(OSError, AttributeError):  # no Linux: it is ended by its parent only
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def family(pid):
    """Return the process and all that descend from it, as they are now."""
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def kill(pid):
    """End a process and its descendants at once, as a power cut would; return their ids."""
    members = family(pid)
    for member in members:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(members, timeout=10)
    return [member.pid for member in members]


def stop(child, patience=20):
    """End a child and its descendants: politely first, after ``patience`` seconds by force."""
    members = family(child.pid)
    if child.poll() is None:
        child.terminate()
    _gone, left = psutil.wait_procs(members, timeout=patience)
    for member in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    child.wait()
