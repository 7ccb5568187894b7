"""Moments in words."""

from odoo.tools import format_datetime


def format_moment(env, moment):
    """Return a moment (naive, UTC) in words, by the clock of who asks.

    That is the zone of the client, else the user's.
    """
    return format_datetime(env, moment, tz=env.tz.zone, dt_format="short")
