from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasOperationOwnCheck(models.Model):
    """A cheque of our own by which an operation pays: number, date, amount (OPS-04).

    In the currency of the bank. Confirmed, it is one of core's cheques, with an item of its own.
    """

    _name = "cobranzas.operation.own.check"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Own Cheque of an Operation"
    _order = "id"
    _rec_name = "number"

    operation_id = fields.Many2one(
        "cobranzas.operation", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="operation_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    number = fields.Char(required=True)
    payment_date = fields.Date(
        string="Pay Date", help="From when it can be cashed: the operation's date when empty."
    )
    amount = fields.Monetary(help="What the other cheques leave when empty.")

    @api.depends("operation_id.journal_id.currency_id", "operation_id.company_id.currency_id")
    def _compute_currency_id(self):
        for check in self:
            operation = check.operation_id
            own = operation.company_id.currency_id
            check.currency_id = operation.journal_id.currency_id or own

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks.operation_id._check_is_draft()
        return checks

    def write(self, vals):
        self.operation_id._check_is_draft()
        result = super().write(vals)
        self.operation_id._check_is_draft()  # also the operation they were moved to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self.operation_id._check_is_draft()

    def _get_number(self):
        """Return the number as core keeps it."""
        return (self.number or "").strip().zfill(8)

    # ------------------------------------------------------------------
    # Checks and amounts
    # ------------------------------------------------------------------

    def _share_units(self, total, currency):
        """Return the units of each cheque, in order, that together are ``total``.

        Raises ``UserError`` when they are not; one without an amount takes what the others leave.
        """
        units = [currency._cobranzas_to_minor_units(check.amount) for check in self]
        left, empty = total - sum(units), units.count(0)
        if min(units) < 0 or empty > 1:
            raise UserError(
                self.env._("Enter the amount of each cheque: only one can follow from the others.")
            )
        if left < 0 or (left == 0) == (empty == 1):
            raise UserError(
                self.env._(
                    "The cheques are of %(sum)s, and %(total)s is given back.",
                    sum=currency.format(currency._cobranzas_from_minor_units(sum(units))),
                    total=currency.format(currency._cobranzas_from_minor_units(total)),
                )
            )
        return [each or left for each in units]

    def _check_numbers(self, method):
        """Raise ``UserError`` naming a number that is missing, or was given before."""
        numbers = [check._get_number() for check in self]
        if not self or not all((check.number or "").strip() for check in self):
            raise UserError(self.env._("Enter the number of the cheque."))
        twice = next((number for number in numbers if numbers.count(number) > 1), None)
        if twice:
            raise UserError(self.env._("Cheque %(check)s stands twice.", check=twice))
        # sudo: a number is used up whoever may see its cheque
        issued = self.env["l10n_latam.check"].sudo()
        issued = issued.search(
            [
                ("payment_method_line_id", "=", method.id),
                ("name", "in", numbers),
                ("outstanding_line_id", "!=", False),
            ],
            limit=1,
        )
        if issued:
            raise UserError(
                self.env._(
                    "Cheque %(check)s of %(journal)s was issued before (%(payment)s): enter "
                    "another number.",
                    check=issued.name,
                    journal=method.journal_id.name,
                    payment=issued.payment_id.display_name,
                )
            )

    def _prepare_check_vals(self, units, currency):
        """Return the values of the ``l10n_latam.check``."""
        return {
            "name": self._get_number(),
            "payment_date": self.payment_date or self.operation_id.date,
            "amount": currency._cobranzas_from_minor_units(units),
        }
