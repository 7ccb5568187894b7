"""What make lint says of folders that use what stands above them, and its measures."""

import pytest

from env import house, sources, themes

A = 'class A:\n    _name = "cobranzas.a"\n    def check(self):\n        return True\n'
B = 'class B:\n    _inherit = "cobranzas.a"\n    def check(self):\n        return {}\n'


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the sources of an add-on of files: {path: text}."""

    def read_files(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return sources.read(tmp_path)

    return read_files


UPPER = """class Upper:
    _name = "cobranzas.upper"
    cobranzas_upper = fields.Char()
    def _cobranzas_do(self):
        return self.name
"""


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('self.env["cobranzas.upper"]', "cobranzas.upper is of models/receipt"),
        ("self._cobranzas_do()", "_cobranzas_do is of models/receipt"),
        ("self.cobranzas_upper", "cobranzas_upper is of models/receipt"),
        ('self.filtered("cobranzas_upper")', "cobranzas_upper is of models/receipt"),
        ("self.create({})", ""),
        ('self.env["account.move"]', ""),
        ('{"res_model": "cobranzas.upper"}', ""),
    ],
)
def test_a_theme_that_looks_upward_is_found(read, line, complaint):
    lower = f"class Lower:\n    _name = 'cobranzas.lower'\n    def a(self):\n        {line}\n"
    files = read({"models/receipt/a.py": UPPER, "models/ledger/a.py": lower})
    found = themes.look_downward(files)
    assert len(found) == bool(complaint)
    assert all(f"models/ledger/a.py:4: {complaint}" in each for each in found)
    assert (
        themes.look_downward(read({"models/statements/a.py": lower, "models/ledger/a.py": ""}))
        == []
    )


def test_the_folders_of_the_add_on_look_downward_and_their_order_of_imports_is_free():
    assert themes.check() == []


def test_an_extension_that_calls_no_super_is_found(read):
    good = {"models/receipt/a.py": A, "models/receipt/b.py": B.format("super().check()")}
    assert themes.order_is_free(read(good)) == []
    (complaint,) = themes.order_is_free(read({"models/receipt/c.py": B.format("False")}))
    assert "c.py:3: cobranzas.a.check" in complaint


def test_circles_of_calls_are_found():
    assert house.find_circles({1: {2}, 2: {3}, 3: {2}}) == [{2, 3}, {1}]
    assert house.find_circles({1: {2}, 2: {3}}) == [{3}, {2}, {1}]
