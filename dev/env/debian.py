"""Packages from the machine's own Debian mirror, downloaded without root.

No host is named here: the mirror is read from apt's own configuration, and the machine's proxy
settings stay in force. A private apt state is used, so nothing of the machine is changed.
"""

import shutil
from pathlib import Path

from .steps import SetupError, run

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
STATUS = Path("/var/lib/dpkg/status")
OTHER_WAY = (
    "use a machine with Debian's apt sources, "
    "or set ODOO_ARCHIVE to an archive (.tar.xz, .tar.gz) of Odoo 19.0"
)


def codename():
    """The code name of the machine's Debian release, such as ``bookworm``."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except FileNotFoundError:
        lines = []
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return values.get("VERSION_CODENAME", "").strip('"')


def mirror():
    """The address of the mirror that apt uses for the machine's own release."""
    if not shutil.which("apt-get"):
        raise SetupError(
            "Odoo 19 comes from a Debian mirror, and there is no apt-get here", OTHER_WAY
        )
    out = run(
        *("apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI)", "Created-By: Packages"),
        what="reading the machine's apt sources",
    )
    wanted = codename()
    for line in out.splitlines():
        release, _, address = line.partition(" ")
        if release == wanted:
            return address
    raise SetupError(f"no apt source for {wanted or 'this release'} on this machine", OTHER_WAY)


def _note_sources(folder):
    """Write the sources of a private apt: sid, and the machine's own release."""
    if not KEYRING.is_file():
        raise SetupError(f"{KEYRING} is missing", "apt-get install debian-archive-keyring")
    address = mirror()
    lines = [f"deb [signed-by={KEYRING}] {address} {suite} main\n" for suite in ("sid", codename())]
    (folder / "sources.list").write_text("".join(lines))


class Apt:
    """A private apt that knows sid (where Odoo 19 is) and the machine's own release."""

    def __init__(self, folder):
        self.folder = folder
        for part in ("state/lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._prepare()

    def _prepare(self):
        _note_sources(self.folder)
        (self.folder / "status").write_text("")

    def _sources(self):
        return {
            "Dir::Etc::SourceList": self.folder / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": "/dev/null",
        }

    def _options(self):
        settings = {
            **self._sources(),
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "APT::Sandbox::User": "",
            "Debug::NoLocking": "1",
        }
        return [
            "-qq",
            *(word for key, value in settings.items() for word in ("-o", f"{key}={value}")),
        ]

    def update(self):
        """Fetch the signed indexes."""
        run(
            "apt-get",
            *self._options(),
            "update",
            what="reading the Debian mirror's index",
            remedy=OTHER_WAY,
        )

    def versions(self, package):
        """The versions of ``package`` the mirror offers."""
        out = run("apt-cache", *self._options(), "madison", package, what=f"looking for {package}")
        return [line.split("|")[1].strip() for line in out.splitlines() if line.count("|") == 2]

    def download(self, folder, *packages):
        """Download packages into ``folder``; apt checks their signatures' hashes."""
        folder.mkdir(parents=True, exist_ok=True)
        run(
            *("apt-get", *self._options(), "download", *packages),
            what="downloading " + ", ".join(packages),
            remedy=OTHER_WAY,
            cwd=folder,
        )


class MachineApt(Apt):
    """A private apt that knows what the machine knows: its sources, and what is installed on it."""

    def _prepare(self):
        if not shutil.which("apt-get") or not STATUS.is_file():
            raise SetupError("there is no apt-get here", "install the programs by hand")
        shutil.copy(STATUS, self.folder / "status")

    def _sources(self):
        return {}

    def fetch(self, *packages):
        """Download packages with what they depend on and the machine lacks; return their files.

        The packages themselves are downloaded even where they are installed out of reach.
        """
        run(
            *("apt-get", *self._options(), "-y", "--download-only", "--no-install-recommends"),
            *("--reinstall", "install", *packages),
            what="downloading " + ", ".join(packages),
            remedy="apt-get install " + " ".join(packages),
        )
        return sorted((self.folder / "cache" / "archives").glob("*.deb"))
