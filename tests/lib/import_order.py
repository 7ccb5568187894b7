"""Compares the registry with one of the add-on's files imported in another order.

Run by itself, so that no test works on that registry: ``python -m tests.lib.import_order SEED``
prints each method that other classes of the add-on take part in, and each field that is missing.
"""

import inspect
import random
import sys
import types

from odoo import tools
from odoo.modules.registry import Registry
from odoo.orm.models import MetaModel

ADDON = "l10n_cobranzas"


def shuffle(classes, ranks, seed):
    """Return the classes of models in another order that the themes allow.

    Themes stay in their order, ``ranks`` by folder. A class that defines a model stays before those
    that extend or inherit it: Odoo wants it so.
    """
    left = random.Random(seed).sample(classes, len(classes))
    left.sort(key=lambda each: ranks.get("/".join(each.__module__.split(".")[3:5]), len(ranks)))
    own = {each._name for each in classes if each._name not in each._inherit}
    order = []
    while left:
        done = {each._name for each in order}
        chosen = next(each for each in left if own & set(each._inherit) <= done)
        left.remove(chosen)
        order.append(chosen)
    return order


def get_effects(registry):
    """Return {(model, name): the add-on's classes that a call reaches, or that give a field}."""
    return {
        (model, name): reached
        for model, model_class in registry.items()
        for name in dir(model_class)
        if not name.startswith("__") and (reached := get_reached(model_class, name))
    }


def get_reached(model_class, name):
    """Return the classes of the add-on that run when a method is called, super() followed."""
    reached = set()
    for base in model_class.__mro__:
        found = vars(base).get(name)
        if found is None:
            continue
        if base.__module__.startswith(f"odoo.addons.{ADDON}"):
            reached.add(f"{base.__module__}.{base.__qualname__}")
        function = inspect.unwrap(getattr(found, "__func__", found))
        if isinstance(function, types.FunctionType) and "super" not in function.__code__.co_names:
            break
    return reached


def main(seed):
    """Print what differs."""
    sys.path.insert(0, "dev")
    from env import themes

    tools.config.parse_config([], setup_logging=False)
    (database,) = tools.config["db_name"]
    usual = get_effects(Registry(database))
    ranks = {folder: rank for rank, folder in enumerate(themes.order())}
    classes = MetaModel._module_to_models__[ADDON]
    MetaModel._module_to_models__[ADDON] = shuffle(classes, ranks, seed)
    shuffled = get_effects(Registry.new(database))
    order = MetaModel._module_to_models__[ADDON]
    moved = sum(old is not new for old, new in zip(classes, order, strict=True))
    sys.stdout.write(f"{len(usual)} compared, {moved} of {len(classes)} classes moved\n")
    for key in sorted(usual.keys() | shuffled.keys()):
        if usual.get(key) != shuffled.get(key):
            sys.stdout.write(f"{key}: {usual.get(key)} != {shuffled.get(key)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
