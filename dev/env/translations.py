"""Translations: export the terms, merge them into the .po files, check that these are complete.

``make pot`` writes ``i18n/l10n_cobranzas.pot`` and brings the languages' files up to date with it.
"""

import re

import polib

from .databases import DatabaseServer
from .paths import ADDON, MODULE

FOLDER = ADDON / "i18n"
LANGUAGES = ("es", "es_419")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+#0]*[\d.]*[sdifrxegc%]|\{\w*\}")
EXPORT = """
from odoo.tools.translate import trans_export
with open({path!r}, "wb") as out:
    trans_export(None, [{module!r}], out, "po", env)
"""


def export():
    """The terms of the add-on as it is now, exported by Odoo."""
    server = DatabaseServer("test")
    db = server.throwaway(server.ensure())
    path = server.home / f"{db}.pot"
    server.odoo(db, "shell", script=EXPORT.format(path=str(path), module=MODULE))
    terms = polib.pofile(str(path)) if path.exists() else polib.POFile()
    path.unlink(missing_ok=True)
    return terms


def placeholders(text):
    """The placeholders of a term, sorted."""
    return sorted(found for found in PLACEHOLDER.findall(text) if found != "%%")


def check_entry(entry):
    """What is wrong with one translated entry, or an empty string."""
    if entry.fuzzy:
        return "is fuzzy"
    if not entry.msgstr:
        return "has no translation"
    if placeholders(entry.msgid) != placeholders(entry.msgstr):
        return "has other placeholders than its source"
    return ""


def check_file(path, terms):
    """Every complaint about one language's file."""
    if not path.is_file():
        return [f"{path.name}: missing"]
    try:
        entries = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    except OSError as error:
        return [f"{path.name}: {error}"]
    found = [f"{path.name}: lacks {term!r} (make pot)" for term in sorted(terms - set(entries))]
    for msgid, entry in entries.items():
        problem = check_entry(entry)
        if problem:
            found.append(f"{path.name}:{entry.linenum}: {msgid!r} {problem}")
    return found


def check():
    """Every complaint about the .pot and .po files."""
    terms = {entry.msgid for entry in export()}
    pot = FOLDER / f"{MODULE}.pot"
    kept = {entry.msgid for entry in polib.pofile(str(pot))} if pot.is_file() else set()
    found = []
    if terms != kept:
        count = len(terms ^ kept)
        found.append(f"{pot.name}: {count} terms differ from what Odoo exports (make pot)")
    for language in LANGUAGES:
        found += check_file(FOLDER / f"{language}.po", terms)
    return found


def write():
    """Write the .pot and merge it into the languages' files; new terms stay untranslated."""
    FOLDER.mkdir(exist_ok=True)
    terms = export()
    terms.metadata.pop("POT-Creation-Date", None)  # it would change in every export
    terms.metadata.pop("PO-Revision-Date", None)
    terms.save(str(FOLDER / f"{MODULE}.pot"))
    for language in LANGUAGES:
        path = FOLDER / f"{language}.po"
        if path.is_file():
            entries = polib.pofile(str(path))
        else:
            entries = polib.POFile()
            entries.metadata = {**terms.metadata, "Language": language}
        entries.merge(terms)
        for entry in entries.obsolete_entries():
            entries.remove(entry)
        entries.save(str(path))
    return len(terms)


def main(words):
    """``make pot``."""
    count = write()
    untranslated = sum(
        len(polib.pofile(str(FOLDER / f"{language}.po")).untranslated_entries())
        for language in LANGUAGES
    )
    print(f"{count} terms; {untranslated} translations missing in {' and '.join(LANGUAGES)}")
