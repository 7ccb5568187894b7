"""Documents that credit control judges before they pass, whatever the door (CRE-01, CRE-06)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine.credit import judge_all
from ...engine.credit_data import Decision, Request, Standing


@dataclass(frozen=True)
class Verdict:
    """What was decided on a document, of which standing, and whether an override lets it pass."""

    standing: Standing
    decision: Decision
    is_overridden: bool = False

    @property
    def is_refused(self):
        """Tell whether the document can't pass."""
        return self.decision.verdict == "refuse"


class Judged(tuple):
    """Ids of documents that were judged already, in a context: a list of a client's is none."""

    __slots__ = ()


def leave_out(standing, counted):
    """Return a standing without what its exposure counts of the documents that are judged.

    :param counted: {(kind of holder, id): {part: amount in units}}
    """
    return replace(
        standing,
        **{
            holder.kind: replace(
                holder,
                parts={
                    part: units - counted.get((holder.kind, holder.id), {}).get(part, 0)
                    for part, units in holder.parts.items()
                },
            )
            for holder in standing.holders
        },
    )


class CobranzasCreditDocument(models.AbstractModel):
    """A quotation, order or invoice that credit control judges.

    What a document is to credit control is said by ``_cobranzas_get_credit_kind`` (one of the
    kinds of ``cobranzas.credit.decision``, or None), ``_cobranzas_get_credit_amount`` and
    ``_cobranzas_read_counted``, both in the currency of its company.
    """

    _name = "cobranzas.credit.document"
    _description = "Document Under Credit Control"

    #: Many2one of a decision that names the document
    _cobranzas_decision_field = None
    #: Many2one of the contact that owes it
    _cobranzas_owing_field = None

    def _cobranzas_get_credit_kind(self):
        """Return the kind of decision that the document asks for, or None. To extend."""

    def _cobranzas_get_asked_kind(self):
        """Return the kind of decision that may be overridden on the document now, or None."""
        return self._cobranzas_get_credit_kind()

    def _cobranzas_get_credit_amount(self):
        """Return what the document adds to what its customer owes, in company currency."""
        raise NotImplementedError

    def _cobranzas_read_counted(self):
        """Return {document: how much of it counts in its customer's exposure already}.

        In minor units of company currency: an invoice takes over what counts of its order.
        """
        return {}

    def _cobranzas_get_own_parts(self):
        """Return {part: what the exposure counts of the document itself before it passes}."""
        return {}

    def _cobranzas_get_credit_products(self):
        """Return the products that the document sells."""
        raise NotImplementedError

    def _cobranzas_get_credit_categories(self):
        """Return the ids of the categories that the document sells, those above them included."""
        paths = self._cobranzas_get_credit_products().categ_id.mapped("parent_path")
        return {int(each) for path in paths for each in (path or "").split("/") if each}

    def _cobranzas_get_credit_customer(self):
        return self.partner_id.commercial_partner_id

    def _cobranzas_get_credit_mode(self, kind=None):
        """Return ``control``, ``warn`` or ``nothing`` for the document as it is.

        :param kind: what is to be done with it, where that is not what its state says
        """
        self.ensure_one()
        kind = kind or self._cobranzas_get_credit_kind()
        if not kind or not self._cobranzas_get_credit_customer():
            return "nothing"
        # sudo: a setting of the company of a document that the user handles
        return self.company_id.sudo()._cobranzas_credit_control(kind)

    # ------------------------------------------------------------------
    # Judging
    # ------------------------------------------------------------------

    def _cobranzas_queue(self):
        """Wait for the turn of the documents' customers before anything is read, if it can be.

        Where a query was sent already, the turn is taken when the documents are judged. What says
        whose turn it is is read alone: the transaction begins again, and all else is read then.
        """
        # sudo: nobody has rights on turns; they hold no figures
        self.env["cobranzas.credit.turn"].sudo()._queue(self)

    def _cobranzas_take_turn(self):
        """Let nobody else use the credit limits that the documents use (CRE-08)."""
        # sudo: customers and groups are read for locks alone
        documents = self.sudo()
        customers = (
            self.env["res.partner"]
            .sudo()
            .union(*(document._cobranzas_get_credit_customer() for document in documents))
        )
        # sudo: nobody has rights on turns; they hold no figures
        self.env["cobranzas.credit.turn"].sudo()._take(customers, customers.cobranzas_group_id)

    def _cobranzas_judge_in_turn(self, kind=None):
        """Judge the documents under lock: return {document: Verdict} for those controlled."""
        controlled = self.filtered(lambda doc: doc._cobranzas_get_credit_mode(kind) != "nothing")
        if not controlled:
            return {}
        controlled._cobranzas_take_turn()
        return controlled._cobranzas_judge(kind)

    def _cobranzas_judge(self, kind=None):
        """Judge the documents in their order, each on top of those that pass before it.

        Returns {document: Verdict} for those under control, company by company.
        """
        # sudo: the verdict depends on all the customer owes, also where the user may not look;
        # of that, no more than the reasons is told
        verdicts = {}
        controlled = self.sudo().filtered(
            lambda doc: doc._cobranzas_get_credit_mode(kind) != "nothing"
        )
        for company, documents in controlled.grouped("company_id").items():
            verdicts |= documents._cobranzas_judge_of(company, kind)
        return {self.browse(document.id): verdict for document, verdict in verdicts.items()}

    def _cobranzas_judge_of(self, company, kind):
        """Judge documents of one company; what is late is read alone, while all of them pass.

        Only ways out need every debt: the check costs the same for a customer with thousands.
        """
        verdicts = self._cobranzas_judge_by(company, kind, late_only=True)
        if all(each.decision.verdict == "pass" for each in verdicts.values()):
            return verdicts
        return self._cobranzas_judge_by(company, kind, late_only=False)

    def _cobranzas_judge_by(self, company, kind, late_only):
        customers = self.env["res.partner"].union(
            *(document._cobranzas_get_credit_customer() for document in self)
        )
        reader = self.env["cobranzas.credit.reader"]
        reader._fetch_judged(customers, company)
        today = company._cobranzas_get_credit_day()
        standings = reader._read_standings(customers, company, today, late_only)
        counted = self._cobranzas_sum_own_parts()
        replaced = self._cobranzas_read_counted()
        overridden = self._cobranzas_get_overrides()
        rows = []
        for document in self:
            customer = document._cobranzas_get_credit_customer()
            standing = leave_out(standings[customer], counted)
            mode = document._cobranzas_get_credit_mode(kind)
            # a person has decided: the document passes, and counts for those after it
            mode = "warn" if document in overridden else mode
            request = document._cobranzas_prepare_request(today, kind)
            rows.append((standing, replace(request, replaces=replaced.get(document, 0)), mode))
        return {
            document: Verdict(standing, decision, document in overridden)
            for document, (standing, _request, _mode), decision in zip(
                self, rows, judge_all(rows), strict=True
            )
        }

    def _cobranzas_prepare_request(self, day, kind=None):
        """Return what the document asks for as the engine's ``Request``."""
        self.ensure_one()
        return Request(
            kind=kind or self._cobranzas_get_credit_kind(),
            amount=self._cobranzas_to_units(self._cobranzas_get_credit_amount()),
            day=day,
            categories=tuple(sorted(self._cobranzas_get_credit_categories())),
        )

    def _cobranzas_to_units(self, amount):
        """Return an amount of company currency in its smallest units."""
        return self.company_id.currency_id._cobranzas_to_minor_units(amount)

    def _cobranzas_sum_own_parts(self):
        """Return {(kind of holder, id): {part: what the exposure counts of these documents}}.

        In units, of customers and of their groups. Each of a batch counts again once it passes.
        """
        totals = defaultdict(Counter)
        for document in self:
            customer = document._cobranzas_get_credit_customer()
            for part, amount in document._cobranzas_get_own_parts().items():
                units = document._cobranzas_to_units(amount)
                totals["customer", customer.id][part] += units
                totals["group", customer.cobranzas_group_id.id][part] += units
        return totals

    # ------------------------------------------------------------------
    # What was decided
    # ------------------------------------------------------------------

    def _cobranzas_get_overrides(self):
        """Return {document: override not used yet, of its customer, that covers its amount}."""
        saved = {document._origin.id: document for document in self}  # typed over or not
        saved.pop(False, None)
        if not saved:
            return {}
        # sudo: overrides let the document pass for whoever confirms it
        found = self.env["cobranzas.credit.decision"].sudo()._find_overrides(
            self._cobranzas_decision_field, list(saved)
        )
        overrides = {}
        for override in found:
            document = saved[override[self._cobranzas_decision_field].id]
            currency = override.currency_id
            if (override.partner_id, override.company_id) != (
                document._cobranzas_get_credit_customer()._origin,
                document.company_id._origin,
            ):  # given for somebody else
                continue
            amount = document._cobranzas_get_credit_amount()
            if currency.compare_amounts(amount, override.amount) <= 0:
                overrides.setdefault(document, override)
        return overrides

    def _cobranzas_log(self, verdicts, reason=None):
        """Keep what was decided on the documents that did not simply pass; return the rows.

        :param verdicts: {document: Verdict}
        :param reason: of an override
        """
        rows = [
            document._cobranzas_prepare_decision_vals(verdict, reason)
            for document, verdict in verdicts.items()
            if verdict.decision.verdict != "pass"
        ]
        # sudo: nobody writes the log by hand
        return self.env["cobranzas.credit.decision"].sudo().create(rows)

    def _cobranzas_prepare_decision_vals(self, verdict, reason=None):
        decision = verdict.decision
        company = self.company_id
        # sudo: words and amounts of a document that the user handles
        words = self.env["cobranzas.credit.sentence"].sudo()._describe(decision, company)
        return {
            self._cobranzas_decision_field: self.id,
            "company_id": company.id,
            "partner_id": self._cobranzas_get_credit_customer().id,
            "kind": decision.request.kind,
            "verdict": "override" if reason else decision.verdict,
            # sudo: words and amounts of a document that the user handles
            "amount": self.sudo()._cobranzas_get_credit_amount(),
            "sentence": "\n".join(words),
            "reason": reason,
            "user_id": self.env.uid,
            "data": decision.to_json(),
        }

    def _cobranzas_log_refusal(self, verdict):
        """Keep a refusal that is raised, once the transaction has ended, whichever way (CRE-06).

        What is refused in a list of documents may leave the rest of them to be committed.
        """
        vals = self._cobranzas_prepare_decision_vals(verdict)
        registry, model, id_ = self.env.registry, self._name, self.id

        def keep():
            with registry.cursor() as cr:
                document = api.Environment(cr, SUPERUSER_ID, {})[model].browse(id_)
                if document.exists():
                    document._cobranzas_keep_refusal(vals)

        # one of them is run, and the other forgotten
        self.env.cr.postrollback.add(keep)
        self.env.cr.postcommit.add(keep)

    def _cobranzas_keep_refusal(self, vals):
        """Log a refusal, unless the last of the document says the same of the same day.

        Jobs try a document with others, then alone, and again and again.
        """
        decisions = self.env["cobranzas.credit.decision"]
        last = decisions.search([(self._cobranzas_decision_field, "=", self.id)], limit=1)
        same = last.verdict == vals["verdict"] and last.user_id.id == vals["user_id"]
        if not same or any(last.data[key] != vals["data"][key] for key in ("request", "reasons")):
            decisions.create(vals)

    def _cobranzas_check_overridable(self):
        """Raise ``UserError`` for a document that asks for nothing, as one that passed already."""
        if not self._cobranzas_get_asked_kind():
            raise UserError(
                self.env._(
                    "%(document)s asks for no credit: there is nothing to override.",
                    document=self.display_name,
                )
            )

    def _cobranzas_override(self, amount, reason):
        """Let the document pass once, up to an amount of company currency; the right is checked."""
        self.ensure_one()
        self._cobranzas_check_overridable()
        verdict = self._cobranzas_judge_typed()
        vals = self._cobranzas_prepare_decision_vals(verdict, reason)
        # sudo: nobody writes the log by hand
        self.env["cobranzas.credit.decision"].sudo().create({**vals, "amount": amount})
        self.message_post(
            body=self.env._(
                "Credit control overridden up to %(amount)s: %(why)s",
                amount=formatLang(self.env, amount, currency_obj=self.company_id.currency_id),
                why=reason,
            )
        )

    def _cobranzas_use_overrides_of(self, verdicts):
        """Mark the overrides of these documents, which pass now, as used: once, for one amount.

        :param verdicts: {document: Verdict}; those without one are not under control now
        """
        overridden = self.filtered(lambda doc: doc not in verdicts or verdicts[doc].is_overridden)
        # sudo: nobody writes the log by hand
        for override in overridden.sudo()._cobranzas_get_overrides().values():
            override.is_used = True

    def _cobranzas_describe_refusal(self, verdict):
        """Return why the document can't pass, in one text."""
        # sudo: words and amounts of a document that the user handles
        words = self.env["cobranzas.credit.sentence"].sudo()
        reasons = words._describe(verdict.decision, self.sudo().company_id)
        return self.env._(
            "%(document)s is beyond the credit of its customer. %(reasons)s",
            document=self.display_name,
            reasons=" ".join(reasons),
        )
