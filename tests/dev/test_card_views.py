"""Cards have the contrast that static/src/scss/contrast.scss gives to their class."""

from pathlib import Path
from xml.etree import ElementTree

ADDON = Path(__file__).parents[2] / "l10n_cobranzas"


def test_cards_bear_the_class_of_contrast():
    # cards within a receipt have the contrast of the form around them
    files = [path for path in ADDON.rglob("*_views.xml") if path.parent.name != "receipt"]
    files.append(ADDON / "views/receipt/cobranzas_receipt_views.xml")
    pale = {
        path.name
        for path in files
        for kanban in ElementTree.parse(path).iter("kanban")
        if "o_cobranzas_kanban" not in kanban.get("class", "").split()
    }
    assert not pale
