"""What confirming operations makes in the ledger, each journal item held by its key."""

from odoo.fields import Command

#: the operation's own chatter tells what happened: its entries need not repeat it
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class OperationBooking:
    """Books operations by their plans: notes, payments, entries, allocations, in batches."""

    def __init__(self, plans):
        """Take plans, {operation: movement.Plan}, whose keys are records."""
        self.plans = plans
        self.operations = next(iter(plans)).browse().union(*plans)
        self.env = self.operations.env
        self.items = {}
        self.notes = {}
        self.payments = {}
        self.journals = {}

    def get_item(self, operation, key):
        """Return the journal item that an item of a plan became, or the open item of that key."""
        return self.items.get((operation.id, key), key)

    def get_note(self, operation, key):
        """Return the document that a note of a plan became."""
        return self.notes[operation.id, key]

    def get_payment(self, operation, key):
        """Return the payment of an entry of a plan."""
        return self.payments[operation.id, key]

    # ------------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------------

    def create_entries(self):
        """Create notes, payments and entries, each in one batch, and post them."""
        self._create_notes()
        rows = [(op, entry) for op, plan in self.plans.items() for entry in plan.entries]
        self._create_payments([row for row in rows if row[1].payment is not None])
        self._create_entries(rows)

    def _create_notes(self):
        rows = [(op, note) for op, plan in self.plans.items() for note in plan.notes]
        if not rows:
            return
        # drafts have no analytic entries yet to bring in line with each of their lines
        notes = self.env["account.move"].with_context(**QUIET, skip_analytic_sync=True)
        notes = notes.create([op._prepare_note_vals(note) for op, note in rows])
        notes = notes.with_context(skip_analytic_sync=False)
        for (op, note), move in zip(rows, notes, strict=True):
            self.notes[op.id, note.key] = move
        notes._post(soft=False)
        for (op, note), move in zip(rows, notes, strict=True):
            op._check_note(note, move)
            self._keep_note_items(op, note, move)

    def _keep_note_items(self, operation, note, move):
        """Keep the items of a document by key: the customer's, and that of each line."""
        receivable = move.line_ids.filtered(lambda i: i.display_type == "payment_term")
        self.items[operation.id, note.key] = receivable
        lines = move.invoice_line_ids.sorted("id")
        for place, line in enumerate(lines):
            self.items[operation.id, (note.key, place)] = line

    def _create_payments(self, rows):
        if not rows:
            return
        payments = self.env["account.payment"].with_context(**QUIET)
        payments = payments.create([op._prepare_payment_vals(entry) for op, entry in rows])
        for (op, entry), payment in zip(rows, payments, strict=True):
            self.payments[op.id, entry.key] = payment

    def _create_entries(self, rows):
        """Create the entries, and keep every item by its key.

        Odoo creates the items of an entry in the order of its commands, so that their ids follow
        the keys.
        """
        if not rows:
            return
        moves = self.env["account.move"].with_context(**QUIET, skip_invoice_sync=True)
        moves = moves.create([self._prepare_entry_vals(op, entry) for op, entry in rows])
        for (op, entry), move in zip(rows, moves, strict=True):
            made = move.line_ids.sorted("id")
            for item, line in zip(entry.items, made, strict=True):
                self.items[op.id, item.key] = line
            if entry.payment is not None:
                self.payments[op.id, entry.key].move_id = move
        paid = self.env["account.payment"].union(*self.payments.values())
        (moves - paid.move_id)._post(soft=False)
        for wave in self._get_payment_waves():
            wave.with_context(**QUIET).action_post()

    def _get_payment_waves(self):
        """Return the payments in the order to post: the first ones of all operations, and so on.

        A cheque comes in by one payment before it goes out by the next.
        """
        waves = {}
        for operation, plan in self.plans.items():
            paid = [entry for entry in plan.entries if entry.payment is not None]
            for place, entry in enumerate(paid):
                waves.setdefault(place, []).append(self.payments[operation.id, entry.key])
        return [self.env["account.payment"].union(*wave) for wave in waves.values()]

    def _get_journal(self, company):
        """Return the journal for entries of a company, looked up once."""
        if company not in self.journals:
            self.journals[company] = company._cobranzas_get_settlement_journal()
        return self.journals[company]

    def _prepare_entry_vals(self, operation, entry):
        journal = entry.journal or self._get_journal(operation.company_id)
        vals = operation._prepare_entry_vals(entry, journal)
        if entry.payment is None:
            return vals
        payment = self.payments[operation.id, entry.key]
        names = ("line_ids", "cobranzas_operation_id", "cobranzas_origin_ids")
        vals = {name: vals[name] for name in names}
        return {**payment._generate_move_vals(line_ids=vals.pop("line_ids")), **vals}

    # ------------------------------------------------------------------
    # Allocations
    # ------------------------------------------------------------------

    def allocate(self):
        """Allocate every pair of the operations at once, by the ledger's one entry point."""
        pairs, owners = [], []
        for operation, plan in self.plans.items():
            for allocation in plan.allocations:
                debit = self.get_item(operation, allocation.debit)
                credit = self.get_item(operation, allocation.credit)
                currency = debit._cobranzas_get_allocation_currency()
                amount = currency._cobranzas_from_minor_units(allocation.amount)
                pairs.append((debit, credit, amount))
                owners.append(operation)
        self.env["account.move.line"]._cobranzas_allocate(pairs, owners)

    def link_results(self):
        """Tell each operation the open items that it made."""
        for operation, plan in self.plans.items():
            made = [self.get_item(operation, item.key).id for item in plan.get_results()]
            if made:
                operation.result_ids = [Command.set(made)]
