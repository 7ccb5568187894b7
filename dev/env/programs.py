"""Chromium, wkhtmltopdf, pdftotext and a font, fetched without root where the machine lacks them.

They come from the machine's own apt sources, as Odoo does, with those libraries that the machine
does not have either, and are unpacked into the cache. Small scripts in ``programs/HASH/bin`` start
them there. What the machine has itself is always preferred.
"""

import functools
import hashlib
import os
import platform
import shutil
from pathlib import Path

from .debian import MachineApt
from .paths import CACHE, DEV
from .steps import SetupError, lock, run, say

#: the package that brings a program, by the names it may have on the machine
PACKAGES = {
    ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable"): "chromium",
    ("wkhtmltopdf",): "wkhtmltopdf",
    ("pdftotext",): "poppler-utils",
}
FONTS = "fonts-noto-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
#: what a package's scripts would start, by name
FILES = {
    "chromium": "usr/lib/chromium/chromium",
    "wkhtmltopdf": "usr/bin/wkhtmltopdf",
    "pdftotext": "usr/bin/pdftotext",
    "pdfinfo": "usr/bin/pdfinfo",
    "pdftoppm": "usr/bin/pdftoppm",
}
FONT_FILES = ("usr/share/fonts", "etc/fonts")  # of what was unpacked
UNUSED = ("doc", "icons", "info", "iso-codes", "lintian", "locale", "man", "themes")
SCRIPT = """#!/bin/sh
LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
QT_PLUGIN_PATH="{plugins}"
export LD_LIBRARY_PATH QT_PLUGIN_PATH
exec "{program}" "$@"
"""
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
    <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
    <include ignore_missing="yes">{root}/etc/fonts/conf.d</include>
    <dir>/usr/share/fonts</dir>
    <dir>{root}/usr/share/fonts</dir>
    <cachedir>{root}/fontcache</cachedir>
</fontconfig>
"""


# ------------------------------------------------------------------
# What the machine has
# ------------------------------------------------------------------


def find_own(*names):
    """The first of these programs that the machine has, apart from this project's stand-in."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    foreign = [
        folder
        for folder in folders
        if folder != str(DEV) and not Path(folder).is_relative_to(CACHE)
    ]
    found = (shutil.which(name, path=os.pathsep.join(foreign)) for name in names)
    return next(filter(None, found), None)


def _has_fonts():
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    kinds = (".ttf", ".otf", ".ttc")
    return any(path.suffix in kinds for folder in folders for path in folder.rglob("*"))


def missing():
    """The packages of what the machine lacks."""
    wanted = [package for names, package in PACKAGES.items() if not find_own(*names)]
    return wanted if _has_fonts() else [*wanted, FONTS]


# ------------------------------------------------------------------
# What is fetched
# ------------------------------------------------------------------


@functools.cache
def home():
    """The folder of what the machine lacks, as it is or will be; None when it lacks nothing."""
    wanted = missing()
    if not wanted:
        return None
    return CACHE / "programs" / hashlib.sha256(repr(wanted).encode()).hexdigest()[:8]


def fetched():
    """The folder of what was fetched, or None."""
    return home() if home() and (home() / "complete").is_file() else None


def find(*names):
    """The path of the first of these programs: the machine's own, else the fetched one."""
    own = find_own(*names)
    if own or not fetched():
        return own
    found = [fetched() / "bin" / name for name in names]
    return next((str(path) for path in found if path.is_file()), None)


def ensure():
    """Fetch what the machine lacks, once; where that is impossible, say so and go on without."""
    if not home() or fetched():
        return
    with lock("programs"):
        if fetched():
            return
        try:
            _fetch(home(), missing())
        except (SetupError, OSError) as error:
            shutil.rmtree(home(), ignore_errors=True)
            say(f"WARNING: going on without {', '.join(missing())}: {error}")


def _fetch(folder, packages):
    """Download the packages and what they depend on, unpack them, write their scripts."""
    say(f"fetching {', '.join(packages)}, which this machine lacks (up to 230 MB)")
    shutil.rmtree(folder, ignore_errors=True)
    root = folder / "root"
    root.mkdir(parents=True)
    apt = MachineApt(folder / "apt")
    apt.update()
    for deb in apt.fetch(*packages):
        run("dpkg-deb", "-x", deb, root, what=f"unpacking {deb.name}")
    shutil.rmtree(apt.folder)
    for name in UNUSED:
        shutil.rmtree(root / "usr/share" / name, ignore_errors=True)
    _write_scripts(folder, root)
    _check(folder, packages)
    (folder / "fonts.conf").write_text(FONT_CONFIGURATION.format(root=root))
    (folder / "complete").write_text("\n".join(packages) + "\n")
    say(f"{', '.join(packages)} unpacked")


def _write_scripts(folder, root):
    """Write a script for each program that was unpacked, with its libraries' folders."""
    triplet = f"{platform.machine()}-linux-gnu"
    homes = [root / "usr/lib" / triplet, root / "lib" / triplet]
    libraries = {path.parent for home in homes for path in home.glob("*/lib*.so*")} | set(homes)
    libraries = sorted(str(path) for path in libraries if path.is_dir())
    (folder / "bin").mkdir()
    for name, file in FILES.items():
        if (root / file).is_file():
            script = folder / "bin" / name
            script.write_text(
                SCRIPT.format(
                    libraries=":".join(libraries),
                    plugins=homes[0] / "qt5/plugins",
                    program=root / file,
                )
            )
            script.chmod(0o755)


def _check(folder, packages):
    """Raise ``SetupError`` when a package did not bring what it is fetched for."""
    brought = [
        any((folder / "bin" / name).is_file() for name in names)
        for names, package in PACKAGES.items()
        if package in packages
    ]
    if FONTS in packages:
        brought.append((folder / "root" / FONT_FILES[0]).is_dir())
    if not all(brought):
        raise SetupError(
            f"the packages {', '.join(packages)} did not bring all their programs",
            "apt-get install " + " ".join(packages),
        )


def environment():
    """The variables by which programs find what was fetched; PATH aside."""
    folder = fetched()
    if not folder or not any((folder / "root" / path).is_dir() for path in FONT_FILES):
        return {}
    return {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
