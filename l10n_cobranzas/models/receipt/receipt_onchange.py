from odoo import models

#: kinds of fields that an answer to the form always names
PLAIN = frozenset({"boolean", "char", "float", "integer", "monetary"})


class CobranzasReceipt(models.Model):
    """What the form gets back for each thing typed: its totals, always (REC-06).

    Core answers with what differs from what it reckoned before the change, which is not what the
    form shows: rows sent along let it reckon the old totals anew. A value deleted then left the
    totals of before on the screen.
    """

    _inherit = "cobranzas.receipt"

    def onchange(self, values, field_names, fields_spec):
        """Answer the form; every total and other computed figure it shows is in the answer."""
        result = super().onchange(values, field_names, fields_spec)
        record = result.pop("receipt", None)
        if record is not None and "value" in result:
            record._compute_amounts()  # whatever totals were sent along
            names = [name for name in fields_spec if self._is_figure(name)]
            result["value"] = {**{name: record[name] for name in names}, **result["value"]}
        return result

    def _apply_onchange_methods(self, field_name, result):
        # the record that core works on, which it keeps to itself
        result["receipt"] = self
        return super()._apply_onchange_methods(field_name, result)

    def _is_figure(self, name):
        """Tell whether a field is computed, nobody types it and it is a plain value."""
        field = self._fields[name]
        return bool(field.compute) and field.readonly and field.type in PLAIN
