"""The development ground: Odoo, its Python environment, PostgreSQL, databases and checks."""
