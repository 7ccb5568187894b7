from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang, mute_logger
from psycopg2.errors import UniqueViolation

from .receipt_charges import ROWS

#: kinds of a receipt that charge a document for its days: what others charged meanwhile counts
DATED_KINDS = ("date_adjustment", "early_payment", "late_interest")


class CobranzasCharge(models.Model):
    """Nothing is charged twice, whoever comes second (CHG)."""

    _inherit = "cobranzas.charge"

    @api.model_create_multi
    def create(self, vals_list):
        """Raise ``UserError`` when somebody else charged the same days while these were made.

        What the other one charged is not in sight of this transaction: only the index tells.
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                return super().create(vals_list)
        except UniqueViolation as error:
            names = sorted({vals["name"] for vals in vals_list})
            raise UserError(
                self.env._(
                    "Somebody else charged %(documents)s meanwhile: try again to see what is left.",
                    documents=", ".join(names[:5]),
                )
            ) from error


class CobranzasReceipt(models.Model):
    """What a receipt charges is what is to be charged when it is posted (CHG)."""

    _inherit = "cobranzas.receipt"

    def _lock_for_posting(self):
        result = super()._lock_for_posting()
        for receipt in self:
            receipt._check_charges_stand()
        return result

    def _check_charges_stand(self):
        """Raise ``UserError`` for what was charged, paid or stopped since it was suggested."""
        rows = self._get_charges().filtered(
            lambda row: (
                row.kind in DATED_KINDS
                and row.is_selected
                and row.mode in ("always", "ask")
                and row.amount
                and not row.operation_id
            )
        )
        proposals = {}
        for name in set(rows.mapped("kind")):
            kind = self.env[f"cobranzas.operation.kind.{name}"]
            # sudo: as in _propose_charges
            proposals[name] = kind.sudo()._propose(self)
        for row in rows:
            found = proposals[row.kind].get(row.move_line_id)
            now = found.amount if found else 0.0
            if row.currency_id.compare_amounts(now, row.amount_suggested):
                raise UserError(row._get_changed_refusal(now))

    def action_suggest_charges(self):
        """Suggest the charges of draft receipts again; what was typed or unticked is lost (CHG).

        Raises ``UserError`` for a receipt that is no longer a draft.
        """
        self.check_access("write")
        self._check_is_draft()
        rows = self._get_charges()
        rows.is_typed = False
        self.invalidate_recordset(["charge_proposals"])
        for name in ("amount_suggested", "amount", "is_selected", "is_collected", "amount_total"):
            self.env.add_to_compute(rows._fields[name], rows)
        for name in ROWS.values():
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset()
        return True


class CobranzasReceiptCharge(models.Model):
    """What a row says when it no longer is what is to be charged (CHG)."""

    _inherit = "cobranzas.receipt.charge"

    def _get_changed_refusal(self, now):
        """Return why the receipt is not posted: what is to be charged ``now`` is another amount."""
        self.ensure_one()
        amounts = {"before": self.amount_suggested, "now": now}
        return self.env._(
            "%(document)s: %(before)s were suggested to be charged, now it is %(now)s: press "
            "Suggest Again and look at it.",
            document=self.name,
            **{
                name: formatLang(self.env, amount, currency_obj=self.currency_id)
                for name, amount in amounts.items()
            },
        )


class CobranzasOperationKindCharge(models.AbstractModel):
    """Operations of charges that somebody charged since they were drafted (CHG)."""

    _inherit = "cobranzas.operation.kind.charge"

    @api.model
    def _prepare_charge_note(self, operation):
        note = super()._prepare_charge_note(operation)
        # a receipt's own payment, which it is charged for, may not be booked yet
        if operation.state == "draft" and not operation.receipt_id and not operation.run_id:
            self._check_not_charged(operation, note.charges)
        return note

    @api.model
    def _check_not_charged(self, operation, assessed):
        """Raise ``UserError`` for an item charged since it was chosen, or with nothing left."""
        if self._charge_kind == "exchange":
            return
        # sudo: whether an item was charged decides what it is charged, whoever asks
        charges = self.env["cobranzas.charge"].sudo()
        found = charges.search(
            [
                ("move_line_id", "in", operation.line_ids.move_line_id.ids),
                ("kind", "=", self._charge_kind),
                ("state", "!=", "freed"),
            ]
        ).grouped("move_line_id")
        nothing_left = self.env._(
            "%(document)s was charged already, and there is nothing left to charge on it: take it "
            "out."
        )
        since = self.env._(
            "%(document)s was charged by somebody else since you chose it: take it out and add it "
            "again to see what is left."
        )
        for line in operation.line_ids:
            made, chosen = found.get(line.move_line_id, charges), line._origin.write_date
            if made and line.move_line_id not in assessed:
                raise UserError(nothing_left % {"document": line.name})
            if chosen and any(charge.create_date > chosen for charge in made):
                raise UserError(since % {"document": line.name})
