"""The gate: rules, time zone, holidays, channels and contacts of each debtor (COL-05)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.contacts import ContactsCommon


@tagged("post_install", "-at_install")
class TestContactGate(ContactsCommon):
    # 2025-12-01 is a Monday; in December Santiago is three hours behind UTC
    def test_the_answer_names_the_rule_and_the_next_moment(self):
        answer = self.chile._cobranzas_may_contact("call", self.at("2025-12-06 21:00"))
        self.assertFalse(answer)
        self.assertIn("Ley 19.496", answer.rule)
        self.assertIn("Monday to Friday 08:00–20:00, Saturday 08:00–20:00", answer.rule)
        self.assertEqual(answer.next_moment, self.at("2025-12-08 08:00"))
        self.assertTrue(self.chile._cobranzas_may_contact("call", self.at("2025-12-06 19:59")))

    def test_public_holidays_are_those_of_the_working_hours(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Inmaculada Concepción",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": self.at("2025-12-08 00:00"),
                "date_to": self.at("2025-12-08 23:59:59"),
            }
        )
        found = self.ask(self.chile, "call", "2025-12-08 10:00")
        self.assertEqual(found, ("holiday", "2025-12-09 08:00"))
        self.assertEqual(self.ask(self.chile, "call", "2025-12-07 10:00")[1], "2025-12-09 08:00")

    def test_the_absence_of_one_person_is_no_holiday(self):
        calendar = self.company.resource_calendar_id
        person = (
            self.env["resource.resource"]
            .sudo()
            .create({"name": "Mariana", "calendar_id": calendar.id, "company_id": self.company.id})
        )
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": person.id,
                "calendar_id": calendar.id,
                "date_from": self.at("2025-12-08 00:00"),
                "date_to": self.at("2025-12-08 23:59:59"),
            }
        )
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-08 10:00"))

    def test_contacts_count_against_the_caps(self):
        self.add(self.chile, "2025-12-01 10:00")
        found = self.ask(self.chile, "visit", "2025-12-02 10:00")
        self.assertEqual(found, ("week", "2025-12-08 08:00"))
        self.assertIsNone(self.ask(self.chile, "email", "2025-12-02 10:00"))

    def test_what_the_debtor_starts_does_not_count(self):
        self.add(self.chile, "2025-12-01 10:00", direction="in", reached=True)
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-02 10:00"))

    def test_contacts_of_another_company_do_not_count_those_of_a_branch_do(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.add(self.chile, "2025-12-01 10:00", company_id=other.id)
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-02 10:00"))
        branch = self.env["res.company"].create(
            {"name": "Sucursal", "parent_id": self.company.id}
        )
        self.add(self.chile, "2025-12-01 10:00", company_id=branch.id)
        self.assertEqual(self.ask(self.chile, "call", "2025-12-02 10:00")[0], "week")

    def test_a_contact_for_a_group_counts_for_its_members(self):
        twin = self.make_debtor("Pedro Soto", "cl")
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Familia Soto",
                "member_ids": [
                    Command.create({"partner_id": one.id}) for one in (self.chile, twin)
                ],
            }
        )
        self.add(self.chile, "2025-12-01 10:00", debtor_group_id=group.id)
        self.assertEqual(self.ask(twin, "call", "2025-12-02 10:00")[0], "week")

    # ------------------------------------------------------------------
    # Which rule
    # ------------------------------------------------------------------

    def test_states_countries_and_the_strict_profile(self):
        # Wednesday 2025-12-03, 19:30 on the clock of the debtor
        for country, state, zone, allowed in (
            ("br", "sp", "America/Sao_Paulo", True),
            ("br", "rj", "America/Sao_Paulo", False),
            ("br", "mg", "America/Sao_Paulo", False),
            ("pe", False, "America/Lima", True),
            ("ec", False, "America/Guayaquil", True),
            ("mx", False, "America/Mexico_City", True),
            ("ar", False, "America/Argentina/Buenos_Aires", False),
        ):
            debtor = self.make_debtor("Alguien", country, state)
            with self.subTest(country=country, state=state):
                found = self.ask(debtor, "call", "2025-12-03 19:30", zone)
                self.assertEqual(found is None, allowed, found)

    def test_a_country_without_rule_is_free_where_the_company_says_so(self):
        debtor = self.make_debtor("Alguien", "ar")
        self.company.cobranzas_contact_elsewhere = "free"
        zone = "America/Argentina/Buenos_Aires"
        self.assertIsNone(self.ask(debtor, "call", "2025-12-07 23:00", zone))
        self.assertIsNotNone(self.ask(self.chile, "call", "2025-12-07 23:00"))

    def test_of_peru_only_calls_are_limited(self):
        debtor = self.make_debtor("Alguien", "pe")
        self.assertIsNone(self.ask(debtor, "email", "2025-12-07 23:00", "America/Lima"))
        self.assertEqual(self.ask(debtor, "call", "2025-12-07 12:00", "America/Lima")[0], "hours")

    def test_lenders_have_a_rule_of_their_own(self):
        debtor = self.make_debtor("Alguien", "mx")
        for lends, word in ((False, "PROFECO"), (True, "CONDUSEF")):
            self.company.cobranzas_contact_lender = lends
            answer = debtor._cobranzas_may_contact("call", self.at("2025-12-07 12:00"))
            self.assertIn(word, answer.rule)

    def test_companies_are_protected_where_the_rule_or_the_setting_says_so(self):
        chile = self.make_debtor("Soto SpA", "cl", is_company=True)
        colombia = self.make_debtor("Pérez SAS", "co", is_company=True)
        self.assertIsNone(self.ask(chile, "call", "2025-12-07 23:00"))
        self.assertEqual(
            self.ask(colombia, "call", "2025-12-01 10:00", "America/Bogota")[0], "authorised"
        )
        self.company.cobranzas_contact_whom = "everyone"
        self.assertEqual(self.ask(chile, "call", "2025-12-07 23:00")[0], "hours")

    def test_the_control_can_be_off(self):
        self.company.cobranzas_contact_active = False
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-07 23:00"))

    # ------------------------------------------------------------------
    # Channels
    # ------------------------------------------------------------------

    def permit(self, debtor, channel, state="authorised", **vals):
        return self.env["cobranzas.contact.permission"].create(
            {"partner_id": debtor.id, "channel": channel, "state": state, **vals}
        )

    def test_channels_that_a_debtor_of_colombia_authorised(self):
        debtor = self.make_debtor("Luz Pérez", "co")
        zone = "America/Bogota"
        found = self.ask(debtor, "email", "2025-12-01 10:00", zone)
        self.assertEqual(found, ("authorised", None))
        self.permit(debtor, "email", note="Clause 12")
        self.permit(debtor, "call")
        self.assertIsNone(self.ask(debtor, "email", "2025-12-01 10:00", zone))
        self.add(debtor, "2025-12-01 10:00", "email", zone, reached=True)
        found = self.ask(debtor, "call", "2025-12-02 10:00", zone)
        self.assertEqual(found, ("other_channel", "2025-12-08 07:00"))
        found = self.ask(debtor, "email", "2025-12-01 11:00", zone)
        self.assertEqual(found, ("same_day", "2025-12-02 07:00"))

    def test_a_channel_that_is_not_wanted_is_closed_for_companies_too(self):
        company = self.make_debtor("Soto SpA", "cl", is_company=True)
        self.permit(company, "call", "refused")
        answer = company._cobranzas_may_contact("call", self.at("2025-12-01 10:00"))
        self.assertFalse(answer)
        self.assertIn("does not want", answer.rule)
        self.assertTrue(company._cobranzas_may_contact("email", self.at("2025-12-01 10:00")))

    def test_a_contact_of_a_company_has_its_answer(self):
        company = self.make_debtor("Soto SpA", "cl", is_company=True)
        person = self.env["res.partner"].create({"name": "Susana", "parent_id": company.id})
        self.permit(person, "call", "refused")
        at = self.at("2025-12-01 10:00")
        answers = (person | company)._cobranzas_contact_answers("call", at)
        self.assertEqual([answers[person].limit, answers[company].limit], ["refused"] * 2)

    def test_an_unknown_channel(self):
        with self.assertRaisesRegex(UserError, "no channel of contact"):
            self.chile._cobranzas_may_contact("smoke")

    # ------------------------------------------------------------------
    # Time zones
    # ------------------------------------------------------------------

    def test_the_time_zone_is_the_debtors(self):
        for country, state, own, zone in (
            ("mx", "bc", "America/Mexico_City", "America/Tijuana"),
            ("mx", "df", False, "America/Mexico_City"),
            ("co", False, "Europe/Madrid", "America/Bogota"),
            ("br", "am", False, "America/Manaus"),
            ("ec", "20", False, "Pacific/Galapagos"),
            ("cl", "12", False, "America/Punta_Arenas"),
            ("cl", False, "Pacific/Easter", "Pacific/Easter"),
            ("br", False, False, "America/Sao_Paulo"),
        ):
            debtor = self.make_debtor("Alguien", country, state, tz=own)
            with self.subTest(country=country, state=state, own=own):
                self.assertEqual(debtor._cobranzas_get_zone(self.company).zone, zone)

    # ------------------------------------------------------------------
    # Many at once
    # ------------------------------------------------------------------

    def count_queries(self, debtors):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answers = debtors._cobranzas_contact_answers("call", self.at("2025-12-02 10:00"))
        return self.env.cr.sql_log_count - before, answers

    def test_the_queries_are_the_same_for_many(self):
        places = ["cl", "co", "pe", "ec", "mx", "ar", "uy", "br"]
        debtors = self.env["res.partner"].create(
            [
                {"name": f"D{number}", "country_id": self.env.ref(f"base.{code}").id}
                for number in range(50)
                for code in places
            ]
        )
        self.log._cobranzas_log(
            [
                {
                    "partner_id": debtor.id,
                    "channel": "call",
                    "date": self.at("2025-12-01 10:00"),
                }
                for debtor in debtors[::2]
            ]
        )
        self.count_queries(debtors[:8])  # what is read once
        few, _answers = self.count_queries(debtors[:8])
        many, answers = self.count_queries(debtors)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 15)
        self.assertEqual(len(answers), 400)

    def test_on_the_debtors_form(self):
        self.company.cobranzas_contact_active = False
        self.assertTrue(self.chile.cobranzas_may_call)
        self.permit(self.chile, "call", "refused")
        self.company.cobranzas_contact_active = True
        self.env.invalidate_all()
        self.assertFalse(self.chile.cobranzas_may_call)
        self.assertTrue(self.chile.cobranzas_call_words)
