"""Unpack the Odoo server from Debian's package or from an archive, without root.

From the package are left out: translations into other languages than Spanish (three quarters of
the bytes) and the package's second, Python-only copy of the add-ons. Its links into /usr/share
become copies of the files, so that the tree stands alone.
"""

import lzma
import posixpath
import shutil
import subprocess
import tarfile

from .steps import SetupError

PREFIX = "./usr/lib/python3/dist-packages/"
LANGUAGES = ("es",)
# Debian drops this non-free script (background blur in calls). Its absence is a console error on
# every page of the client, which fails every tour: an empty script stands in for it.
STUB = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def _members(deb):
    """Yield (archive, member) for each file of a Debian package."""
    proc = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE)
    with tarfile.open(fileobj=proc.stdout, mode="r|") as archive:
        for member in archive:
            yield archive, member
    while proc.stdout.read(1 << 20):  # the padding at the archive's end
        pass
    if proc.wait():
        raise SetupError(
            f"dpkg-deb could not read {deb.name}", "remove it from the cache and run again"
        )


def _target(name, member):
    """The absolute path a link points to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), member.linkname))


def _shared_files(debs):
    """Map the paths in the companion packages to their bytes, or to the path they link to."""
    share = {}
    for deb in debs:
        for archive, member in _members(deb):
            name = member.name[1:]
            if member.isfile():
                share[name] = archive.extractfile(member).read()
            elif member.issym():
                share[name] = _target(name, member)
    return share


def _resolve(share, path):
    """The bytes at ``path``, through links; None when no companion package has it."""
    for _hop in range(8):
        found = share.get(path)
        if not isinstance(found, str):
            return found
        path = found
    return None


def _wanted(name):
    """The path below the server's folder, or None for what is left out."""
    if not name.startswith(PREFIX):
        return None
    rel = name[len(PREFIX) :]
    parts = rel.split("/")
    if not (parts[0] == "odoo" or parts[0].startswith("odoo-")):
        return None
    if "i18n" in parts and rel.endswith(".po") and not parts[-1].startswith(LANGUAGES):
        return None
    return rel


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def from_packages(odoo_deb, other_debs, dest):
    """Unpack Debian's ``odoo-19`` and the fonts and scripts its links point to."""
    share = _shared_files(other_debs)
    inner = []
    for archive, member in _members(odoo_deb):
        rel = _wanted(member.name)
        if rel is None:
            continue
        if member.isfile():
            (dest / rel).parent.mkdir(parents=True, exist_ok=True)
            with open(dest / rel, "wb") as out:
                shutil.copyfileobj(archive.extractfile(member), out)
        elif member.issym():
            target = _target(member.name[1:], member)
            data = _resolve(share, target)
            if data is None:
                inner.append((dest / rel, dest / target[len(PREFIX) - 1 :]))
            else:
                _write(dest / rel, data)
    for link, target in inner:  # links inside the tree itself
        if target.is_file():
            _write(link, target.read_bytes())
    _write(dest / "odoo" / STUB, b"// absent from Debian's package (non-free)\n")


def _extract(archive, dest):
    """Unpack what lies beside the package ``odoo``, wherever the archive has it."""
    members = archive.getmembers()
    releases = [member.name for member in members if member.name.endswith("odoo/release.py")]
    if not releases:
        raise tarfile.TarError("it holds no odoo/release.py")
    top = min(releases, key=len)[: -len("odoo/release.py")]
    for member in members:
        if not member.isfile() or not member.name.startswith(top):
            continue
        rel = member.name[len(top) :]
        if ".." in rel.split("/") or rel.startswith("/"):
            raise tarfile.TarError(f"it holds the path {member.name}")
        (dest / rel).parent.mkdir(parents=True, exist_ok=True)
        with open(dest / rel, "wb") as out:
            shutil.copyfileobj(archive.extractfile(member), out)


def from_archive(path, dest):
    """Unpack an archive that holds an Odoo 19 source tree under any one folder."""
    try:
        with tarfile.open(path) as archive:
            _extract(archive, dest)
    except (OSError, EOFError, lzma.LZMAError, tarfile.TarError) as error:
        raise SetupError(
            f"ODOO_ARCHIVE={path} cannot be read: {error}", "name a .tar.xz or .tar.gz of Odoo 19.0"
        ) from error
    stub = dest / "odoo" / STUB
    if stub.parents[3].is_dir() and not stub.exists():
        _write(stub, b"// absent from this archive\n")
