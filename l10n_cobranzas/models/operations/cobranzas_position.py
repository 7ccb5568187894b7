from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..ledger.client_values import read_ids

#: what has a position: a document or entry, a receipt, an operation, a deposit, a cheque, an order
MODELS = (
    "account.move",
    "cobranzas.bank.deposit",
    "cobranzas.receipt",
    "cobranzas.operation",
    "l10n_latam.check",
    "sale.order",
)


class CobranzasPosition(models.AbstractModel):
    """The position of a movement: what came before it and what after (seed 003 §4.1.4).

    Each step is read from the ledger: from an allocation, its owner comes after what it settled;
    without an owner the later entry does. Nothing is stored.
    """

    _name = "cobranzas.position"
    _description = "Position of the Movement"

    @api.model
    @api.readonly
    def get_position(self, model, res_id):
        """Return the record and its neighbours, to show and to walk on from.

        ``{"node": …, "before": […], "after": […], "hidden": count}``: each node with ``model``,
        ``id``, ``name``, ``kind``, ``date``, ``amount``, ``state``, and, as a neighbour,
        ``applied``, what of it was settled between the two. What the user may not read is only
        counted.

        :raises UserError: for what has no position
        """
        record = self._read_record(model, res_id)
        node = self._get_node_record(record)
        before, after = self._get_neighbours(node)
        hidden = 0
        result = {"node": self._prepare_node(node.with_env(self.env))}
        for side, neighbours in (("before", before), ("after", after)):
            rows = []
            for neighbour, applied in neighbours.items():
                seen = neighbour.with_env(self.env)
                if seen.has_access("read"):
                    rows.append({**self._prepare_node(seen), "applied": self._format_sums(applied)})
                else:
                    hidden += 1
            result[side] = sorted(rows, key=lambda row: (row["day"], row["id"]))
        return {**result, "hidden": hidden}

    @api.model
    def _read_record(self, model, res_id):
        """Return the record asked for, as superuser, once it is known that the user may read it."""
        ids = read_ids(self.env, res_id)
        if model not in MODELS or len(ids) != 1:
            raise UserError(self.env._("This has no position to show."))
        record = self.env[model].browse(ids).exists()
        if not record:
            raise UserError(self.env._("This was deleted meanwhile."))
        record.check_access("read")
        # sudo: the neighbours are found through entries that the user may not read; each is shown
        # only when the user may read it
        return record.sudo()

    # ------------------------------------------------------------------
    # Nodes
    # ------------------------------------------------------------------

    @api.model
    def _get_node_record(self, record):
        """Return what people know a record by: of an owner's entry, the owner."""
        if record._name != "account.move":
            return record
        owners = [owner for owner in record._cobranzas_get_owners() if owner]
        shown = [owner for owner in owners if owner._name in MODELS]
        return shown[0] if shown and record.move_type == "entry" else record

    @api.model
    def _prepare_node(self, record):
        """Return what the screen shows of a record, as text."""
        # sudo: figures of a record that the user may read, whatever of it is core's own
        date, amount, currency = self._get_figures(record.sudo())
        return {
            "model": record._name,
            "id": record.id,
            "name": record.display_name,
            "kind": self._get_kind_label(record),
            "day": date.isoformat() if date else "",
            "date": format_date(self.env, date) if date else "",
            "amount": formatLang(self.env, amount, currency_obj=currency),
            "state": self._get_state_label(record),
        }

    @api.model
    def _get_figures(self, record):
        """Return (date, amount, currency) of a node."""
        if record._name == "account.move":
            return record.date, record.amount_total, record.currency_id
        if record._name == "cobranzas.receipt":
            amount = record.amount_total if record.kind == "receipt" else record.amount_settled
            return record.date, amount, record.currency_id
        if record._name == "l10n_latam.check":
            return record.payment_date, record.amount, record.currency_id
        if record._name == "sale.order":
            return record.date_order.date(), record.amount_total, record.currency_id
        return record.date, record.amount, record.currency_id

    @api.model
    def _get_kind_label(self, record):
        field = {"account.move": "move_type", "cobranzas.operation": "kind"}.get(record._name)
        if field:
            choices = record._fields[field]._description_selection(self.env)
            # sudo: as in _prepare_node
            return dict(choices).get(record.sudo()[field], "")
        return self.env["ir.model"]._get(record._name).name

    @api.model
    def _get_state_label(self, record):
        if "state" not in record._fields:
            return ""
        choices = record._fields["state"]._description_selection(self.env)
        # sudo: as in _prepare_node
        return dict(choices).get(record.sudo().state, "")

    @api.model
    def _format_sums(self, sums):
        """Return amounts by currency as one text; empty for none."""
        return " + ".join(
            formatLang(self.env, amount, currency_obj=currency) for currency, amount in sums.items()
        )

    # ------------------------------------------------------------------
    # Neighbours
    # ------------------------------------------------------------------

    @api.model
    def _get_neighbours(self, node):
        """Return ({record before: {currency: amount}}, {record after: …}) of a node."""
        before, after = {}, {}
        for side, neighbour, currency, amount in self._get_steps(node):
            known = self._get_node_record(neighbour)
            if known == node:
                continue
            sums = (before if side == "before" else after).setdefault(known, {})
            if amount:
                sums[currency] = sums.get(currency, 0.0) + amount
        return before, {record: sums for record, sums in after.items() if record not in before}

    @api.model
    def _get_steps(self, node):
        """Return (side, record, currency, amount) of each step from a node."""
        if node._name == "l10n_latam.check":
            return self._get_check_steps(node)
        if node._name == "sale.order":
            return [("after", move, None, 0.0) for move in node.invoice_ids]
        moves = node if node._name == "account.move" else node.move_ids
        return [
            *self._get_link_steps(moves),
            *self._get_partial_steps(node, moves),
            *self._get_payment_steps(moves),
        ]

    @api.model
    def _get_check_steps(self, check):
        """Return the steps of a cheque: what it came in with, and where it went."""
        steps = [("before", check.payment_id.move_id, check.currency_id, check.amount)]
        moved = check.operation_ids.filtered(lambda payment: payment.state != "draft")
        return [*steps, *(("after", p.move_id, check.currency_id, check.amount) for p in moved)]

    @api.model
    def _get_link_steps(self, moves):
        """Return the steps that documents name: order, origin of a note, reversal, operation."""
        origins = moves.cobranzas_origin_ids | moves.debit_origin_id | moves.reversed_entry_id
        later = moves.reversal_move_ids | moves.debit_note_ids
        # sudo: each is shown only when the user may read it
        later |= self.env["account.move"].sudo().search([("cobranzas_origin_ids", "in", moves.ids)])
        orders = moves.invoice_line_ids.sale_line_ids.order_id
        return [
            *(("before", record, None, 0.0) for record in [*orders, *origins]),
            *(("after", record, None, 0.0) for record in later),
        ]

    @api.model
    def _get_payment_steps(self, moves):
        """Return the cheques that came in with these entries, or that they moved."""
        payments = moves.origin_payment_id
        return [
            *(("after", c, None, 0.0) for c in payments.l10n_latam_new_check_ids),
            *(("before", c, None, 0.0) for c in payments.l10n_latam_move_check_ids),
        ]

    @api.model
    def _get_partial_steps(self, node, moves):
        """Return what allocated with these entries, and what the node itself allocated."""
        items = moves.line_ids.filtered(
            lambda item: item.account_id.account_type in ("asset_receivable", "liability_payable")
        )
        partials = items._cobranzas_get_partials()
        if "partial_ids" in node._fields:
            partials |= node.partial_ids
        # the entries of exchange differences are no steps of their own
        exchange = partials.exchange_move_id
        return [
            step
            for partial in partials
            if not partial._cobranzas_get_items().move_id & exchange
            for step in self._get_steps_of(partial, node)
        ]

    @api.model
    def _get_steps_of(self, partial, node):
        """Return the steps of one allocation, seen from a node."""
        owner = next((each for each in partial._cobranzas_get_owners() if each), None)
        currency, amount = partial.debit_currency_id, partial.debit_amount_currency
        if owner and owner != node:
            return [("after", owner, currency, amount)]
        ends = [self._get_node_record(item.move_id) for item in partial._cobranzas_get_items()]
        return [
            ("before" if owner else self._get_side(other, node), other, currency, amount)
            for other in ends
            if other != node
        ]

    @api.model
    def _get_side(self, other, node):
        """Return on which side of a node the other end of an allocation without owner is."""
        key = (self._get_figures(other)[0], other._name, other.id)
        return "before" if key < (self._get_figures(node)[0], node._name, node.id) else "after"
