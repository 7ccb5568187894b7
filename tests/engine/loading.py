"""The engine alone: importing it through the add-on's package would import odoo too."""

import importlib
import sys
import types
from pathlib import Path

PATH = Path(__file__).parents[2] / "l10n_cobranzas/engine"


def load(name):
    """Return a module of the engine, as part of a stand-in for its package."""
    if "cobranzas_engine" not in sys.modules:
        package = sys.modules["cobranzas_engine"] = types.ModuleType("cobranzas_engine")
        package.__path__ = [str(PATH)]
    return importlib.import_module(f"cobranzas_engine.{name}")
