"""``make lint`` themes: a folder of the add-on uses only those that come before it (DESIGN 2).

The order is that of ``models/__init__.py``, the engine below it, wizards, reports, controllers and
demo above. A complaint is an import, the name of a model, a call of a method or the use of a field
that only folders above have. Within a theme, the order of imports may decide nothing: of several
files that extend one method, each calls the one it extends.
"""

import ast
import collections

from . import databases, server, sources
from .paths import ADDON, MODULE, ROOT

FUNDED = "what pays a receipt is one of its rows"
#: {(folder, name): why it may use what stands above it}
ALLOWED = {
    ("models/documents", "cobranzas.receipt"): FUNDED,
    ("models/documents", "cobranzas.receipt.line"): FUNDED,
    ("models/deposits", "cobranzas.receipt"): FUNDED,
    ("models/deposits", "cobranzas.receipt.value"): FUNDED,
}

ABOVE = ("wizards", "reports", "controllers", "demo")


def order():
    """Return the folders of the add-on, each after those it may use."""
    tree = ast.parse((ADDON / "models" / "__init__.py").read_text())
    themes = [alias.name for node in tree.body for alias in node.names]
    return ["engine", *(f"models/{theme}" for theme in themes), *ABOVE]


class Layers:
    """The add-on's files, and in which folder what they define first appears."""

    def __init__(self, files):
        self.sources = [source for source in files if source.path.name != "__init__.py"]
        self.ranks = {folder: rank for rank, folder in enumerate(order())}
        self.core = sources.core_names(server.ensure(), tuple(databases.manifest()["depends"]))
        self.names = {}
        for source in self.sources:
            names = {method.name for method in source.methods} - self.core
            names |= {name for _model, name in source.fields if name.startswith("cobranzas_")}
            for name in names | source.models:
                rank = self.rank(source.folder)
                self.names[name] = min(rank, self.names.get(name, rank))

    def rank(self, folder):
        """Return the place of a folder in the order; the lowest for the add-on's own."""
        return self.ranks.get(folder, self.ranks.get(folder.split("/")[0], -1))

    def folder(self, rank):
        """Return the folder at a place of the order."""
        return list(self.ranks)[rank]


def look_downward(files=None):
    """A folder imports, names, calls and reads nothing of the folders above it."""
    layers = Layers(files or sources.read())
    found, allowed = [], set()
    for source in layers.sources:
        rank = layers.rank(source.folder)
        used = [*_imported(source, layers), *_named(source.tree, layers)]
        for line, name, other in sorted(set(used)):
            if other > rank and (source.folder, name) in ALLOWED:
                allowed.add((source.folder, name))
            elif other > rank:
                above = layers.folder(other)
                found.append(f"{source.path}:{line}: {name} is of {above}, above this folder")
    unused = set() if files else ALLOWED.keys() - allowed
    return found + [f"{__file__}: {folder} needs no {name} any more" for folder, name in unused]


def _imported(source, layers):
    """(line, name, rank) of the add-on's folders that the file imports.

    A function may import the demo, which production never does.
    """
    top = set(source.tree.body)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        target = _target(source, node)
        if target is None or (target[0] == "demo" and node not in top):
            continue
        folder = "/".join(target[: 2 if target[0] in sources.DIVIDED else 1])
        yield node.lineno, "/".join(target), layers.rank(folder)


def _target(source, node):
    """Return the path in the add-on of what an import takes, None for anything else."""
    words = (node.module or "").split(".") if node.module else []
    if not node.level:
        return words[3:] if words[:3] == ["odoo", "addons", MODULE] else None
    base = source.path.relative_to(ADDON).parts[: -node.level]
    return [*base, *words] or [node.names[0].name]


def _opened(tree):
    """The parts of a file that name a model only to open its form, as a button opens a wizard."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in pairs if getattr(key, "value", "") == "res_model")
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_open_wizard":
            yield from node.args


def _named(tree, layers):
    """(line, name, rank) of the models, methods and fields of the add-on that a file names."""
    opened = set(_opened(tree))
    for node in ast.walk(tree):
        name = None
        if node in opened:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value if "." in node.value or node.value.startswith("cobranzas_") else None
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
        elif isinstance(node, ast.Attribute) and node.attr.startswith("cobranzas_"):
            name = node.attr
        if name in layers.names:
            yield node.lineno, name, layers.names[name]


def order_is_free(files=None):
    """Of the files of a theme that define one method or field, none but the model's own ends it."""
    methods, fields = collections.defaultdict(list), collections.defaultdict(list)
    for source in files or sources.read():
        for method in source.methods:
            if method.model:
                methods[source.folder, method.model, method.name].append((source, method))
        for model, name in source.fields:
            if model not in source.models:
                fields[source.folder, model, name].append(source)
    found = []
    for (_folder, model, name), places in methods.items():
        if len({source.path for source, _method in places}) > 1:
            found += [
                f"{source.path}:{method.node.lineno}: {model}.{name} is defined by another file "
                "of this theme too, and calls no super()"
                for source, method in places
                if model not in source.models and not method.calls_super
            ]
    for (_folder, model, name), places in fields.items():
        if len(places) > 1:
            found.append(f"{places[1].path}: {model}.{name} is extended by two files of a theme")
    return found


def check():
    """Each folder looks downward, and the order of imports within one decides nothing."""
    found = [*look_downward(), *order_is_free()]
    return [complaint.removeprefix(f"{ROOT}/") for complaint in found]
