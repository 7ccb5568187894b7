"""What ``make cluster`` and its measurement decide by themselves, without a server of Odoo's."""

import asyncio
import doctest
import os
import socket
import subprocess
import sys
import time

import psutil
import pytest
from bench.cluster import figures, invariants

from env import bench, demo, processes, proxy
from env.steps import SetupError


@pytest.mark.parametrize("module", [figures, invariants, proxy])
def test_doctests_pass(module):
    failed, tried = doctest.testmod(module)
    assert tried and not failed


def test_a_server_left_out_comes_back_in_its_turn():
    choice = proxy.Choice(["a", "b"])
    choice.leave_out("a", now=10)
    assert [choice.order(now=11)[0] for _turn in range(3)] == ["b", "b", "b"]
    assert {choice.order(now=12.1)[0] for _turn in range(2)} == {"a", "b"}


def test_all_are_asked_when_each_was_left_out():
    choice = proxy.Choice(["a", "b"])
    choice.leave_out("a", now=0)
    choice.leave_out("b", now=0)
    assert sorted(choice.order(now=1)) == ["a", "b"]


def test_a_client_cannot_say_whom_it_forwards_for():
    lines = ["GET / HTTP/1.1", "Host: here", "X-Forwarded-For: 1.2.3.4", "Connection: keep-alive"]
    sent = proxy.Request(lines, b"").encode("127.0.0.1").decode()
    assert "1.2.3.4" not in sent
    assert "X-Forwarded-For: 127.0.0.1\r\n" in sent
    assert "X-Forwarded-Host: here\r\n" in sent
    assert sent.endswith("Connection: close\r\n\r\n")


# ----------------------------------------------------------------------
# The proxy at work
# ----------------------------------------------------------------------


async def _serve(answer):
    """Start a server that answers each request so, or closes when that is empty."""

    async def handle(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


async def _ask_all(answers, request, times):
    """Return the status lines of ``times`` requests through a proxy in front of such servers."""
    servers = [await _serve(answer) for answer in answers]
    closed = demo.free_ports(1, first=20_000)[0]
    backends = [proxy.Backend(port, port) for _server, port in servers]
    handler = proxy.Proxy([proxy.Backend(closed, closed), *backends]).handle
    front = await asyncio.start_server(handler, "127.0.0.1", 0)
    port, found = front.sockets[0].getsockname()[1], []
    for _time in range(times):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        found.append((await reader.read()).split(b"\r\n")[0].decode())
        writer.close()
    for server in [front, *(server for server, _port in servers)]:
        server.close()
    return found


FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
GET = b"GET /web HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"


def test_nobody_sees_a_server_that_takes_no_connection():
    assert asyncio.run(_ask_all([FINE], POST, 4)) == ["HTTP/1.1 200 OK"] * 4


def test_what_only_reads_is_asked_of_the_next_server():
    assert asyncio.run(_ask_all([b"", FINE], GET, 4)) == ["HTTP/1.1 200 OK"] * 4


def test_what_may_have_been_done_is_never_sent_twice():
    found = asyncio.run(_ask_all([b"", FINE], POST, 2))
    assert found == ["HTTP/1.1 502 Bad Gateway", "HTTP/1.1 200 OK"]


def test_without_any_server_the_proxy_says_so():
    assert asyncio.run(_ask_all([], POST, 1)) == ["HTTP/1.1 503 Service Unavailable"]


# ----------------------------------------------------------------------
# Ports, processes, the choice of measurements
# ----------------------------------------------------------------------


def test_a_port_that_is_taken_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = demo.free_ports(3, first=port)
    assert port not in found
    assert len(set(found)) == 3


SLEEPER = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"


@pytest.mark.parametrize("end", [lambda child: processes.stop(child, 2), lambda child: child])
def test_a_child_ends_with_all_that_descends_from_it(end, tmp_path):
    child = processes.start([sys.executable, "-c", SLEEPER], tmp_path / "log")
    until = time.monotonic() + 20
    while len(processes.family(child.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    members = processes.family(child.pid)
    assert len(members) == 2
    if end(child) is child:
        processes.kill(child.pid)
        child.wait()
    psutil.wait_procs(members, timeout=5)
    assert not [each for each in members if each.is_running() and each.status() != "zombie"]


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from env import processes;"
        "print(processes.start(['sleep', '60'], sys.argv[2]).pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    words = [sys.executable, "-c", program, os.path.dirname(proxy.__file__) + "/..", tmp_path / "l"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    pid, until = int(done.stdout), time.monotonic() + 5
    while psutil.pid_exists(pid) and time.monotonic() < until:
        if psutil.Process(pid).status() == "zombie":
            return
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


def test_the_measurement_of_the_cluster_runs_only_when_it_is_named():
    assert bench.CLUSTER.is_file()
    assert bench.CLUSTER not in bench.scripts([])


def test_a_server_named_by_variables_is_refused(monkeypatch):
    from env import cluster, postgres

    monkeypatch.setattr(postgres, "external", lambda: True)
    with pytest.raises(SetupError, match="servers of its own"):
        cluster.primary()


# ----------------------------------------------------------------------
# What must hold
# ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ([("a", 1, "posted")], []),
        ([("a", 1, "draft")], ["a was answered and is lost"]),
        ([("a", 2, "posted")], ["a was answered and is lost"]),
        ([("a", 1, "posted"), ("a", 1, "posted")], ["a is there 2 times"]),
        ([("a", 1, "posted"), ("z", 9, "posted")], ["z was never asked for"]),
    ],
)
def test_each_answered_posting_is_there_once(found, wrong):
    assert invariants.compare({"a": 1}, {"a"}, found) == wrong


def test_a_receipt_posted_without_an_answer_is_fine():
    assert invariants.compare({}, {"a"}, [("a", 1, "posted")]) == []
