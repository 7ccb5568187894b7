"""Somebody with a session of their own, over HTTP, as the web client asks."""

import time
from dataclasses import dataclass

import requests

PATIENCE = 150  # seconds for an answer


@dataclass(frozen=True)
class Sample:
    """One request: what was asked, how long it took, and the error that came back, if any."""

    what: str
    start: float
    seconds: float
    error: str = ""


class RequestFailed(Exception):
    """A request that was answered by an error, or not at all; ``kind`` says which.

    :param kind: ``connection``, a status such as ``502``, or the name of an exception of the server
    """

    def __init__(self, kind, text):
        super().__init__(f"{kind}: {text}")
        self.kind = kind


class Client:
    """A session of a user; every request leaves a sample."""

    def __init__(self, address, db, login, samples):
        self.address, self.db, self.login, self.samples = address, db, login, samples
        self.session = requests.Session()
        self.session.trust_env = False  # the machine's proxy is not for this

    def sign_in(self):
        """Open the session, with the login as password."""
        params = {"db": self.db, "login": self.login, "password": self.login}
        self._ask("/web/session/authenticate", params)

    def call(self, what, model, method, *args, **kwargs):
        """Call a method as the web client does; ``what`` names the sample.

        Raises ``RequestFailed``.
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        start, error = time.monotonic(), ""
        try:
            return self._ask(f"/web/dataset/call_kw/{model}/{method}", params)
        except RequestFailed as failure:
            error = str(failure)
            raise
        finally:
            self.samples.append(Sample(what, start, time.monotonic() - start, error))

    def _ask(self, path, params):
        message = {"jsonrpc": "2.0", "method": "call", "params": params, "id": 1}
        try:
            answer = self.session.post(self.address + path, json=message, timeout=PATIENCE)
        except requests.RequestException as error:
            raise RequestFailed("connection", error) from error
        if answer.status_code != 200:
            raise RequestFailed(str(answer.status_code), answer.text.strip()[:200])
        found = answer.json()
        if "error" in found:
            data = found["error"].get("data", {})
            raise RequestFailed(data.get("name", "error"), data.get("message", "")[:300])
        return found.get("result")
