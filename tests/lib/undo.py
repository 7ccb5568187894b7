"""A check for every operation: undone, it leaves the ledger as it was before it."""

import contextlib
from dataclasses import dataclass

POSTED = ("parent_state", "=", "posted")


def _rounded(*amounts):
    """The amounts without the noise of binary fractions."""
    return tuple(round(amount, 6) + 0.0 for amount in amounts)


@dataclass(frozen=True)
class LedgerSnapshot:
    """What an operation may change and its undo must restore, by record.

    Each of them maps a record to (name, values), so that a failure can be read.
    """

    items: dict  # posted journal items: residuals and whether they are reconciled
    documents: dict  # invoices and credit notes: how far they are paid
    checks: dict  # third-party cheques: the journal that holds them
    instruments: dict  # promissory notes and the like: their state
    deposits: dict  # unidentified deposits: their state
    sums: dict  # (account, partner, currency): balance, in the company's currency and its own

    @classmethod
    def take(cls, env):
        """Read the whole ledger of the database, in whatever company."""
        env.flush_all()
        env.invalidate_all()
        env = env(su=True)
        return cls(
            items=cls._read_items(env),
            documents=cls._read_documents(env),
            checks=cls._read(env, "l10n_latam.check", "current_journal_id"),
            instruments=cls._read(env, "cobranzas.document", "state"),
            deposits=cls._read(env, "cobranzas.deposit", "state"),
            sums=cls._read_sums(env),
        )

    @staticmethod
    def _read_items(env):
        return {
            item: (
                f"{item.move_name} {item.account_id.name} {item.partner_id.name or ''}",
                *_rounded(item.amount_residual, item.amount_residual_currency),
                item.reconciled,
            )
            for item in env["account.move.line"].search([POSTED], order="id")
        }

    @staticmethod
    def _read_documents(env):
        domain = [("state", "=", "posted"), ("move_type", "!=", "entry")]
        return {
            move: (move.name, move.payment_state, *_rounded(move.amount_residual))
            for move in env["account.move"].search(domain, order="id")
        }

    @staticmethod
    def _read(env, model, field):
        records = env[model].search([], order="id")
        return {record: (record.display_name, record[field]) for record in records}

    @staticmethod
    def _read_sums(env):
        groups = env["account.move.line"]._read_group(
            [POSTED],
            ["account_id", "partner_id", "currency_id"],
            ["balance:sum", "amount_currency:sum"],
        )
        sums = {tuple(group[:3]): _rounded(*group[3:]) for group in groups}
        return {key: totals for key, totals in sums.items() if any(totals)}


def _differences(before, after):
    """{record: (before, after)} of the records of ``before`` that changed."""
    return {key: (old, after.get(key)) for key, old in before.items() if after.get(key) != old}


class UndoAssertions:
    """To mix into a test case that has an ``env``."""

    @contextlib.contextmanager
    def assertUndoRestores(self):
        """What is done within the block is undone at its end: the ledger is as it was before.

        Items, documents, cheques, instruments and deposits that were there before have their
        residuals (in both currencies), payment state, place or state again; no account, partner
        or currency has another balance; each entry posted meanwhile has its mirror, and leaves
        nothing open.
        """
        before = self.ledger_snapshot()
        yield before
        self.assertRestored(before)

    def ledger_snapshot(self):
        """The ledger as it is now, for ``assertRestored`` to compare with."""
        return LedgerSnapshot.take(self.env)

    def assertRestored(self, before):
        """Compare the ledger with a snapshot of it, as ``assertUndoRestores`` says."""
        after = self.ledger_snapshot()
        for name in ("items", "documents", "checks", "instruments", "deposits"):
            changed = _differences(getattr(before, name), getattr(after, name))
            self.assertEqual(changed, {}, f"{name} that the undo does not restore")
        self.assertEqual(after.sums, before.sums, "accounts whose balance the undo changes")
        made = {item: row for item, row in after.items.items() if item not in before.items}
        still_open = [row for row in made.values() if any(row[1:3])]
        self.assertEqual(still_open, [], "items of the operation that its undo leaves open")
        entries = self.env["account.move"].union(*(item.move_id for item in made))
        unpaired = entries.filtered(lambda e: not (e.reversed_entry_id or e.reversal_move_ids))
        self.assertFalse(unpaired.mapped("name"), "entries of the operation without a mirror")
