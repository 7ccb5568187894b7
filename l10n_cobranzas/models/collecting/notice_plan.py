from operator import itemgetter

from odoo import api, fields, models
from odoo.fields import Command


class CobranzasNotice(models.Model):
    """How drafts become planned notices: their episodes, documents and activities (COL-05)."""

    _inherit = "cobranzas.notice"

    @api.model
    def _plan(self, drafts, run):
        """Create the notices of drafts that have a step; end the episodes that are over.

        A notice without any channel is created as not sent, with an activity for the collector.
        """
        day = run.date
        over = [draft.episode for draft in drafts if draft.decision and draft.decision.is_over]
        self.env["cobranzas.notice.episode"].union(*over).write({"date_end": day})
        drafts = [draft for draft in drafts if draft.step_id]
        if not drafts:
            return self
        self._open_episodes(self._end_episodes(drafts, day), day)
        notices = self.with_context(
            tracking_disable=True, mail_create_nosubscribe=True, mail_create_nolog=True
        ).create([self._prepare_notice_vals(draft, run) for draft in drafts])
        notices._plan_problem_activities(drafts)
        return notices

    @api.model
    def _end_episodes(self, drafts, day):
        """End the episodes of other documents; return the drafts that begin one.

        An episode is that of the oldest document that is told of, and has each step once.
        """
        notices = self._read_group(
            [
                ("episode_id", "in", [draft.episode.id for draft in drafts if draft.episode]),
                ("state", "!=", "cancelled"),
            ],
            ["episode_id"],
            ["step_id:array_agg"],
        )
        steps = dict(notices)
        fresh = [
            draft
            for draft in drafts
            if draft.episode.move_line_id.id != draft.oldest_id
            or draft.step_id in steps.get(draft.episode, ())
        ]
        ended = self.env["cobranzas.notice.episode"].union(*(draft.episode for draft in fresh))
        ended.date_end = day
        ended.flush_recordset()  # a debtor has one open episode at a time
        return fresh

    @api.model
    def _open_episodes(self, drafts, day):
        episodes = self.env["cobranzas.notice.episode"].create(
            [
                {
                    **self._prepare_debtor_vals(draft.debtor),
                    "company_id": draft.company.id,
                    "customer_id": draft.customers[:1].id,
                    "move_line_id": draft.oldest_id,
                    "date": day,
                }
                for draft in drafts
            ]
        )
        for draft, episode in zip(drafts, episodes, strict=True):
            draft.episode = episode

    @api.model
    def _prepare_debtor_vals(self, debtor):
        """Return the values that name a customer or a debtor group."""
        is_group = debtor._name == "cobranzas.debtor.group"
        return {
            "partner_id": False if is_group else debtor.id,
            "debtor_group_id": debtor.id if is_group else False,
        }

    @api.model
    def _prepare_notice_vals(self, draft, run):
        return {
            **self._prepare_debtor_vals(draft.debtor),
            "company_id": draft.company.id,
            "run_id": run.id,
            "step_id": draft.step_id,
            "episode_id": draft.episode.id,
            "user_id": draft.user.id,
            "state": "planned" if draft.channel else "skipped",
            **self._prepare_route_vals(draft),
            **self._prepare_items_vals(draft),
        }

    @api.model
    def _prepare_route_vals(self, draft):
        """Return by which channel, to whom and when a notice goes."""
        return {
            "channel": draft.channel or next(iter(draft.channels), False),
            "date_planned": draft.moment or fields.Datetime.now(),
            "reason": draft.reason or False,
            "recipient_ids": [Command.set(draft.recipients.ids if draft.recipients else [])],
            "address": draft.address or False,
        }

    @api.model
    def _prepare_items_vals(self, draft):
        """Return the documents of a notice and what they come to."""
        company = draft.company.currency_id
        return {
            "item_ids": [Command.clear(), *(Command.create(vals) for vals in draft.documents)],
            "item_count": len(draft.documents),
            "amount": company._cobranzas_from_minor_units(draft.decision.worth),
        }

    def _update(self, draft):
        """Write how a planned notice goes, and of its documents what differs from the draft."""
        vals = self._prepare_route_vals(draft)
        if not self._lists(draft.documents):
            vals |= self._prepare_items_vals(draft)
        self.write(vals)

    def _lists(self, documents):
        """Tell whether the notice has exactly these documents: values of its rows."""
        names = list(documents[0]) if documents else ["move_line_id"]
        stored = [[row[name] for name in names] for row in self.item_ids.read(names, load=None)]
        wanted = [[vals[name] for name in names] for vals in documents]
        return sorted(stored, key=itemgetter(0)) == sorted(wanted, key=itemgetter(0))

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------

    def _plan_problem_activities(self, drafts):
        """Ask the collectors to correct the addresses that a first channel lacked."""
        rows = [
            (notice, notice._get_problem_title(), draft.problem)
            for notice, draft in zip(self, drafts, strict=True)
            if draft.problem
        ]
        self._create_activities("contact", rows)

    def _get_problem_title(self):
        """Return the summary of the activity that asks for an address."""
        return self.env._("Correct the address: %(notice)s", notice=self.step_id.name)

    @api.model
    def _create_activities(self, kind, rows):
        """Plan activities on debtors, for who signs their notices; return them.

        :param kind: "contact" to find an address, "whatsapp" to send a message
        :param rows: [(notice, summary, text)]; where nobody signs a notice none is planned
        """
        todo = self.env.ref(f"l10n_cobranzas.mail_activity_type_{kind}", False) or self.env.ref(
            "mail.mail_activity_data_todo"
        )
        models = {
            name: self.env["ir.model"]._get_id(name)
            for name in ("res.partner", "cobranzas.debtor.group")
        }
        vals_list = [
            {
                **notice._prepare_activity_vals(text),
                "res_model_id": models[notice._get_debtor()._name],
                "activity_type_id": todo.id,
                "summary": summary,
            }
            for notice, summary, text in rows
            if notice.user_id
        ]
        # sudo: activities for others, of debtors whose notices the caller has
        quiet = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        return quiet.create(vals_list)

    def _prepare_activity_vals(self, text):
        """Return the values of an activity on the debtor: for whom, until when, what it says."""
        link = self._get_html_link(title=self.step_id.name)
        return {
            "res_id": self._get_debtor().id,
            "note": self.env._("%(notice)s: %(text)s", notice=link, text=text),
            "user_id": self.user_id.id,
            "date_deadline": self._get_today(),
        }

    def _finish_activities(self, feedback):
        """Mark the activities of these notices as done."""
        activities = self.activity_id.filtered("active")
        if activities:
            activities._action_done(feedback=feedback)
