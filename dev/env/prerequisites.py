"""Programs of the machine that some tests and the demo's reports use."""

import os
import shutil

from . import pyenv
from .paths import DEV


def find(*names):
    """The first of these programs that the machine has, apart from this project's stand-in."""
    for name in names:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if folder != str(DEV) and shutil.which(name, path=folder):
                return shutil.which(name, path=folder)
    return None


def environment():
    """The environment for Odoo: the virtual environment first, the PDF stand-in before that.

    The stand-in ``dev/wkhtmltopdf`` gives headers and footers with Debian's wkhtmltopdf. It is
    left out when there is no real one, so that Odoo itself says that it is missing.
    """
    path = [str(pyenv.folder() / "bin"), os.environ.get("PATH", "")]
    env = dict(os.environ)
    real = find("wkhtmltopdf")
    if real:
        path.insert(0, str(DEV))
        env["WKHTMLTOPDF_REAL"] = real
    env["PATH"] = os.pathsep.join(path)
    return env
