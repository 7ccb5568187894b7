"""The environment of Odoo's processes: where they find Python's packages and other programs."""

import os

from . import programs, pyenv
from .paths import DEV


def environment():
    """The environment for Odoo: the virtual environment first, the PDF stand-in before that.

    The stand-in ``dev/wkhtmltopdf`` gives headers and footers with Debian's wkhtmltopdf. It is
    left out when there is no real one, so that Odoo itself says that it is missing.
    """
    path = [str(pyenv.folder() / "bin"), os.environ.get("PATH", "")]
    env = {**os.environ, **programs.environment()}
    if programs.fetched():
        path.append(str(programs.fetched() / "bin"))
    real = programs.find("wkhtmltopdf")
    if real:
        path.insert(0, str(DEV))
        env["WKHTMLTOPDF_REAL"] = real
    env["PATH"] = os.pathsep.join(path)
    return env
