from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import formatLang

from .charge_proposal import ReceiptProposals
from .receipt_charges import ROWS

#: kinds whose discounts change what is left to pay: their notes come first
PAYING = ("date_adjustment", "early_payment")


class CobranzasReceipt(models.Model):
    """The notes of a receipt's charges: made when it is posted, undone when it is voided (CHG)."""

    _inherit = "cobranzas.receipt"

    def _books_in_steps(self):
        # interest that stays open is booked when all else is
        before = self._get_charges().filtered(
            lambda row: row.kind != "late_interest" or row.is_collected
        )
        return bool(before) or super()._books_in_steps()

    def _before_plan(self):
        """Make the notes that the receipt collects, or that pay its documents, before its plan."""
        result = super()._before_plan()
        for receipt in self:
            receipt.sudo(False)._check_charges_right()
            receipt._make_charges_before_plan()
        return result

    def _keep_charges(self):
        """Return a context in which the rows stay as they were agreed.

        Each note adds a line to the receipt, or lowers one: what is charged, and what is collected
        of the others, would be suggested anew.
        """
        rows = self._get_charges()
        rows.flush_recordset()
        self.flush_recordset()
        computed = [field for field in rows._fields.values() if field.compute and field.store]
        return self.env.protecting(
            [(computed, rows), ([self._fields[name] for name in ROWS.values()], self)]
        )

    def _make_charges_before_plan(self):
        """Make the notes that pay documents of the receipt, then those that it collects."""
        charged = self._get_charged_rows()
        charged["late_interest"] = charged["late_interest"].filtered("is_collected")
        discounts = {kind: charged.pop(kind) for kind in PAYING}
        self._confirm_charges(discounts)
        self._confirm_charges(charged)

    def _action_post(self):
        """Post, then make the notes of interest that stay open."""
        with self._keep_charges():
            result = super()._action_post()
            self._link_charged_payments()
            for receipt in self:
                interest = receipt._get_charged_rows()["late_interest"]
                receipt._confirm_charges({"late_interest": interest})
        return result

    def _check_charges_right(self):
        """Raise ``AccessError`` for what only an accountant changes or leaves out.

        A row that was removed, or given to another document, is left out like one unticked.
        """
        if self.env.user.has_group("l10n_cobranzas.group_cobranzas_accountant"):
            return
        rows = self._get_charges()
        rows._check_changed_right()
        known = {(row.kind, row.move_line_id) for row in rows}
        # sudo: for the name of a document that the receipt settles
        proposals = ReceiptProposals(self.sudo())
        for kind, item in proposals.get_all(proposals.receipt._get_discounts()):
            if self._get_charge_mode(kind) == "always" and (kind, item) not in known:
                rows._raise_left_out(item.sudo()._cobranzas_document_name())

    def _get_charged_rows(self):
        """Return {kind of operation: rows that it is to charge}, in the order of their notes.

        A discount and a difference change what is left to pay: they come first. A difference
        whose note is made later waits apart from what the customer owes.
        """
        ticked = self._get_charges().filtered(
            lambda row: row.is_selected and row.mode in ("always", "ask")
        )
        later = self.exchange_ids.filtered(
            lambda row: not row.is_selected and row._is_settled_apart()
        )
        noted = {kind: ticked.filtered(lambda row, kind=kind: row.kind == kind) for kind in ROWS}
        interest = noted.pop("late_interest")
        return {**noted, "exchange_difference": later, "late_interest": interest}

    def _confirm_charges(self, charged):
        """Confirm together an operation for each kind, customer, currency and sign.

        :param charged: {kind of operation: rows}, those without an amount or noted already among
            them
        """
        groups = [
            (kind, rows)
            for kind, of_kind in charged.items()
            for rows in of_kind._group_by_note()
        ]
        if not groups:
            return
        operations = self.env["cobranzas.operation"].create(
            [self._prepare_charge_operation_vals(kind, rows) for kind, rows in groups]
        )
        operations.receipt_id = self
        lines, effects = self._get_lines_by_item(), {}
        for operation, (_kind, rows) in zip(operations, groups, strict=True):
            rows.operation_id = operation
            effects[operation] = {row: row._get_effect(lines[row.move_line_id]) for row in rows}
        operations._action_confirm()
        if self.state == "draft":
            self._take_notes(effects)
            self._leave_taxes_open(effects)

    def _get_lines_by_item(self):
        """Return {item: the line that settles it, or an empty record}."""
        lines = defaultdict(self.line_ids.browse)
        for line in self.line_ids:
            lines.setdefault(line.move_line_id, line)
        return lines

    def _prepare_charge_operation_vals(self, kind, rows):
        today = fields.Date.context_today(self)
        date = self.date if self.company_id.cobranzas_charge_date == "receipt" else today
        return {
            "kind": kind,
            "company_id": self.company_id.id,
            "partner_id": rows[0].partner_id.commercial_partner_id.id,
            "currency_id": rows[0].currency_id.id,
            "date": date,
            "date_until": self.date,
            "line_ids": [
                Command.create({"move_line_id": row.move_line_id.id, "amount": row.amount})
                for row in rows
            ],
        }

    def _take_notes(self, effects):
        """Collect the notes in the receipt, and settle less of what discounts have paid.

        :param effects: {operation: {row: what it adds to the documents, in the note's currency}}
        """
        lines = self._get_lines_by_item()
        items = self.env["account.move.line"]
        for operation, of_rows in effects.items():
            if operation._get_kind()._pays_items and min(of_rows.values()) <= 0:
                for row, effect in of_rows.items():
                    lines[row.move_line_id].amount += effect
            elif any(row.is_collected for row in of_rows):
                items |= self._get_collectable_items(operation)
        vals_list = [
            {
                "receipt_id": self.id,
                "move_line_id": item.id,
                "amount": item.amount_residual_currency,
            }
            for item in items
        ]
        if vals_list:
            self.line_ids.create(vals_list)

    def _get_collectable_items(self, operation):
        """Return the items of a note to collect now; none, and a message, when it has to wait."""
        items = operation._get_kind()._get_collected_items(operation)
        try:
            items._cobranzas_check_collectable()
        except UserError:
            # what waits for its authority's approval is collected later: the money stays on account
            self.message_post(
                body=self.env._(
                    "%(note)s waits for approval: what was received for it stays on account.",
                    note=items.move_id.display_name,
                )
            )
            return items.browse()
        return items

    # ------------------------------------------------------------------
    # Void
    # ------------------------------------------------------------------

    def _get_undo_obstacles(self):
        return [*super()._get_undo_obstacles(), self._check_notes_uncollected]

    def _get_charges_done(self):
        """Return the operations of charges that go with the receipt."""
        done = self.charge_operation_ids.filtered(lambda operation: operation.state == "done")
        return done - self._get_kept_notes()

    def _check_notes_uncollected(self):
        """Raise ``UserError`` naming the note of the receipt that something else pays."""
        own = self._get_owned_partials()
        for operation in self._get_charges_done():
            items = operation._get_receivable_items()
            for partial in operation._get_outside_partials(items) - own:
                later = next((o for o in partial._cobranzas_get_owners() if o), None)
                if later is None:
                    later = (partial._cobranzas_get_items() - items).move_id
                raise UserError(
                    self.env._(
                        "%(receipt)s brought %(note)s, which %(later)s pays: undo that first.",
                        receipt=self.display_name,
                        note=operation.move_ids[:1].display_name,
                        later=later[:1].display_name,
                    )
                )

    def _after_undo(self, date, reason):
        result = super()._after_undo(date, reason)
        for operation in self._get_charges_done().sorted("id", reverse=True):
            operation._action_undo(max(date, operation.date), reason)
        return result

    # ------------------------------------------------------------------
    # Asked before posting
    # ------------------------------------------------------------------

    def _get_questions(self):
        """Tell, where charges are asked for, which notes posting will make (CHG)."""
        return [*super()._get_questions(), *filter(None, map(self._ask_charges, self))]

    @api.model
    def _ask_charges(self, receipt):
        """Return the sentence of the notes that a receipt makes and may leave out, or None."""
        rows = receipt._get_charges().filtered(
            lambda row: row.mode == "ask" and row.is_selected and row.amount_total
        )
        if not rows:
            return None
        kinds = dict(rows._fields["kind"]._description_selection(self.env))
        totals = [
            self.env._(
                "%(kind)s %(amount)s",
                kind=kinds[kind],
                amount=formatLang(
                    self.env, sum(mine.mapped("amount_total")), currency_obj=currency
                ),
            )
            for (kind, currency), mine in rows.grouped(
                lambda row: (row.kind, row.currency_id)
            ).items()
        ]
        return self.env._(
            "The receipt of %(customer)s makes notes of: %(totals)s. Untick what is not to be "
            "charged.",
            customer=receipt.partner_id.display_name,
            totals=", ".join(totals),
        )
