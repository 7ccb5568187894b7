"""Receipts that pay documents of several customers of a debtor group (REC-11)."""

from . import receipt_vals

#: row of who pays, days from today, purpose of what it pays
RECEIPTS = (
    (0, -31, "aurelio"),
    (8, -26, "litoral"),
    (6, -21, "bianchi"),  # a credit note of another member pays a part
    (16, -13, "quiroga"),
    (20, -9, "esperanza"),
)


def entries(demo):
    """Yield (days from today, values) of the receipts allocated by group."""
    for row, offset, purpose in RECEIPTS:
        items = demo.kept[purpose]
        credits = [item for item in items if item.line.amount_residual < 0]
        debts = [item for item in items if item not in credits]
        paid = receipt_vals.visit(demo.debtors[row], offset, debts, credits)
        yield offset, {**receipt_vals.collect(demo, paid), "allocate_by_group": True}
