"""Where things lie: the checkout (kept clean) and the cache outside it (all checkouts share it)."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "dev"
MODULE = "l10n_cobranzas"
ADDON = ROOT / MODULE
REQUIREMENTS = DEV / "requirements.txt"


def _cache_home():
    """The user's cache folder, as the XDG base directory rules name it."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".cache"


CACHE = _cache_home() / "l10n_cobranzas"
