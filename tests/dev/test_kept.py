"""What classes of tests set up alike is kept from class to class; what each does to it is not."""

import pytest
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase
from odoo.tests.common import get_db_name

from ..lib.kept import kept, kept_levels


class Ground(TransactionCase):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": cls.make_name()})
        cls.made = ["partner"]

    @classmethod
    def make_name(cls):
        return "Ceibo"


class Upper(Ground):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.name += " and its branch"
        cls.branch = cls.env["res.partner"].create({"name": "B", "parent_id": cls.partner.id})


@pytest.fixture(autouse=True)
def _end():
    yield
    kept_levels.end()


def run(base, **own):
    """Set up a class, spoil what it has, and end it; return what it had."""
    cls = type("Test", (base,), own)
    try:
        cls.setUpClass()
        had = cls.partner.id, cls.partner.name, len(cls.partner.child_ids), list(cls.made)
        cls.partner.name = "spoilt"
        cls.made.append("spoilt")
        cls.env.flush_all()
    finally:
        cls.doClassCleanups()
    return had


def test_a_class_finds_what_the_first_made_unspoilt():
    first = run(Ground)
    assert first[1:] == ("Ceibo", 0, ["partner"])
    assert run(Ground) == first


def test_levels_lie_upon_each_other():
    below = run(Ground)
    upper = run(Upper)
    assert upper == (below[0], "Ceibo and its branch", 1, ["partner"])
    assert run(Upper) == upper
    assert run(Ground) == below


def test_a_class_that_makes_it_another_way_shares_nothing():
    first = run(Ground)
    other = run(Ground, make_name=classmethod(lambda cls: "Ombú"))
    assert other[1] == "Ombú"
    assert other[0] != first[0]


def test_what_patches_the_class_is_made_for_each():
    def set_up(cls):
        super(Patched, cls).setUpClass()
        cls.addClassCleanup(list)

    Patched = type("Patched", (Ground,), {"setUpClass": classmethod(kept(set_up))})
    assert run(Patched) == run(Patched)
    assert len(kept_levels.levels) == 1


def test_nothing_is_committed():
    run(Ground)
    kept_levels.end()
    with Registry(get_db_name()).cursor() as cr:
        cr.execute("SELECT count(*) FROM res_partner WHERE name = 'Ceibo'")
        assert cr.fetchone() == (0,)
