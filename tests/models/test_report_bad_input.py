import json
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from ..common import CollectionsCommon

GARBAGE = (None, False, True, "", "x", "' OR 1=1 --", 7, -1, 1.5, 10**12, 10**30, [], {}, [None], [[1]], [{"a": 1}], ["x'\""], ["2026-13-45"], [10**12], [True], [1.5], ["\x00"], [False, "2026-01-01"], [7, 7, 7, 7], [None, None], (1,), {"a": 1}, float("nan"), [float("inf")])

@tagged("post_install", "-at_install")
class TestX(CollectionsCommon):
    def test_probe(self):
        import traceback
        self.invoice(100); self.invoice(50, partner=self.other_customer)
        user = self.make_user("caja", "l10n_cobranzas.group_cobranzas_manager")
        env = self.env(user=user.id)
        bad = {}
        for key in ("aging", "statement", "balance", "pending", "ledger", "movements", "daily", "monthly", "forecast", "general", "daily_movements"):
            report = env["cobranzas.report"].create({"report": key, "period": "custom", "date_from": "2026-01-01", "date_to": "2026-06-01"})
            cur = self.company.currency_id.id
            calls = []
            for g in GARBAGE:
                calls.append(("get_screen", (g,)))
                calls.append(("get_details", (g, cur, 0)))
                calls.append(("get_details", ([self.customer.id], g, 0)))
                calls.append(("get_details", ([self.customer.id], cur, g)))
                calls.append(("action_open_figure", (g, cur, "balance")))
                calls.append(("action_open_figure", ([self.customer.id], g, "balance")))
                calls.append(("action_open_figure", ([self.customer.id], cur, g)))
                calls.append(("action_open_row", (g,)))
            for name, args in calls:
                try:
                    with env.cr.savepoint():
                        res = getattr(report, name)(*args)
                        if name == "action_open_figure":
                            m = env[res["res_model"]].with_context(**res["context"])
                            m.search(res["domain"])
                        json.dumps(res, default=str)
                except (UserError, AccessError):
                    continue
                except Exception as e:
                    bad.setdefault((name, type(e).__name__, str(e)[:80].replace("\n", " ")), []).append((key, args))
        for k, v in sorted(bad.items(), key=str):
            print("BAD", k, len(v), v[0], v[-1])
        assert 0
