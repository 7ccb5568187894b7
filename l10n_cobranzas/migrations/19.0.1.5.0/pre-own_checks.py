"""A refund has a list of own cheques, where it had one number: its form forgets the number."""


def migrate(cr, version):
    """Empty the view that shows the field: it is read again, after views that it would break."""
    cr.execute(
        """UPDATE ir_ui_view view SET arch_db = '{"en_US": "<data/>"}'
        FROM ir_model_data data
        WHERE data.model = 'ir.ui.view' AND data.res_id = view.id
          AND data.module = 'l10n_cobranzas'
          AND data.name = 'cobranzas_operation_view_form_refund'"""
    )
