from datetime import timedelta

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import format_date
from psycopg2.errors import UniqueViolation

#: a cheque older than this at the receipt's date may have expired
LONG_PAST = timedelta(days=30)
#: no deferred cheque is for later than this
FAR_AHEAD = timedelta(days=366)


class CobranzasReceipt(models.Model):
    """Cheques of a receipt: each comes once, with a pay date that can be (REC-05)."""

    _inherit = "cobranzas.receipt"

    def _check_repeated_checks(self):
        """Raise ``UserError`` for a cheque that came before, unless that was confirmed."""
        if not self.env.context.get("cobranzas_confirmed"):
            for sentence in self._get_repeated_checks():
                raise UserError(sentence)

    def _claim_checks(self):
        """Mark each cheque as received, so that two cashiers can't take the same one at once.

        To call with the receipts checked: those that came before were confirmed to be others.
        Raises ``ConcurrencyError`` when another transaction took one meanwhile: run again, it
        finds it.
        """
        known, seen = self.check_ids._find_known(), set()
        keys = {}
        for check in self.check_ids:
            identity = check._get_identity()
            if identity not in known and identity not in seen:
                keys[check] = "/".join([check.name or "", str(check.bank_id.id), str(identity[-1])])
            seen.add(identity)
        if not keys:
            return
        # those of cheques that no longer count
        self.env["cobranzas.receipt.check"].search(
            [
                ("identity_key", "in", list(keys.values())),
                ("company_id", "in", self.company_id.ids),
            ]
        ).identity_key = False
        self.env.flush_all()
        try:
            for check, key in keys.items():
                check.identity_key = key
            self.check_ids.flush_recordset(["identity_key"])
        except UniqueViolation as error:
            raise ConcurrencyError(self.env._("This cheque was received already.")) from error

    def _get_repeated_checks(self):
        """Return a sentence for each cheque that came before: same number, bank and issuer."""
        known = self.check_ids._find_known()
        sentences, seen = [], set()
        for check in self.check_ids:
            key = check._get_identity()
            values = {"check": check.name, "bank": check.bank_id.name}
            if key in known:
                before = known[key].payment_id
                where = before.cobranzas_receipt_id.name or before.display_name
                sentences.append(
                    self.env._(
                        "Cheque %(check)s of %(bank)s was received before, in %(receipt)s: same "
                        "number, bank and issuer.",
                        receipt=where,
                        **values,
                    )
                )
            elif key in seen:
                sentences.append(
                    self.env._(
                        "Cheque %(check)s of %(bank)s stands twice: same number, bank and issuer.",
                        **values,
                    )
                )
            seen.add(key)
        return sentences

    def _get_doubtful_checks(self):
        """Return a sentence for each cheque whose pay date is long past or far ahead."""
        return [
            check._say_pay_date()
            for check in self.check_ids
            if check.payment_date < check.receipt_id.date - LONG_PAST
            or check.payment_date > check.receipt_id.date + FAR_AHEAD
        ]

    def _get_questions(self):
        """Return what is asked before posting, a sentence each."""
        return [
            *self._get_exceeding_withholdings(),
            *self._get_repeated_checks(),
            *self._get_doubtful_checks(),
        ]


class CobranzasReceiptCheck(models.Model):
    _inherit = "cobranzas.receipt.check"

    def _say_pay_date(self):
        """Return the sentence that tells how far the pay date is from the receipt's date."""
        self.ensure_one()
        days = (self.payment_date - self.receipt_id.date).days
        values = {"check": self.name or "", "date": format_date(self.env, self.payment_date)}
        if days < 0:
            return self.env._(
                "Cheque %(check)s is payable on %(date)s, %(days)s days before the receipt.",
                days=-days,
                **values,
            )
        return self.env._(
            "Cheque %(check)s is payable on %(date)s, %(days)s days after the receipt.",
            days=days,
            **values,
        )

    def _get_identity(self):
        """Return what tells a cheque from all others: company, number, bank and issuer."""
        self.ensure_one()
        issuer = _get_issuer(self.issuer_vat, self.receipt_id.commercial_partner_id)
        return (self.company_id, self.name, self.bank_id, issuer)

    def _find_known(self):
        """Return {identity: portfolio cheque} of those like these that were received before.

        Those of voided receipts and cancelled payments don't count.
        """
        # sudo: who receives a cheque is told that it came before, whoever received it
        found = self.env["l10n_latam.check"].sudo()
        if not self:
            return {}
        found = found.search(
            [
                ("name", "in", self.mapped("name")),
                ("bank_id", "in", self.bank_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("payment_id.state", "in", ("in_process", "paid")),
                ("payment_id.payment_method_line_id.code", "=", "new_third_party_checks"),
            ]
        )
        known = {}
        for check in found:
            if check.payment_id.cobranzas_receipt_id.state != "voided":
                partner = check.payment_id.partner_id.commercial_partner_id
                issuer = _get_issuer(check.issuer_vat, partner)
                known[check.company_id, check.name, check.bank_id, issuer] = check
        return known


def _get_issuer(vat, partner):
    """Return the issuer's tax ID as it is compared; the customer when there is none."""
    return "".join(filter(str.isalnum, vat or "")).upper() or partner.id
