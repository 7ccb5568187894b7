from odoo.addons.payment.controllers.portal import PaymentPortal
from odoo.exceptions import UserError
from odoo.http import request
from werkzeug.exceptions import NotFound

from .access import portal_route
from .pay_choices import read_amount, read_choices, read_id
from .send import SAID, CobranzasPortalSend

#: how core's form pays; a validation or anything else is none of these
FLOWS = ("redirect", "direct", "token")


class CobranzasPortalPay(CobranzasPortalSend):
    """From the page of a debtor to a payment, and what came of it (COL-09).

    Amount, currency and payer are those of the request on the server, whatever a browser sends.
    """

    @portal_route("/pay", methods=["POST"])
    def pay(self, token=None, **form):
        """Begin the payment of what was ticked, and go to its page (COL-09)."""
        access = self._get_access(token)
        try:
            payment = self._make_request(access, request.httprequest.form)
        except UserError as error:
            return self._render_message(access, str(error))
        # the page is another address: loading it again begins no other payment
        return request.redirect(f"{access.base_url}/pay/{payment.id}", code=303)

    def _make_request(self, access, form):
        """Return the request of what a form asks for; ``UserError`` for what can't be paid."""
        requests = access.env["cobranzas.payment.request"]
        currency = access.env["res.currency"].browse(read_id(form.get("currency_id"))).exists()
        if form.get("promise_id"):
            choices = requests._get_promise_choices(access, read_id(form.get("promise_id")))
        elif form.get("everything"):
            overdue = form.get("everything") == "overdue"
            choices = self._get_page(access)._get_choices(access, currency, overdue)
        else:
            choices = read_choices(form)
        on_account = read_amount(form.get("on_account")) or 0.0
        return requests._make(access, choices, on_account, currency)

    # ------------------------------------------------------------------
    # The page of a payment
    # ------------------------------------------------------------------

    @portal_route("/pay/<int:request_id>", methods=["GET"])
    def pay_page(self, request_id, token=None, again="", **query):
        """Return the ways to pay, or what came of it (COL-09). ``NotFound`` for others'."""
        access = self._get_access(token)
        payment = self._find_request(access, request_id)
        waits = payment.state == "pending" and (again != "1" or payment._is_received())
        # what is under way with a provider comes in, whatever its documents are by now
        changed = [] if waits and not payment.is_transfer else payment._get_changed_lines()
        is_open = payment._is_payable() and not changed and not waits
        return self._render_page(
            access,
            "portal_pay",
            payment=payment,
            last=payment.transaction_ids._get_last(),
            waits=waits,
            changed=changed,
            reasons=access.env["cobranzas.dispute.reason"].search([]),
            form=self._prepare_form(access, payment) if is_open else None,
        )

    def _find_request(self, access, request_id):
        """Return a payment that the visitor began. Raises ``NotFound`` for any other."""
        payment = access.env["cobranzas.payment.request"].search(
            [
                ("id", "=", request_id),
                ("payer_id", "=", access.visitor.id),
                ("partner_id", "in", access.customers.ids),
                ("company_id", "child_of", access.company.id),
            ]
        )
        if not payment:
            raise NotFound()
        return payment

    def _prepare_form(self, access, payment):
        """Return what core's payment form is rendered with: the ways to pay just this."""
        ways = self._find_ways(access, payment)
        # who came by a link has not logged in: cards are neither shown nor kept
        keeps = {provider.id: False for provider in ways["providers_sudo"]}
        if not access.link:
            keeps = PaymentPortal._compute_show_tokenize_input_mapping(ways["providers_sudo"])
        route = f"{access.base_url}/pay/{payment.id}/transaction"
        seen = payment._get_under_way()
        return {
            **ways,
            "method": self._choose_method(payment, ways),
            "mode": "payment",
            "amount": payment.amount,
            "currency": payment.currency_id,
            "partner_id": payment.payer_id.id,
            "reference_prefix": payment.name,
            "show_tokenize_input_mapping": keeps,
            # what the page tells of: who is told of more afterwards is asked again
            "transaction_route": f"{route}?seen={'-'.join(seen)}" if seen else route,
            "landing_route": f"{access.base_url}/pay/{payment.id}",
        }

    @staticmethod
    def _choose_method(payment, ways):
        """Return the method that is chosen at first: the payer's last one, else the first one."""
        used = payment.search(
            [
                ("payer_id", "=", payment.payer_id.id),
                ("company_id", "=", payment.company_id.id),
                ("state", "=", "paid"),
            ],
            order="id desc",
            limit=1,
        ).transaction_ids.filtered(lambda each: each.state == "done")
        methods = ways["payment_methods_sudo"]
        return (used.payment_method_id & methods)[:1] or methods[:1]

    def _find_ways(self, access, payment):
        """Return the providers, methods and saved cards by which a request can be paid."""
        payer, report = payment.payer_id, {}
        providers = access.env["payment.provider"]._get_compatible_providers(
            payment.company_id.id,
            payer.id,
            payment.amount,
            currency_id=payment.currency_id.id,
            report=report,
        )
        methods = access.env["payment.method"]._get_compatible_payment_methods(
            providers.ids, payer.id, currency_id=payment.currency_id.id, report=report
        )
        tokens = access.env["payment.token"]
        if not access.link:
            tokens = tokens._get_available_tokens(providers.ids, payer.id)
        return {
            "providers_sudo": providers,
            "payment_methods_sudo": methods,
            "tokens_sudo": tokens,
            "availability_report": report if not request.env.user.share else {},
        }

    # ------------------------------------------------------------------
    # The transaction
    # ------------------------------------------------------------------

    @portal_route("/pay/<int:request_id>/transaction", type="jsonrpc", methods=["POST"])
    def pay_transaction(self, request_id, token=None, **sent):
        """Make the transaction of a request; return what core's form needs to go on (COL-09).

        Of what the browser sends only the way to pay counts, and only if it is one of those shown.
        Raises ``UserError`` when the payment can't be made any more.
        """
        access = self._get_access(token)
        payment = self._find_request(access, request_id)
        payment._lock()
        payment._check_payable(set(request.httprequest.args.get("seen", "").split("-")))
        way = self._check_way(access, payment, sent)
        transaction = PaymentPortal()._create_transaction(
            amount=payment.amount,
            currency_id=payment.currency_id.id,
            partner_id=payment.payer_id.id,
            landing_route=f"{access.base_url}/pay/{payment.id}",
            reference_prefix=payment.name,
            custom_create_values={"cobranzas_request_id": payment.id},
            **way,
        )
        return transaction._get_processing_values()

    def _check_way(self, access, payment, sent):
        """Return the way to pay that was sent; ``UserError`` unless it is one of the page's."""
        ways = self._find_ways(access, payment)
        flow = sent.get("flow")
        numbers = [sent.get(name) for name in ("provider_id", "payment_method_id", "token_id")]
        provider, method, card = (number if type(number) is int else 0 for number in numbers)
        known = flow in FLOWS and provider in ways["providers_sudo"].ids
        if flow == "token":
            known = known and card in ways["tokens_sudo"].ids
        else:
            methods = ways["payment_methods_sudo"].filtered(
                lambda each: provider in each.provider_ids.ids
            )
            known = known and method in methods.ids
        if not known:
            raise UserError(access.env._("Choose one of the ways to pay that the page shows."))
        return {
            "provider_id": provider,
            "payment_method_id": method or None,
            "token_id": card or None,
            "flow": flow,
            "tokenization_requested": sent.get("tokenization_requested") is True
            and not access.link,
        }

    # ------------------------------------------------------------------
    # Less than owed
    # ------------------------------------------------------------------

    @portal_route("/pay/<int:request_id>/short", methods=["POST"])
    def pay_short(self, request_id, token=None, **form):
        """Keep why less is paid than owed, and raise disputes of the rest (COL-09)."""
        access = self._get_access(token)
        payment = self._find_request(access, request_id)
        lines = payment._get_short_lines()
        reasons = self._read_reasons(access, lines, form)
        disputed = [line for line in lines if form.get(f"dispute_{line.id}")]
        try:
            with access.env.cr.savepoint():
                payment._note_short(access, reasons, disputed, str(form.get("text") or "")[:2000])
        except UserError as error:
            return self._render_message(access, str(error))
        if reasons:
            answer = access.env._("Thank you: we took note of it. Now you can pay.")
            if not payment._is_payable():
                answer = access.env._("Thank you: we took note of it.")
            request.session[SAID] = [self._get_place(access), answer]
        return request.redirect(f"{access.base_url}/pay/{payment.id}", code=303)

    @staticmethod
    def _read_reasons(access, lines, form):
        """Return {line: reason chosen} of the lines for which one was chosen."""
        known = access.env["cobranzas.dispute.reason"].search([])
        numbers = {line: read_id(form.get(f"reason_{line.id}")) for line in lines}
        return {line: known.browse(each) for line, each in numbers.items() if each in known._ids}
