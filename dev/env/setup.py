"""``make setup`` readies Odoo, Python packages and PostgreSQL; ``make stop`` stops PostgreSQL."""

from . import postgres, programs
from .steps import say


def main(words):
    """Ready everything but the databases."""
    programs.ensure()
    postgres.server("test")
    say("ready")


def stop(words):
    """Stop the private clusters; their data stays."""
    for name in postgres.SETTINGS:
        postgres.Cluster(name).stop()
