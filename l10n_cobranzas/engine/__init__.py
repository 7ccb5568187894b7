"""Pure Python: nothing in this package imports odoo (``make lint`` keeps it so)."""
