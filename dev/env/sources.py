"""What the add-on's Python files define, call and name: read from their syntax, without Odoo."""

import ast
import functools
import re
from dataclasses import dataclass, field
from pathlib import Path

from .paths import ADDON

#: folders of the add-on that themes divide
DIVIDED = ("models", "wizards", "reports")


@dataclass
class Method:
    """A method or function of a file, with the names of what it calls."""

    name: str
    node: ast.FunctionDef
    model: str = ""
    calls: list = field(default_factory=list)  # (line, name)

    @property
    def calls_super(self):
        """Whether it hands over to the method it extends."""
        return any(
            isinstance(node, ast.Attribute)
            and node.attr == self.name
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id == "super"
            for node in ast.walk(self.node)
        )


@dataclass(eq=False)
class Source:
    """One Python file of the add-on."""

    path: Path
    folder: str  # models/ledger, engine, …
    tree: ast.Module
    models: set = field(default_factory=set)  # those it defines
    methods: list = field(default_factory=list)
    fields: dict = field(default_factory=dict)  # {(model, field): line}, not choices added to one


def folder_of(relative):
    """Return the theme's folder of a file's path in the add-on: what the layers are made of."""
    depth = 2 if relative.parts[0] in DIVIDED and len(relative.parts) > 2 else 1
    return "/".join(relative.parts[:-1][:depth])


def read(addon=ADDON):
    """Return the add-on's sources, in the order of their paths."""
    sources = []
    for path in sorted(addon.rglob("*.py")):
        relative = path.relative_to(addon)
        if relative.parts[0] != "migrations" and path.name != "__manifest__.py":
            tree = ast.parse(path.read_text())
            sources.append(_read_file(Source(path, folder_of(relative), tree)))
    return sources


def _read_file(source):
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef):
            _read_class(source, node)
        elif isinstance(node, ast.FunctionDef):
            source.methods.append(_read_method(node, ""))
    return source


def _read_class(source, class_node):
    values = {
        target.id: node.value
        for node in class_node.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    named = {key: _text(values.get(key)) for key in ("_name", "_inherit")}
    model = named["_name"] or named["_inherit"] or ""
    if named["_name"] and named["_name"] not in _texts(values.get("_inherit")):
        source.models.add(model)
    for name, value in values.items():
        function = value.func if isinstance(value, ast.Call) else None
        added = any(each.arg == "selection_add" for each in getattr(value, "keywords", ()))
        if getattr(getattr(function, "value", None), "id", "") == "fields" and not added:
            source.fields[model, name] = value.lineno
    for node in class_node.body:
        if isinstance(node, ast.FunctionDef):
            source.methods.append(_read_method(node, model))


def _texts(node):
    """Return the names an assignment gives: one, or those of a list."""
    return [_text(each) for each in getattr(node, "elts", [node])]


def _text(node):
    """Return the name an assignment gives: of a list, the first."""
    if isinstance(node, ast.List | ast.Tuple) and node.elts:
        node = node.elts[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _read_method(node, model):
    method = Method(node.name, node, model)
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            function = part.func
            if isinstance(function, ast.Attribute):
                method.calls.append((part.lineno, function.attr))
            elif isinstance(function, ast.Name):
                method.calls.append((part.lineno, function.id))
    return method


@functools.cache
def core_names(server, depends):
    """Return the names of all functions of Odoo's ORM and of the add-ons ``depends`` stands on."""
    addons, todo = set(), [*depends, "base", "web"]
    places = [server / "odoo" / "addons", server / "addons"]
    roots = [server / "odoo" / part for part in ("orm", "tools", "tests")]
    while todo:
        name = todo.pop()
        root = next((place / name for place in places if (place / name).is_dir()), None)
        if root and name not in addons:
            addons.add(name)
            roots.append(root)
            todo += ast.literal_eval((root / "__manifest__.py").read_text()).get("depends", [])
    files = [path for root in roots for path in root.rglob("*.py") if "tests" not in path.parts]
    texts = (path.read_text(errors="replace") for path in files)
    found = {name for text in texts for name in re.findall(r"\bdef (\w+)\(", text)}
    plain = (dict, list, set, str, bytes, tuple, int, float)
    return found | {name for kind in plain for name in dir(kind)}
