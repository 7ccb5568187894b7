from odoo import api, fields, models
from odoo.fields import Domain

from .cobranzas_profile_checks import PROTECTED

#: what is chosen within a profile
CHOSEN = {"profile_id", "book_id", "company_id"}


def get_methods_domain(company):
    """Return the domain of the methods by which a company, a branch too, receives money."""
    return Domain(
        [
            ("payment_type", "=", "inbound"),
            ("journal_id.type", "in", ("bank", "cash")),
            ("journal_id.company_id", "parent_of", company.id),
        ]
    )


class CobranzasReceipt(models.Model):
    """What the profile of who works on a receipt allows, kept on the server (REC-18)."""

    _inherit = "cobranzas.receipt"

    profile_id = fields.Many2one(
        "cobranzas.profile",
        compute="_compute_profile_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    available_profile_ids = fields.Many2many(
        "cobranzas.profile", compute="_compute_profile_rules", compute_sudo=True
    )
    available_book_ids = fields.Many2many(
        "cobranzas.receipt.book", compute="_compute_profile_rules", compute_sudo=True
    )
    available_method_ids = fields.Many2many(
        "account.payment.method.line", compute="_compute_profile_rules", compute_sudo=True
    )
    is_date_locked = fields.Boolean(compute="_compute_locks", compute_sudo=True)
    is_currency_locked = fields.Boolean(compute="_compute_locks", compute_sudo=True)
    is_salesperson_locked = fields.Boolean(compute="_compute_locks", compute_sudo=True)
    is_collector_locked = fields.Boolean(compute="_compute_locks", compute_sudo=True)
    is_allocation_locked = fields.Boolean(compute="_compute_locks", compute_sudo=True)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("company_id")
    def _compute_profile_id(self):
        binding = self.env["cobranzas.profile"]._get_binding(self.company_id)
        for receipt in self:
            profile, company = receipt.profile_id, receipt.company_id
            if not profile or profile.company_id != company:
                own = binding.filtered(lambda own, company=company: own.company_id == company)
                receipt.profile_id = own[:1]

    @api.depends("profile_id")
    def _compute_book_id(self):
        """Propose a book the profile has."""
        result = super()._compute_book_id()
        for receipt, profile in self._get_binding_profiles().items():
            if profile.book_ids and receipt.book_id not in profile.book_ids:
                kind = receipt.kind
                own = profile.book_ids.filtered(lambda book, kind=kind: book.kind == kind)
                receipt.book_id = own[:1] or receipt.book_id
        return result

    @api.depends("profile_id", "company_id", "kind")
    @api.depends_context("uid")
    def _compute_profile_rules(self):
        binding = self.env["cobranzas.profile"]._get_binding(self.company_id)
        for (company, kind), receipts in self.grouped(lambda r: (r.company_id, r.kind)).items():
            mine = binding.filtered(lambda own, company=company: own.company_id == company)
            books = self.env["cobranzas.receipt.book"].search(
                [("company_id", "=", company.id), ("kind", "=", kind)]
            )
            methods = self.env["account.payment.method.line"].search(get_methods_domain(company))
            for receipt in receipts:
                profile = receipt._pick_profile(mine)
                receipt.available_profile_ids = mine
                receipt.available_book_ids = books & profile.book_ids if profile.book_ids else books
                own = profile.payment_method_line_ids
                receipt.available_method_ids = methods & own if own else methods

    @api.depends("profile_id", "company_id", "date")
    @api.depends_context("uid")
    def _compute_locks(self):
        """Say what the form shows read-only. A date that is not today's can be made today's."""
        profiles = self._get_binding_profiles()
        today = fields.Date.context_today(self)
        for receipt in self:
            profile = profiles.get(receipt)
            receipt.is_date_locked = profile and not profile.edit_date and receipt.date == today
            receipt.is_currency_locked = profile and not profile.edit_currency
            receipt.is_salesperson_locked = profile and not profile.edit_salesperson
            receipt.is_collector_locked = profile and not profile.edit_collector
            receipt.is_allocation_locked = profile and not profile.edit_allocation

    # ------------------------------------------------------------------
    # The profile that binds
    # ------------------------------------------------------------------

    def _pick_profile(self, own):
        """Return the receipt's profile when it is one of the user's ``own``, else their first."""
        return self.profile_id if self.profile_id in own else own[:1]

    def _get_binding_profiles(self):
        """Return {receipt: profile that binds the user}; receipts that none binds are left out."""
        binding = self.env["cobranzas.profile"]._get_binding(self.company_id)
        if not binding:
            return {}
        picked = {
            receipt: receipt._pick_profile(
                binding.filtered(lambda own, receipt=receipt: own.company_id == receipt.company_id)
            )
            for receipt in self
        }
        return {receipt: profile for receipt, profile in picked.items() if profile}

    # ------------------------------------------------------------------
    # CRUD: what is typed
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        if not self.env.su:
            for receipt, profile in receipts._get_binding_profiles().items():
                profile._check_choice(receipt)
                profile._check_edits(receipt, PROTECTED)
        return receipts

    def write(self, vals):
        watched = [] if self.env.su else list({*PROTECTED, *CHOSEN} & set(vals))
        before = {receipt: {name: receipt[name] for name in watched} for receipt in self}
        result = super().write(vals)
        if watched:
            for receipt, profile in self._get_binding_profiles().items():
                changed = {name for name in watched if receipt[name] != before[receipt][name]}
                profile._check_edits(receipt, changed - CHOSEN)
                if changed & CHOSEN:
                    profile._check_choice(receipt)
        return result

    def copy_data(self, default=None):
        """Leave out what the profile gives by itself."""
        profiles = self._get_binding_profiles()
        vals_list = super().copy_data(default)
        for receipt, vals in zip(self, vals_list, strict=True):
            profile = profiles.get(receipt)
            if profile:
                for name in {"book_id", *PROTECTED} - set(default or {}):
                    if name == "book_id" or not profile[PROTECTED[name]]:
                        vals.pop(name, None)
        return vals_list

    def _check_profile(self):
        """Raise ``UserError`` with what the profile that binds the user keeps from being posted."""
        profile = self._get_binding_profiles().get(self)
        if profile:
            profile._check_receipt(self)
