from odoo import api, fields, models
from odoo.tools import format_list

#: facts that say nothing any more once a refused receipt was made up for
FINISHED = ("refused", "no_receipt", "applied")


class CobranzasPaymentRequest(models.Model):
    """Why money of a payment is on account: kept as facts, put in the words of each reader."""

    _inherit = "cobranzas.payment.request"

    problems = fields.Json(
        readonly=True, help="Why money is on account: rows with their kind and what they tell of."
    )
    problem = fields.Text(
        string="Money on Account",
        compute="_compute_problem",
        search="_search_problem",
        help="Why money of this payment is on account, and not where it was meant.",
    )

    @api.depends("problems", "line_ids.name")
    @api.depends_context("lang")
    def _compute_problem(self):
        for request in self:
            request.problem = "\n".join(request._word_problems(request.problems or ()))

    @api.model
    def _search_problem(self, operator, value):
        if operator != "in" or set(value) - {False, ""}:
            return NotImplemented
        return [("problems", "=", False)]

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------

    def _note_paid_twice(self, transaction):
        return {"kind": "paid_twice", **self._note_paid(transaction)}

    def _note_differing(self, transaction):
        return {"kind": "differing", **self._note_paid(transaction)}

    @staticmethod
    def _note_paid(transaction):
        return {
            "transaction": transaction.reference,
            "paid": transaction.amount,
            "currency_id": transaction.currency_id.id,
        }

    def _note_changed(self, lines, settled):
        """Return the facts of documents that were paid, or changed, since they were chosen.

        :param settled: {item: amount}
        """
        debts = lines.filtered(lambda line: line.amount > 0)
        used_up = (lines - debts).filtered(
            lambda line: (
                self.currency_id.compare_amounts(line.move_line_id.cobranzas_residual, line.amount)
                > 0
            )
        )
        return [
            {
                "kind": kind,
                "lines": [[line.id, settled.get(line.move_line_id, 0.0)] for line in found],
            }
            for kind, found in (("changed", debts), ("used_up", used_up))
            if found
        ]

    @staticmethod
    def _note_refused(kind, refusal):
        """Return the fact of a receipt that was refused, with the sentence of who refused it.

        :param kind: ``refused``, or ``no_receipt`` when not even one on account could be made
        """
        return {"kind": kind, "reason": str(refusal)}

    def _get_standing_problems(self):
        """Return the facts that stand today: without a refusal, once the money was applied."""
        return [
            each
            for each in self.problems or ()
            if self.is_refused or each["kind"] not in FINISHED
        ]

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _word_problems(self, problems, inside=True):
        """Return the sentences of facts, in the language of the environment.

        :param inside: with why a receipt was refused, which is no matter of the payer's
        """
        self.ensure_one()
        words = self._get_words()
        sentences = []
        for problem in problems:
            sentences.append(words[problem["kind"]](problem))
            if inside and problem.get("reason"):
                sentences[-1] += f" {problem['reason']}"
        return sentences

    def _get_words(self):
        """Return {kind of fact: what words it}. To extend."""
        return {
            "paid_twice": self._word_paid_twice,
            "differing": self._word_differing,
            "changed": self._word_changed,
            "used_up": self._word_used_up,
            "refused": self._word_refused,
            "no_receipt": self._word_no_receipt,
            "applied": self._word_applied,
        }

    def _word_paid_twice(self, problem):
        return self.env._(
            "%(request)s was paid already: the %(amount)s of %(transaction)s are on account.",
            request=self.name,
            amount=self._format_paid(problem),
            transaction=problem["transaction"],
        )

    def _word_differing(self, problem):
        return self.env._(
            "%(paid)s were paid and not the %(amount)s of %(request)s: the money is on account.",
            paid=self._format_paid(problem),
            amount=self._format(self.amount),
            request=self.name,
        )

    def _word_changed(self, problem):
        return self.env._(
            "Paid or changed since it was chosen: %(documents)s. What they no longer need is on "
            "account.",
            documents=self._format_lines(problem),
        )

    def _word_used_up(self, problem):
        return self.env._(
            "Used elsewhere since it was chosen: %(documents)s.",
            documents=self._format_lines(problem),
        )

    def _word_refused(self, problem):
        return self.env._("The documents could not be settled: the money is on account.")

    def _word_no_receipt(self, problem):
        return self.env._("No receipt could be made yet: the payment is on account.")

    def _word_applied(self, problem):
        return self.env._("Applied since by %(receipt)s.", receipt=problem["receipt"])

    def _format_paid(self, problem):
        return self.env["res.currency"].browse(problem["currency_id"]).format(problem["paid"])

    def _format_lines(self, problem):
        """Return the documents of a fact, each with what was chosen and what was settled of it."""
        settled = dict(problem["lines"])
        lines = self.line_ids.filtered(lambda line: line.id in settled)
        return format_list(self.env, [line._describe(settled[line.id]) for line in lines])
