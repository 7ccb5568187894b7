"""Credit invoices that were taken out of a draft stay out: they were listed once."""


def migrate(cr, version):
    """Fill the new list of drafts before the ORM would compute it, and list all of them again."""
    cr.execute(
        """CREATE TABLE IF NOT EXISTS cobranzas_receipt_listed_credit_invoice_rel (
            cobranzas_receipt_id INTEGER NOT NULL,
            cobranzas_document_id INTEGER NOT NULL,
            PRIMARY KEY (cobranzas_receipt_id, cobranzas_document_id)
        )"""
    )
    cr.execute(
        """CREATE INDEX IF NOT EXISTS cobranzas_receipt_listed_credit_invoice_rel_reverse
        ON cobranzas_receipt_listed_credit_invoice_rel
            (cobranzas_document_id, cobranzas_receipt_id)"""
    )
    cr.execute(
        """INSERT INTO cobranzas_receipt_listed_credit_invoice_rel
        SELECT DISTINCT line.receipt_id, document.id
        FROM cobranzas_receipt_line line
        JOIN cobranzas_receipt receipt ON receipt.id = line.receipt_id
        JOIN cobranzas_document document ON document.origin_line_id = line.move_line_id
        WHERE receipt.state = 'draft' AND receipt.kind = 'receipt' AND line.amount > 0
        ON CONFLICT DO NOTHING"""
    )
