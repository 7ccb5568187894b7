"""The development environment: Odoo, its Python environment, PostgreSQL, databases and checks."""
