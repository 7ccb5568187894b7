import hashlib
import json
import uuid

from odoo.exceptions import UserError
from odoo.http import request

from ...models.portal.portal_slip import read_slip
from ...models.portal.portal_values import read_amount, read_number
from .page import CobranzasPortalPage

#: where the session keeps the sentence that the next page shows
SAID = "cobranzas_said"
#: what a form sends beside its contents
NOT_CONTENTS = {"csrf_token", "submission_key"}


class CobranzasPortalSend(CobranzasPortalPage):
    """What the forms of a debtor's page share: sent once, answered by one sentence (COL-09)."""

    def _send(self, access, kind, post, make):
        """Act on a form and return where to go next; a refusal shows the form again.

        :param kind: of ``cobranzas.portal.submission``
        :param make: called with the slip; makes it and returns the sentence to answer. What it
            refuses leaves nothing behind
        """
        try:
            with access.env.cr.savepoint():
                slip = read_slip(access.env, post.get("slip"))
                sent = (post.get("submission_key"), self._get_digest(slip))
                submissions = access.env["cobranzas.portal.submission"]
                answer = submissions._once(access, kind, sent, lambda: make(slip))
        except UserError as error:
            return self._refuse(access, kind, post, str(error))
        request.session[SAID] = [self._get_place(access), answer]
        back = "/ask" if kind == "ask" else ""
        return request.redirect(f"{access.base_url}{back}", code=303)

    def _refuse(self, access, kind, post, sentence):
        """Return the form once more, as it was filled in, with the sentence of what is wrong."""
        response = self._show_form(access, kind, post, sentence)
        response.status_code = 400
        return response

    def _show_form(self, access, kind, post, refusal=""):
        """Return the page of a form. To extend: adds what the form offers.

        :param post: what was typed, or the choice on the page of what is owed
        """
        values = {"typed": post, "refusal": refusal, "submission_key": str(uuid.uuid4())}
        return self._render_page(
            access, f"portal_{kind}", **values, **self._prepare_form_values(access, kind, post)
        )

    def _prepare_form_values(self, access, kind, post):
        """Return what the form of a kind offers to choose from. To extend."""
        return {}

    def _prepare_page_values(self, access):
        said = request.session.get(SAID) or [None, ""]
        answer = ""
        if said[0] == self._get_place(access):
            answer = request.session.pop(SAID)[1]
        return {**super()._prepare_page_values(access), "answer": answer}

    @staticmethod
    def _get_place(access):
        """Return whose page it is: a sentence is for that one alone."""
        return f"{access.link.id or 0},{access.company.id},{access.debtor}"

    @staticmethod
    def _get_digest(slip):
        """Return a hash of what the form has: sent again with other contents, it is refused."""
        form = request.httprequest.form
        rows = sorted((name, form.getlist(name)) for name in form if name not in NOT_CONTENTS)
        raw = slip[0] or b""
        return hashlib.sha256(json.dumps(rows).encode() + raw).hexdigest()

    # ------------------------------------------------------------------
    # What was chosen
    # ------------------------------------------------------------------

    @staticmethod
    def _read_items():
        """Return the ids of the items that were ticked."""
        return [read_number(each) for each in request.httprequest.form.getlist("items")]

    @staticmethod
    def _read_record(records, text):
        """Return the one of the records whose id was sent, none for any other."""
        number = read_number(text)
        return records.filtered(lambda each: each.id == number)

    def _read_currency(self, access, post, debts):
        """Return the currency of the form: of what is owed, or the company's.

        :param debts: {currency: its ``Debts``}
        """
        currencies = access.company.currency_id.union(*debts)
        return self._read_record(currencies, post.get("currency_id"))

    def _prepare_choice(self, access, post):
        """Return the documents that were chosen, and what was typed for them on the page."""
        ask = access.env["cobranzas.portal.ask"]
        ids = self._read_items()
        chosen = ask._choose_debts(access, ids) if ids else access.env["account.move.line"]
        debts = ask._sum_debts(access)
        currency = chosen.currency_id[:1] or self._read_currency(access, post, debts)
        own = access.company.currency_id
        currency = currency or (own if own in debts else next(iter(debts), own))
        chosen = chosen.filtered(lambda item: item.currency_id == currency)
        return {
            "chosen": chosen,
            "currency": currency,
            "currencies": access.company.currency_id.union(*debts),
            "amount": self._sum_typed(access, post, chosen, currency),
            "debts": debts,
        }

    @staticmethod
    def _sum_typed(access, post, chosen, currency):
        """Return what was typed for the documents chosen, no more than is owed of each."""
        total = 0.0
        for item in chosen:
            left = item.amount_residual_currency
            try:
                typed = read_amount(access.env, post.get(f"amount_{item.id}"), currency)
            except UserError:
                typed = None
            total += min(left, typed or left)
        return currency.round(total)
