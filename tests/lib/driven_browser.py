"""A browser that a test drives as a person does: it looks at a page, taps, types and chooses.

Unlike a tour it needs nothing of Odoo in the page, taps where the finger would, by events that the
browser trusts, and counts the clicks that the pages then had. SCREENSHOTS=folder keeps pictures.
"""

import base64
import contextlib
import json
import os
import time
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urljoin

from odoo.tests.common import ChromeBrowser, ChromeBrowserException

PHONE, DESK = "390x844", "1366x768"
ALT = 1  # as the browser counts the keys held
KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}
#: tells the test of each click of a person, on whatever page. The click on a label is one, though
#: the browser passes it on to its field as another
COUNT = """
let label = null;
window.addEventListener(
    "click",
    (ev) => {
        const isPassedOn = label?.control === ev.target;
        label = isPassedOn ? null : ev.target.closest("label");
        if (ev.isTrusted && !isPassedOn) {
            window.tellClick(ev.target.tagName);
        }
    },
    true
);
"""
#: where the finger goes for a selector: None while it is not there, disabled or covered
FIND = """
(() => {
    const target = [...document.querySelectorAll(%s)].find((each) => each.getClientRects().length);
    if (!target || target.disabled) {
        return null;
    }
    target.scrollIntoView({ block: "center", behavior: "instant" });
    const box = target.getBoundingClientRect();
    const place = [box.left + box.width / 2, box.top + box.height / 2];
    const found = document.elementFromPoint(...place);
    const isOwn = target.contains(found) || found?.closest("label")?.control === target;
    return isOwn ? place : null;
})()
"""
CHOOSE = """
(() => {
    const field = document.querySelector(%s);
    field.value = %s;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return field.value;
})()
"""
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


class Window:
    """A browser's window; ``clicks`` are the tags that were clicked since it was opened."""

    def __init__(self, test, browser, is_phone):
        self.test, self.browser, self.is_phone = test, browser, is_phone
        self.clicks = []
        browser._handlers["Runtime.bindingCalled"] = lambda **told: self.clicks.append(
            told["payload"]
        )
        self._ask("Runtime.addBinding", name="tellClick")
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=COUNT)
        if is_phone:
            width, height = (int(size) for size in PHONE.split("x"))
            self._ask(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=2,
                mobile=True,
            )
            self._ask("Emulation.setTouchEmulationEnabled", enabled=True)

    def _ask(self, method, **params):
        return self.browser._websocket_request(method, params=params)

    def run(self, code):
        """Return what JavaScript gives on the page; None while another page is being loaded."""
        try:
            answer = self._ask("Runtime.evaluate", expression=code, returnByValue=True)
        except ChromeBrowserException:
            return None
        return answer["result"].get("value")

    def wait(self, code, timeout=60):
        """Wait until JavaScript gives something on the page, and return it."""
        until = time.time() + timeout
        while time.time() < until:
            found = self.run(code)
            if found:
                return found
            time.sleep(0.05)
        shown = self.run("location.href + '\\n' + document.body.innerText")
        self.shoot("failed")
        return self.test.fail(f"waited in vain for {code}\non {shown}")

    # ------------------------------------------------------------------
    # What a person does
    # ------------------------------------------------------------------

    def open(self, url):
        """Go to an address, as typed."""
        self.browser.navigate_to(urljoin(self.test.base_url(), url), wait_stop=True)

    def see(self, selector, text=""):
        """Wait until something is shown, with a text in it; return its whole text."""
        found = f"""[...document.querySelectorAll({json.dumps(selector)})].find((each) =>
            each.getClientRects().length && each.innerText.includes({json.dumps(text)}))"""
        return self.wait(f"(({found}) || {{}}).innerText || (({found}) ? ' ' : '')")

    def shows(self, selector):
        """Tell whether something is shown now."""
        code = f"[...document.querySelectorAll({json.dumps(selector)})]"
        return bool(self.run(f"{code}.some((each) => each.getClientRects().length)"))

    def tap(self, selector):
        """Click on the middle of something, by the finger on a phone, as soon as it is there."""
        x, y = self._find(selector)
        before = len(self.clicks)
        if self.is_phone:
            self._send_touch(x, y)
        else:
            button = {"x": x, "y": y, "button": "left", "clickCount": 1}
            self._ask("Input.dispatchMouseEvent", type="mousePressed", **button)
            self._ask("Input.dispatchMouseEvent", type="mouseReleased", **button)
        until = time.time() + 10
        while len(self.clicks) == before and time.time() < until:
            time.sleep(0.02)
        self.test.assertEqual(len(self.clicks), before + 1, f"a click on {selector}")

    def tap_twice(self, selector):
        """Click twice as fast as a finger can, whatever the first click does to the page."""
        x, y = self._find(selector)
        for _time in range(2):
            self._send_touch(x, y)

    def _find(self, selector):
        """Return where something is, once it stays there: forms that open push it away."""
        place, before = self.wait(FIND % json.dumps(selector)), None
        while place != before:
            time.sleep(0.15)
            place, before = self.wait(FIND % json.dumps(selector)), place
        return place

    def _send_touch(self, x, y):
        self._ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self._ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def type(self, selector, text):
        """Type a text in place of what a field has."""
        field = f"document.querySelector({json.dumps(selector)})"
        self.wait(f"{field} && ({field}.focus(), {field}.select(), true)")
        self._ask("Input.insertText", text=text)

    def press(self, *keys, pause=0.0):
        """Press keys one after another, without looking at the page: ``Enter``, ``alt+g``, ``x``.

        Words are typed letter by letter.

        :param pause: seconds between two keys
        """
        for key in keys:
            *modifiers, name = key.split("+")
            if not modifiers and name not in KEYS:
                for letter in name:
                    self._send_key(letter, text=letter)
                    time.sleep(pause)
                continue
            self._send_key(name, modifiers=ALT if "alt" in modifiers else 0)
            time.sleep(pause)

    def _send_key(self, name, **params):
        key = {"key": name, "code": name if name in KEYS else f"Key{name.upper()}", **params}
        if name in KEYS:
            key["windowsVirtualKeyCode"] = KEYS[name]
        elif "text" not in params:
            key["windowsVirtualKeyCode"] = ord(name.upper())
        kind = "keyDown" if "text" in params else "rawKeyDown"
        self._ask("Input.dispatchKeyEvent", type=kind, **key)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **{**key, "text": ""})

    def choose(self, selector, value):
        """Choose a value of a list, or a day of a calendar."""
        self.wait(f"!!document.querySelector({json.dumps(selector)})")
        chosen = self.run(CHOOSE % (json.dumps(selector), json.dumps(str(value))))
        self.test.assertEqual(chosen, str(value), selector)

    # ------------------------------------------------------------------
    # What is looked at
    # ------------------------------------------------------------------

    def has_logged_in(self):
        """Tell whether the page is that of a user: to anybody else it offers to log in."""
        return not self.run("!!document.querySelector('a[href^=\"/web/login\"]')")

    def check_width(self):
        """Fail when the page is wider than the window: a person had to push it to and fro."""
        self.test.assertLessEqual(self.run(WIDER), 0, self.run("location.pathname"))

    def shoot(self, name):
        """Keep a picture of the page, when pictures are asked for."""
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return
        # of a phone the whole page, of a desk the window
        picture = self._ask("Page.captureScreenshot", captureBeyondViewport=self.is_phone)
        if picture:
            Path(folder).mkdir(parents=True, exist_ok=True)
            path = Path(folder) / f"{self.test._testMethodName}_{name}.png"
            path.write_bytes(base64.b64decode(picture["data"]))


class DrivenBrowserCommon:
    """For an ``HttpCase``: windows, and e-mails to open in them."""

    #: {address: HTML} of what an e-mail reader shows
    inbox = {}

    def fetch_proxy(self, url):
        """Show e-mails; nothing else comes from outside."""
        if url not in self.inbox:
            return super().fetch_proxy(url)
        head = "<!DOCTYPE html><meta name='viewport' content='width=device-width'>"
        answer = self.make_fetch_proxy_response(head + self.inbox[url])
        answer["responseHeaders"] = [{"name": "content-type", "value": "text/html; charset=utf-8"}]
        return answer

    @contextlib.contextmanager
    def browse(self, size=PHONE, login=None):
        """Open a window, as a user or as somebody who never logged in.

        Within, the database belongs to the requests of the browser: look at it afterwards.
        """
        from odoo.addons.bus.websocket import CloseCode, WebsocketConnectionHandler, _kick_all

        self.browser_size, self.touch_enabled = size, size == PHONE
        browser = ChromeBrowser(self)
        with self.allow_requests(browser=browser), contextlib.ExitStack() as ends:
            ends.callback(self._wait_remaining_requests)
            ends.callback(_kick_all, CloseCode.KILL_NOW)
            allowed = patch.object(
                WebsocketConnectionHandler, "websocket_allowed", return_value=True
            )
            ends.enter_context(allowed)
            if login:
                self.authenticate(login, login, browser=browser)
            self.cr.flush()
            self.cr.clear()
            ends.callback(browser.stop)
            window = Window(self, browser, size == PHONE)
            yield window
            failed = browser._result.done() and browser._result.exception()
            self.assertFalse(failed, "an error in the browser")
        self.env.invalidate_all()
