"""``make lint``: style, structure, XML files and translations; exit code 1 if anything is wrong."""

import ast
import subprocess
import sys
from pathlib import Path

from lxml import etree

from . import house, server, themes, translations
from .paths import ADDON, CACHE, MODULE, ROOT
from .steps import say

ENGINE = ADDON / "engine"


def _tool(*words):
    """Run a checker of the virtual environment; return its complaints."""
    program = Path(sys.prefix) / "bin" / words[0]
    done = subprocess.run(
        [program, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip().splitlines() if done.returncode else []


def ruff():
    """Style, unused names, complexity, mistakes."""
    return _tool(
        "ruff", "check", "--cache-dir", str(CACHE / "ruff"), "--output-format=concise", "."
    )


def pylint_odoo():
    """The rules of Odoo's community for add-ons."""
    # a growing model is split by theme, one file each: not to be merged again
    split = "--disable=consider-merging-classes-inherited"
    return _tool("pylint", "--rcfile=.pylintrc", split, MODULE)


def xml_files():
    """Every XML file is well-formed; data files follow Odoo's schema."""
    schema = etree.RelaxNG(file=str(server.ensure() / "odoo" / "import_xml.rng"))
    found = []
    for path in sorted(ADDON.rglob("*.xml")):
        name = path.relative_to(ROOT)
        try:
            tree = etree.parse(str(path))
        except etree.XMLSyntaxError as error:
            found.append(f"{name}: {error}")
            continue
        if tree.getroot().tag == "odoo" and not schema.validate(tree):
            found += [f"{name}:{error.line}: {error.message}" for error in schema.error_log]
    return found


def imported(tree):
    """(line, name) of every module that a parsed file imports; relative ones begin with dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def engine_is_plain():
    """The engine imports neither Odoo nor anything of the add-on outside itself."""
    found = []
    for path in sorted(ENGINE.rglob("*.py")):
        for line, name in imported(ast.parse(path.read_text())):
            if name.split(".")[0] == "odoo" or name.startswith(".."):
                found.append(f"{path.relative_to(ROOT)}:{line}: the engine imports {name}")
    return found


CHECKS = {
    "ruff": ruff,
    "pylint-odoo": pylint_odoo,
    "xml": xml_files,
    "engine": engine_is_plain,
    "themes": themes.check,
    "translations": translations.check,
}
#: printed when asked for by name, never wrong
FIGURES = {"house": house.show}


def main(words):
    """Run the named checks, or all; ``house`` prints the add-on's measures instead."""
    unknown = set(words) - set(CHECKS) - set(FIGURES)
    if unknown:
        known = ", ".join([*CHECKS, *FIGURES])
        sys.exit(f"no check named {', '.join(sorted(unknown))}: there are {known}")
    for name in FIGURES.keys() & set(words):
        FIGURES[name]()
    wrong = 0
    for name in [word for word in words if word in CHECKS] if words else CHECKS:
        complaints = CHECKS[name]()
        wrong += len(complaints)
        say(f"{name}: {'fine' if not complaints else ''}")
        for complaint in complaints:
            print(complaint)
    return 1 if wrong else 0
