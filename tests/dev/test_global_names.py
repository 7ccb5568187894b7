"""Names that are global in a database or a web client bear the add-on's own prefix.

Another app may define the same name: with Inventory, the action path ``receipts`` is Odoo's, and
an add-on that uses it too can't be installed. So every such name must have the prefix, and none
may be found in any add-on of the unpacked server, installed here or not.
"""

import ast
import re
from functools import cache
from pathlib import Path

import odoo.addons
from lxml import etree
from odoo.modules import get_manifest, get_module_path
from odoo.tests.common import TransactionCase

MODULE = "l10n_cobranzas"
#: registry.category("actions").add("name", …) of the web client
REGISTERED = re.compile(r"""category\(\s*["'](\w+)["']\s*\)\s*\.add\(\s*["']([^"']+)["']""")
CLASSES = re.compile(r"\bo_[a-zA-Z0-9_-]+")
#: custom properties of CSS that are declared
PROPERTIES = re.compile(r"^\s*(--[a-zA-Z][\w-]*)\s*:", re.MULTILINE)
#: models whose records people and code know by one name in the whole database
NAMED = {
    "account.payment.method": "code",
    "ir.actions.client": "tag",
    "ir.actions.report": "report_name",
    "ir.config_parameter": "key",
    "ir.cron": "name",
    "ir.sequence": "code",
    "mail.template": "name",
    "res.groups.privilege": "name",
}
PREFIXES = ("cobranzas", "l10n_cobranzas.", "Collections")
#: addresses: those of downloads, and of the page for debtors
ROUTES = ("/cobranzas/", "/my/statement", "/statement/")


@cache
def core_modules():
    """Return the folders of all add-ons of the server."""
    folders = [Path(path) for path in odoo.addons.__path__]
    return sorted(
        module
        for folder in folders
        for module in folder.iterdir()
        if (module / "__manifest__.py").is_file() and module.name != MODULE
    )


def own_files(pattern):
    return sorted(Path(get_module_path(MODULE)).rglob(pattern))


@cache
def core_texts(*patterns):
    """Return the text of the server's files of these patterns (tests and libraries aside)."""
    return [
        path.read_text(errors="replace")
        for module in core_modules()
        for pattern in patterns
        for path in module.glob(pattern)
        if "/lib/" not in str(path)
    ]


def parse_records(path):
    """Return (model, {field: text}) of each record that an XML file declares."""
    try:
        root = etree.parse(str(path)).getroot()
    except etree.XMLSyntaxError:
        return []
    records = root.iter("record") if root.tag in ("odoo", "openerp") else ()
    return [
        (
            record.get("model"),
            {field.get("name"): (field.text or "").strip() for field in record.iter("field")},
        )
        for record in records
    ]


@cache
def core_records():
    return [
        found
        for module in core_modules()
        for pattern in ("*/**/*.xml",)
        for path in module.glob(pattern)
        if "static" not in path.parts
        for found in parse_records(path)
    ]


def own_records():
    return [
        found
        for path in own_files("*.xml")
        if "static" not in path.parts
        for found in parse_records(path)
    ]


def routes_of(text):
    """Return the addresses of the controllers in a Python source."""
    found = []
    for node in ast.walk(ast.parse(text)):
        name = isinstance(node, ast.Call) and (
            getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        )
        if name == "route" and node.args:
            found += [part.value for part in ast.walk(node.args[0]) if hasattr(part, "value")]
    return [address for address in found if isinstance(address, str)]


class TestGlobalNames(TransactionCase):
    def assertOwn(self, names, prefixes, core=()):
        """There are such names, each has a prefix of the add-on's, and the server has none."""
        names = set(names)
        self.assertTrue(names)
        bare = sorted(name for name in names if not name.startswith(prefixes))
        self.assertFalse(bare, "names without the add-on's prefix")
        self.assertFalse(names & set(core), "names that an add-on of the server has too")

    def test_the_whole_server_is_read(self):
        names = {module.name for module in core_modules()}
        self.assertLessEqual({"account", "stock", "point_of_sale", "website_sale"}, names)

    def test_action_paths(self):
        core = {vals["path"] for _model, vals in core_records() if vals.get("path")}
        self.assertIn("receipts", core)  # Inventory's
        own = [vals["path"] for _model, vals in own_records() if vals.get("path")]
        self.assertOwn(own, "cobranzas", core)
        self.assertEqual(len(own), len(set(own)))

    def test_names_of_records(self):
        for model, field in NAMED.items():
            own = [vals.get(field) for name, vals in own_records() if name == model]
            core = [vals.get(field) for name, vals in core_records() if name == model]
            if own:
                with self.subTest(model=model):
                    self.assertOwn(own, PREFIXES, core)

    def test_routes(self):
        own = [route for path in own_files("*.py") for route in routes_of(path.read_text())]
        core = [
            route
            for text in core_texts("controllers/**/*.py", "*.py")
            if "route(" in text
            for route in routes_of(text)
        ]
        self.assertOwn(own, ROUTES)
        self.assertFalse([route for route in core if route.startswith(ROUTES)])

    def test_registries_of_the_web_client(self):
        own = [
            entry for path in own_files("*.js") for entry in REGISTERED.findall(path.read_text())
        ]
        core = [
            entry for text in core_texts("static/**/*.js") for entry in REGISTERED.findall(text)
        ]
        self.assertGreater(len(core), 500)
        self.assertOwn([name for _category, name in own], "cobranzas_")
        self.assertFalse(set(own) & set(core))

    def test_templates_of_the_web_client(self):
        own = [
            template.get("t-name")
            for path in own_files("static/**/*.xml")
            for template in etree.parse(str(path)).iter("{*}t")
            if template.get("t-name")
        ]
        self.assertOwn(own, f"{MODULE}.")

    def test_classes_of_css(self):
        """A class is the add-on's own by its prefix, or one that the server has."""
        paths = [path for suffix in ("scss", "js", "xml") for path in own_files(f"*.{suffix}")]
        used = {name for path in paths for name in CLASSES.findall(path.read_text())}
        foreign = {name for name in used if not name.startswith("o_cobranzas")}
        texts = core_texts("static/**/*.scss", "static/**/*.js", "static/**/*.xml", "views/*.xml")
        core = {name for text in texts for name in CLASSES.findall(text)}
        # o_widget_NAME and o_field_NAME are composed by the client of a registered name
        made = {name for name in foreign if re.match(r"o_(widget|field)_cobranzas_", name)}
        self.assertFalse(foreign - core - made)
        self.assertFalse({name for name in core if name.startswith("o_cobranzas")})

    def test_properties_of_css(self):
        for path in own_files("*.scss"):
            for name in PROPERTIES.findall(path.read_text()):
                with self.subTest(path=path.name, name=name):
                    core = any(f"var({name}" in text for text in core_texts("static/**/*.scss"))
                    self.assertTrue(name.startswith("--cobranzas") or core)

    def test_bundles_of_assets(self):
        """Own files go to bundles of the server's, or to bundles with the add-on's prefix."""
        core = {name for module in core_modules() for name in get_manifest(module.name)["assets"]}
        for bundle, files in get_manifest(MODULE)["assets"].items():
            self.assertTrue(bundle in core or bundle.startswith(f"{MODULE}."), bundle)
            paths = [name if isinstance(name, str) else name[-1] for name in files]
            self.assertFalse([name for name in paths if not name.startswith(f"{MODULE}/")])

    def test_fields_and_methods_added_to_models_of_other_add_ons(self):
        for model in self.env.registry.values():
            if model._name.startswith("cobranzas."):
                continue
            classes = model._model_classes__
            own = [cls for cls in classes if getattr(cls, "_module", None) == MODULE]
            others = [cls for cls in classes if cls not in own]
            names = {name for cls in own for name in vars(cls) if not name.startswith("__")}
            for name in names:
                known = any(name in vars(cls) for cls in others)
                with self.subTest(model=model._name, name=name):
                    self.assertTrue(known or "cobranzas" in name, "no prefix, nor core's own name")

    def test_tables_constraints_and_indexes(self):
        self.env.cr.execute(
            """SELECT name FROM ir_model_relation WHERE module IN (
                SELECT id FROM ir_module_module WHERE name = %(module)s)
            UNION ALL SELECT name FROM ir_model_constraint WHERE type <> 'f' AND module IN (
                SELECT id FROM ir_module_module WHERE name = %(module)s)
            UNION ALL SELECT replace(model, '.', '_') FROM ir_model WHERE id IN (
                SELECT res_id FROM ir_model_data WHERE model = 'ir.model' AND module = %(module)s)
                AND model NOT IN (SELECT core.model FROM ir_model core JOIN ir_model_data data
                    ON data.res_id = core.id AND data.model = 'ir.model'
                    AND data.module <> %(module)s)""",
            {"module": MODULE},
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        self.assertTrue(names)
        self.assertFalse([name for name in names if "cobranzas" not in name])
