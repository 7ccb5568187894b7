"""``make shell``: an Odoo shell on a throw-away copy of the demo database.

``env`` is the superuser's environment. A script on standard input is run, and the exit code tells
whether it raised; on a terminal the shell is interactive. Only the script writes on stdout.
"""

from . import demo


def main(words):
    """Run the shell on a copy of the pristine demo database."""
    server, source = demo.pristine()
    return server.shell(server.throwaway(source), *words)
