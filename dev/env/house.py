"""``make lint ARGS=house``: the add-on's measures, to compare before and after; never a complaint.

Sizes are held against DESIGN 9. A call is an edge between two files when one file alone defines a
method of that name, in the add-on and in what it stands on. ``HOUSE=folder`` measures the add-on of
another checkout.
"""

import ast
import collections
import os
import statistics
from pathlib import Path

from . import databases, server, sources
from .paths import ADDON

BIG = 40  # methods that make a model worth a line of its own
LONG, TOO_LONG, MANY = 30, 40, 5


def show():
    """Print sizes by folder, the largest models, and the circles of calls."""
    addon = Path(os.environ.get("HOUSE") or ADDON)
    found = [source for source in sources.read(addon) if source.tree.body]
    print(f"{addon}\n")
    _show_sizes(found)
    _show_models(addon, found)
    depends = tuple(databases.manifest()["depends"])
    _show_calls(addon, found, sources.core_names(server.ensure(), depends))


# ------------------------------------------------------------------
# Sizes
# ------------------------------------------------------------------


def _show_sizes(found):
    titles = ("files", "median", "max", "methods", "median", "p90", "max")
    titles += (f">{LONG}", f">{TOO_LONG}", f">{MANY} args", "docstrings")
    print(f"{'':24}" + "".join(f"{title:>9}" for title in titles[:-1]) + f"{titles[-1]:>12}")
    groups = collections.defaultdict(list)
    for source in found:
        top = source.folder.split("/")[0] or "(root)"
        for group in {"all", top, source.folder or "(root)"}:
            groups[group].append(source)
    for group in sorted(groups, key=lambda name: (name != "all", name)):
        cells = _measure(groups[group])
        indent = "  " if "/" in group else ""
        row = "".join(f"{cell:>9}" for cell in cells[:-1])
        print(f"{indent + group:24}{row}{cells[-1]:>11}%")
    print()


def _measure(files):
    lines = [len(source.path.read_text().splitlines()) for source in files]
    nodes = [method.node for source in files for method in source.methods]
    lengths = sorted(node.end_lineno - node.lineno + 1 for node in nodes) or [0]
    told = sum(ast.get_docstring(node) is not None for node in nodes)
    return (
        len(files),
        round(statistics.median(lines)),
        max(lines),
        len(nodes),
        round(statistics.median(lengths)),
        lengths[int(0.9 * (len(lengths) - 1))],
        lengths[-1],
        sum(length > LONG for length in lengths),
        sum(length > TOO_LONG for length in lengths),
        sum(_count_arguments(node) > MANY for node in nodes),
        round(100 * told / max(len(nodes), 1)),
    )


def _count_arguments(node):
    """Return how many arguments a caller gives, ``self`` aside."""
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


# ------------------------------------------------------------------
# Models
# ------------------------------------------------------------------


def _show_models(addon, found):
    methods, fields, files = (collections.defaultdict(set) for _ in range(3))
    for source in found:
        for method in source.methods:
            methods[method.model].add(method.name)
            files[method.model].add(source.path)
        for model, name in source.fields:
            fields[model].add(name)
            files[model].add(source.path)
    print(f"models of {BIG} methods or more: methods, fields, files")
    for model in sorted(methods, key=lambda name: -len(methods[name])):
        if model and len(methods[model]) >= BIG:
            counts = (len(each[model]) for each in (methods, fields, files))
            print(f"  {model:30}" + "".join(f"{count:>6}" for count in counts))
    print()


# ------------------------------------------------------------------
# Calls
# ------------------------------------------------------------------


def _show_calls(addon, found, core):
    homes = collections.defaultdict(set)
    for source in found:
        for method in source.methods:
            homes[method.name].add(source)
    homes = {name: where.pop() for name, where in _sole(homes) if name not in core}
    files, folders = collections.defaultdict(set), collections.defaultdict(set)
    for source in found:
        for method in source.methods:
            for _line, name in method.calls:
                home = homes.get(name)
                if home and home is not source:
                    files[_short(addon, source)].add(_short(addon, home))
                    if home.folder != source.folder:
                        folders[source.folder].add(home.folder)
    edges = sum(map(len, files.values()))
    print(f"calls between files: {edges} edges, between folders: {sum(map(len, folders.values()))}")
    for title, graph in (("files", files), ("folders", folders)):
        circles = [circle for circle in find_circles(graph) if len(circle) > 1]
        print(f"circles of {title}: {len(circles)}")
        for circle in sorted(circles, key=len, reverse=True):
            print(f"  {len(circle)}: {', '.join(sorted(circle))}")


def _sole(homes):
    return [(name, where) for name, where in homes.items() if len(where) == 1]


def _short(addon, source):
    return str(source.path.relative_to(addon).with_suffix(""))


def find_circles(graph):
    """Return the strongly connected parts of ``{node: nodes it leads to}``, by Tarjan.

    >>> sorted(map(sorted, find_circles({1: {2}, 2: {3}, 3: {2}})))
    [[1], [2, 3]]
    """
    numbers, lowest, path, circles = {}, {}, [], []

    def visit(node):
        numbers[node] = lowest[node] = len(numbers)
        path.append(node)
        for other in graph.get(node, ()):
            if other not in numbers:
                visit(other)
            if other in path:
                lowest[node] = min(lowest[node], lowest[other])
        if lowest[node] == numbers[node]:
            place = path.index(node)
            circles.append(set(path[place:]))
            del path[place:]

    for node in list(graph):
        if node not in numbers:
            visit(node)
    return circles
