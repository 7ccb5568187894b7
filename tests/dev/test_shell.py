"""``make shell``: a script on standard input, on a throw-away copy of the demo database."""

import os
import subprocess
import sys

import pytest

from env import demo
from env.paths import DEV

pytestmark = pytest.mark.slow


def shell(script):
    """Run a script as ``make shell`` does."""
    return subprocess.run(
        [sys.executable, DEV / "run.py", "shell"],
        input=script,
        capture_output=True,
        text=True,
        env={key: value for key, value in os.environ.items() if key != "ODOO_RC"},
    )


def test_only_the_script_writes_on_stdout():
    done = shell("print(6 * 7)")
    assert (done.returncode, done.stdout) == (0, "42\n"), done.stderr


def test_a_script_that_raises_fails():
    done = shell("raise ValueError('not so')")
    assert done.returncode != 0
    assert "ValueError: not so" in done.stderr


def test_what_a_script_commits_is_gone_afterwards():
    done = shell("env.company.name = 'Thrown away'; env.cr.commit()")
    assert done.returncode == 0, done.stderr
    assert shell("print(env.company.name)").stdout != "Thrown away\n"


def test_the_demo_has_a_login_for_every_role():
    done = shell("print(*env['res.users'].search([]).mapped('login'))")
    assert set(demo.ROLES) <= set(done.stdout.split()), done.stderr
