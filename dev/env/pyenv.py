"""The virtual environment with Odoo's and the tests' Python packages, kept in the cache.

Its name carries a hash of the requirements and of the server's version: a change of either makes a
new one beside the old.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile

from . import server
from .debian import Apt
from .paths import CACHE, REQUIREMENTS
from .steps import SetupError, lock, run, say

PYTHONS = ("3.10", "3.11", "3.12", "3.13")


def key():
    """The hash that names the environment."""
    text = (
        REQUIREMENTS.read_text() + server.VERSION + "/".join(str(n) for n in sys.version_info[:2])
    )
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def folder():
    """Where the environment lies (or will)."""
    return CACHE / "venv" / key()


def python():
    """The environment's interpreter."""
    return folder() / "bin" / "python"


def _uv_by_pip_wheel(tools):
    """Debian splits venv and pip off its Python: run pip out of its package's wheel."""
    scratch = CACHE / "pip"
    try:
        apt = Apt(scratch / "apt")
        apt.update()
        apt.download(scratch, "python3-pip-whl")
        deb = next(scratch.glob("python3-pip-whl_*.deb"))
        run("dpkg-deb", "-x", deb, scratch / "x", what="unpacking pip")
        wheel = next((scratch / "x").rglob("pip-*.whl"))
        run(
            sys.executable,
            wheel / "pip",
            "install",
            "-q",
            "--target",
            tools,
            "uv",
            what="installing uv",
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _uv_by_pip(tools):
    run(
        *(sys.executable, "-m", "pip", "install", "-q", "--target", tools, "uv"),
        what="installing uv with this machine's pip",
    )


def _uv_by_venv(tools):
    scratch = tools.parent / "tools-venv"
    run(sys.executable, "-m", "venv", "--clear", scratch, what="making a virtual environment")
    run(
        *(scratch / "bin/python", "-m", "pip", "install", "-q", "--target", tools, "uv"),
        what="installing uv from the Python index",
    )
    shutil.rmtree(scratch)


def uv():
    """The path of uv: the machine's, or one installed into the cache."""
    found = shutil.which("uv")
    if found:
        return found
    tools = CACHE / "tools"
    program = tools / "bin" / "uv"
    if program.is_file():
        return str(program)
    errors = []
    for way in (_uv_by_venv, _uv_by_pip, _uv_by_pip_wheel):
        try:
            way(tools)
        except (SetupError, StopIteration, OSError) as error:
            errors.append(str(error))
            continue
        if program.is_file():
            return str(program)
    raise SetupError(
        "uv could not be installed:\n  " + "\n  ".join(errors),
        "apt-get install python3-venv (or put uv in PATH), and check that pip reaches an index",
    )


def _pip_index():
    """The Python index that pip is set to use, when it is another than the public one."""
    if os.environ.get("PIP_INDEX_URL"):
        return os.environ["PIP_INDEX_URL"]
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _uv_env():
    """Have uv use this interpreter, the machine's certificates and pip's index."""
    env = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    if not (os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")):
        index = _pip_index()
        if index:
            env["UV_DEFAULT_INDEX"] = index
    return env


def make_odoo_wheel(tree, out):
    """Write a tiny wheel that points at the unpacked server, with its real metadata.

    ``import odoo`` and the command ``odoo`` then work, and pip sees the distribution ``odoo 19.0``
    that wheels of add-ons require. The code stays where it is.
    """
    info = next(tree.glob("odoo-*.egg-info"), None)
    kept = ["Metadata-Version: 2.1", "Name: odoo", "Version: 19.0"]
    if info:
        dropped = ("Dynamic", "License-File", "Requires-Dist", "Provides-Extra")
        lines = (info / "PKG-INFO").read_text().split("\n\n")[0].split("\n")
        kept = [line for line in lines if not line.startswith(dropped)]
    files = {
        "odoo_server.pth": f"{tree}\n",
        "odoo-19.0.dist-info/METADATA": "\n".join(kept) + "\n",
        "odoo-19.0.dist-info/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: pyenv\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
        "odoo-19.0.dist-info/entry_points.txt": "[console_scripts]\nodoo = odoo.cli.command:main\n",
    }
    record = ""
    for name, text in files.items():
        digest = (
            base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        )
        record += f"{name},sha256={digest},{len(text.encode())}\n"
    files["odoo-19.0.dist-info/RECORD"] = record + "odoo-19.0.dist-info/RECORD,,\n"
    wheel = out / "odoo-19.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel


def install(*words, into=None):
    """Install Python packages into the environment (or a ``--target`` folder)."""
    run(
        *(uv(), "pip", "install", "-q", *words),
        what="installing Python packages",
        remedy="check that pip reaches a Python index (pip config list), then run again",
        env={**_uv_env(), "VIRTUAL_ENV": str(into or folder())},
    )


def _build(venv, tree):
    if ".".join(map(str, sys.version_info[:2])) not in PYTHONS:
        raise SetupError(
            f"this is Python {sys.version.split()[0]}, Odoo 19 wants {PYTHONS[0]} to {PYTHONS[-1]}",
            "name another interpreter: make PYTHON=python3.12 ...",
        )
    say("installing the Python packages")
    run(
        *(uv(), "venv", "-q", "--clear", "--python", sys.executable, venv),
        what="making the virtual environment",
        env=_uv_env(),
    )
    install("-r", REQUIREMENTS, into=venv)
    install("--no-deps", make_odoo_wheel(tree, venv), into=venv)
    (venv / "complete").write_text(REQUIREMENTS.read_text())
    say("Python packages installed")


def ensure(tree):
    """Return the interpreter of the finished environment."""
    venv = folder()
    if not (venv / "complete").is_file():
        with lock("venv"):
            if not (venv / "complete").is_file():
                _build(venv, tree)
    return python()
