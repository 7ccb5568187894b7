import hashlib
import json
import uuid

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command, Domain
from psycopg2.errors import UniqueViolation

from .client_values import read_text


class CobranzasSubmissionMixin(models.AbstractModel):
    """The same submission twice makes one record (REC-13). For models with ``company_id``."""

    _name = "cobranzas.submission.mixin"
    _description = "Submission"

    submission_key = fields.Char(
        copy=False,
        default=lambda self: str(uuid.uuid4()),
        help="Chosen by whoever sends the receipt; sent again, it finds the receipt it made.",
    )
    submission_digest = fields.Char(copy=False, readonly=True, help="What was sent with the key.")

    _submission_uniq = models.UniqueIndex(
        "(company_id, submission_key) WHERE submission_key IS NOT NULL",
        "This receipt was sent already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create records, or find those that the same submission made before.

        For callers by RPC: send a ``submission_key`` of your own (a UUID, say), new for each
        record, and repeat it when you repeat a call whose answer you did not get. The call
        then returns the record of the first one, whatever became of that meanwhile, at its
        place in the list; without a key every call makes a record. A repeated call that
        arrives while the first still runs waits for it.

        :raises UserError: when the key is another user's, or came with other contents before
        """
        slots = [self._submission_slot(vals, place) for place, vals in enumerate(vals_list)]
        records = self._find_submissions(slots)
        fresh = {}
        for slot, vals in zip(slots, vals_list, strict=True):
            if slot not in records:
                digest = vals.get("submission_key") and self._submission_digest(vals)
                fresh.setdefault(slot, {**vals, "submission_digest": digest})
        try:
            created = super().create(list(fresh.values()))
        except UniqueViolation as error:
            if error.diag.constraint_name != f"{self._table}_submission_uniq":
                raise
            # the first call ended while this one ran: run again, it is found then
            raise ConcurrencyError(self.env._("This receipt was sent already.")) from error
        records.update(zip(fresh, created, strict=True))
        for slot, vals in zip(slots, vals_list, strict=True):
            if vals.get("submission_key"):
                records[slot]._check_submission(self._submission_digest(vals))
        return self.browse(records[slot].id for slot in slots)

    @api.model
    def _submission_slot(self, vals, place):
        """Return what tells a submission from others: company and key, or its place if keyless."""
        company = vals.get("company_id") or self.env.context.get("default_company_id")
        key = read_text(self.env, vals.get("submission_key"))
        return (company or self.env.company.id, key) if key else place

    @api.model
    def _find_submissions(self, slots):
        """Return {slot: the record it made before}, with one query or none."""
        keys = {slot[1] for slot in slots if isinstance(slot, tuple)}
        # sudo: a key in use must be seen to be refused; what is returned is checked first
        known = self.sudo().search(Domain("submission_key", "in", keys)) if keys else self
        found = {
            (record.company_id.id, record.submission_key): record.with_env(self.env)
            for record in known
        }
        return {slot: found[slot] for slot in slots if slot in found}

    @api.model
    def _submission_digest(self, vals):
        """Return a hash of what was sent; the client's own ids of new rows don't count."""

        def plain(value):
            if isinstance(value, dict):
                return {name: plain(value[name]) for name in sorted(value)}
            if isinstance(value, list | tuple):
                value = [plain(part) for part in value]
                return [*value[:1], 0, *value[2:]] if value[:1] == [Command.CREATE] else value
            return value

        text = json.dumps(plain(vals), default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def _check_submission(self, digest):
        """Raise unless this user made the record, of the same contents, and may see it."""
        mine = self.sudo()  # what the user may not read is only compared
        if mine.create_uid.id != self.env.uid:
            raise UserError(
                self.env._("This submission key is another user's: send one of your own.")
            )
        self.check_access("read")
        if mine.submission_digest != digest:
            raise UserError(
                self.env._(
                    "%(receipt)s was saved by an earlier submission with other contents: "
                    "open it and change it there.",
                    receipt=self.display_name,
                )
            )
