"""What many classes of tests set up alike is made once, and kept for the next class.

``@kept`` on the ``setUpClass`` of a shared class makes of it a level. Levels are made one upon the
other in one transaction, with a savepoint after each: a class goes back to the highest level that
is its own, and finds records and attributes of the class as they were. Nothing is committed: other
classes find the database as it was installed. tests/conftest.py puts classes of the same levels
one behind the other.
"""

import copy
import functools
import itertools

from odoo import fields
from odoo.modules.registry import Registry
from odoo.sql_db import Cursor, Savepoint
from odoo.tests import HttpCase, TransactionCase
from odoo.tests.common import get_db_name

OWN = {"setUp", "setUpClass"}
METHODS = (classmethod, staticmethod, property)


def kept(setup):
    """Make a ``setUpClass`` once for all classes that inherit it without changing its ways.

    What starts patchers of the class is made for each, with all that builds upon it: they end with
    the class.
    """

    @functools.wraps(setup)
    def set_up(cls):
        kept_levels.set_up(cls, set_up)

    set_up.kept = setup
    return set_up


def _get_setup(cls):
    """The function of the ``setUpClass`` that a class has of its own."""
    return getattr(vars(cls).get("setUpClass"), "__func__", None)


def _get_key(cls, place):
    """What decides how a level of a class is set up: what it inherits, and who changes its ways."""
    inherited = cls.__mro__[place:]
    changed = (
        each
        for each in cls.__mro__[:place]
        if any(
            hasattr(inherited[0], name)
            for name, value in vars(each).items()
            if _may_be_a_way(name, value)
        )
    )
    return inherited, tuple(changed)


def _may_be_a_way(name, value):
    """Whether what a class has of its own may change what the setup of another does."""
    if name in OWN or name.startswith(("__", "test_")):
        return False
    return not name.startswith("_") or callable(value) or isinstance(value, METHODS)


def get_keys(cls):
    """The keys of a class's levels, the lowest first."""
    places = [
        place
        for place, each in enumerate(cls.__mro__ if cls else ())
        if hasattr(_get_setup(each), "kept")
    ]
    return [_get_key(cls, place) for place in reversed(places)]


def get_order(cls):
    """What puts classes of the same levels one behind the other."""
    return [
        [each.__qualname__ for each in (*inherited, *changed)]
        for inherited, changed in get_keys(cls)
    ]


class Level:
    """What a ``setUpClass`` made, up to a savepoint."""

    def __init__(self, cls, key, before):
        self.key = key
        self.attributes = {
            name: _copy(value)
            for name, value in vars(cls).items()
            if name not in before or before[name] is not value
        }
        cls.env.flush_all()
        self.savepoint = Savepoint(cls.cr)

    def restore(self, cls, but=()):
        """Give a class the attributes that the setup gave to the first."""
        for name, value in self.attributes.items():
            if name not in but:
                setattr(cls, name, _copy(value))


def _copy(value):
    """A list or dictionary of its own for each class."""
    return copy.copy(value) if isinstance(value, (dict, list, set)) else value


class KeptLevels:
    """The levels that are made, one upon the other, with one cursor."""

    def __init__(self):
        self.cursor, self.levels, self.day = None, [], None
        self.current, self.keys, self.before, self.cleanups = None, [], {}, 0

    def set_up(self, cls, function):
        """Set up the level of a class that ``function`` makes, with those beneath it."""
        if self.current is not cls:
            self._start(cls)
        place = next(i for i, each in enumerate(cls.__mro__) if _get_setup(each) is function)
        number = next(i for i, key in enumerate(self.keys) if key[0] == cls.__mro__[place:])
        if number < len(self.levels):
            self._restore(cls, number)
        else:
            self._make(cls, number, function.kept)
        self.before, self.cleanups = dict(vars(cls)), len(cls._class_cleanups)

    def _make(self, cls, number, setup):
        """Make a level of a class; its setup makes or restores those beneath it."""
        if not number:
            self.before = dict(vars(cls))
            self._lend_cursor()
        setup(cls)
        patched = number and len(cls._class_cleanups) > self.cleanups
        if number == len(self.levels) and not patched:
            self.levels.append(Level(cls, self.keys[number], self.before))

    def _start(self, cls):
        """Go back to the highest level that a class has too."""
        self.current, self.keys, shared = cls, get_keys(cls), 0
        if self.day == fields.Date.today():
            pairs = zip(self.levels, self.keys, strict=False)
            shared = sum(itertools.takewhile(bool, (level.key == key for level, key in pairs)))
        if not shared:
            self.end()
        elif shared < len(self.levels):
            del self.levels[shared:]
            self.levels[-1].savepoint.rollback()

    def _restore(self, cls, number):
        """Start a class in the transaction, with what the levels up to a number made."""
        self._lend_cursor()
        core = next(each for each in cls.__mro__ if each in (HttpCase, TransactionCase))
        core.setUpClass.__func__(cls)
        own = vars(cls).keys() - {"env"}
        self.levels[0].restore(cls, but=own)
        for level in self.levels[1 : number + 1]:
            level.restore(cls)

    def _lend_cursor(self):
        """Let the class that starts work with the cursor; when it closes it, it goes back."""
        if not self.cursor:
            self.cursor = Registry(get_db_name()).cursor()
            self.cursor.close = self._go_back
            self.day = fields.Date.today()
        self.cursor._now = fields.Datetime.now()  # the database's clock stands in a transaction
        opened = Registry.cursor

        def lend(_registry, **_kw):
            Registry.cursor = opened
            return self.cursor

        Registry.cursor = lend

    def _go_back(self):
        """Undo what a class did on the highest level."""
        self.current = None
        if not self.levels:
            self.end()
            return
        cursor = self.cursor
        cursor.clear()
        cursor.postcommit.clear()
        cursor.prerollback.run()
        self.levels[-1].savepoint.rollback()
        cursor.reset()
        cursor.postrollback.run()

    def end(self):
        """Roll all back."""
        if self.cursor:
            Cursor.close(self.cursor)
        self.cursor, self.levels = None, []


kept_levels = KeptLevels()
