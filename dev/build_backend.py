"""Build the add-on's wheel from the repository's root: whool builds from the add-on's folder.

``pip install .`` and ``pip install ./l10n_cobranzas`` thus make the same wheel, which lands in
``odoo.addons``.
"""

import os
from pathlib import Path

from whool import buildapi

os.chdir(Path(__file__).resolve().parents[1] / "l10n_cobranzas")


def __getattr__(name):
    """Every hook is whool's own."""
    return getattr(buildapi, name)
