"""What the demo sells on purpose, so that each way to collect it is met, as a table.

The sales drawn at random are paid by the visits of ``payment_habits``; these are kept by their
purpose for the module that collects them.
"""

#: purpose, rows of the debtors, days from today, currency, terms (None: the debtor's)
SALES = (
    ("aurelio", (0, 1, 2), -66, "ARS", None),
    ("litoral", (8, 9, 10), -58, "ARS", None),
    ("bianchi", (6, 7), -52, "ARS", None),
    ("quiroga", (16, 17, 19), -47, "ARS", None),
    ("esperanza", (20, 21, 22), -44, "ARS", None),
    ("own rate", (13, 15), -70, "USD", "30"),
    ("two currencies", (34,), -62, "USD", "30"),
    ("sierras", (30,), -150, "ARS", "contado"),
    ("alta", (33,), -140, "ARS", "contado"),
    ("parana", (29,), -50, "ARS", "30"),
    ("postdated", (6, 10, 35), -40, "ARS", "15"),
    ("third party", (27,), -55, "ARS", "30"),
    ("bill", (23,), -45, "ARS", "30"),
    ("credit invoices", (31, 15), -38, "ARS", "fce"),
    ("mipyme", (31, 0), -34, "ARS", "30"),
    ("provisional", (3,), -138, "ARS", "30"),
    ("final", (3,), -80, "ARS", "30"),
    ("withheld today", (12,), -36, "ARS", "30"),
    ("dollars today", (14,), -33, "USD", "30"),
    *(("many", (27,), offset, "ARS", "30") for offset in range(-84, -24, 5)),
)
#: credit notes of no invoice: purpose, row of the debtor, days from today
CREDIT_NOTES = (("bianchi", 4, -43), ("many", 27, -28))
#: terms whose invoices issue credit invoices
CREDIT_INVOICE_TERMS = ("fce", "30 y 60 días con facturas de crédito", ((50, 30), (50, 60)))
#: of the second point of sale, which issues MiPyME credit invoices: name, code, number
MIPYME_JOURNAL = ("Facturas de crédito MiPyME", "FCE", 2)
MIPYME_CODE = "201"
#: days from today on which the second one was accepted
MIPYME_ACCEPTED = -27
