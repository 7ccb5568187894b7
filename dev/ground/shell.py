"""``make shell``: an Odoo shell on a throw-away copy of the demo database.

``env`` is the superuser's environment. A script on standard input is run, and the exit code tells
whether it raised; on a terminal the shell is interactive. Only the script writes on stdout.
"""

from . import demo


def main(words):
    """Run the shell on a copy of the pristine demo database."""
    ground, source = demo.pristine()
    return ground.shell(ground.throwaway(source), *words)
