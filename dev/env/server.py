"""Fetch Odoo 19 Community into the cache and verify it."""

import hashlib
import os
import re
import shutil
from pathlib import Path

from . import unpack
from .debian import OTHER_WAY, Apt, codename
from .paths import CACHE
from .steps import SetupError, lock, say

VERSION = "19.0.0+dfsg-1"
SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
# what Debian's package links to; the two with a suite lost a needed file in sid's newer version
COMPANIONS = (
    "fonts-font-awesome/{own}",
    "fonts-inconsolata/{own}",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
ARCHIVES = {
    "5870aa9310b2e029df125fffd2616fdc965efcd37c198cde510e6fbc1cc04be6": VERSION,
}
NEEDED = ("account_debit_note", "l10n_account_withholding_tax", "l10n_latam_check", "web")


def sha256(path):
    """The hash of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _pick_version(apt):
    """The pinned version; if the mirror has moved on, another 19.0 of it, with a warning."""
    offered = apt.versions("odoo-19")
    if VERSION in offered:
        return VERSION
    others = [version for version in offered if version.startswith("19.0.")]
    if not others:
        raise SetupError(
            f"the Debian mirror carries no odoo-19 {VERSION} nor another 19.0", OTHER_WAY
        )
    say(f"WARNING: the mirror no longer has odoo-19 {VERSION}; taking {others[0]} instead")
    return others[0]


def _download(folder):
    """Download the packages, checked by apt's signed index and, for the pinned one, by hash."""
    say("fetching Odoo 19 from the machine's Debian mirror (130 MB)")
    scratch = folder / "apt"
    apt = Apt(scratch)
    apt.update()
    version = _pick_version(apt)
    own = codename()
    apt.download(folder, f"odoo-19={version}", *(name.format(own=own) for name in COMPANIONS))
    deb = next(folder.glob("odoo-19_*.deb"))
    if version == VERSION and sha256(deb) != SHA256:
        deb.unlink()
        raise SetupError(
            "the downloaded odoo-19 package is not the pinned one (hash differs)", OTHER_WAY
        )
    shutil.rmtree(scratch)
    return deb


def _verify(server):
    """Check that the tree is Odoo 19.0 with the add-ons this project builds on."""
    release = (server / "odoo/release.py").read_text()
    if not re.search(r"version_info\s*=\s*\(19,\s*0,", release):
        raise SetupError("the archive is not Odoo 19.0", OTHER_WAY)
    places = [server / "odoo/addons", server / "addons"]
    for name in NEEDED:
        if not any((place / name / "__manifest__.py").is_file() for place in places):
            raise SetupError(f"the Odoo archive lacks the add-on {name}", OTHER_WAY)


def _from_archive(path, dest):
    if not path.is_file():
        raise SetupError(
            f"ODOO_ARCHIVE={path}: no such file", "name an existing archive of Odoo 19.0"
        )
    digest = sha256(path)
    if digest in ARCHIVES:
        say(f"unpacking Odoo {ARCHIVES[digest]} from ODOO_ARCHIVE (hash known)")
    else:
        say(f"WARNING: ODOO_ARCHIVE {path.name} is not one this project knows (sha256 {digest})")
    unpack.from_archive(path, dest)


def _from_mirror(packages, dest):
    kept = packages / "odoo.deb"
    if not (kept.is_file() and sha256(kept) == SHA256):
        shutil.rmtree(packages, ignore_errors=True)
        packages.mkdir(parents=True)
        _download(packages).rename(kept)
    others = sorted(deb for deb in packages.glob("*.deb") if deb != kept)
    unpack.from_packages(kept, others, dest)


def ensure():
    """Return the folder of the unpacked server (it holds the package ``odoo``)."""
    home = CACHE / "odoo" / VERSION
    server = home / "server"
    if (home / "complete").is_file():
        return server
    with lock("odoo"):
        if (home / "complete").is_file():
            return server
        shutil.rmtree(server, ignore_errors=True)
        server.mkdir(parents=True)
        archive = os.environ.get("ODOO_ARCHIVE")
        if archive:
            _from_archive(Path(archive).expanduser().resolve(), server)
        else:
            _from_mirror(CACHE / "packages" / VERSION, server)
        _verify(server)
        (home / "complete").write_text(VERSION + "\n")
        say("Odoo 19 unpacked")
    return server
