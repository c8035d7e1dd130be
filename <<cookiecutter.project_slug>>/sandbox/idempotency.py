"""The same key twice is the same call once: https://docs.stripe.com/api/idempotent_requests."""

import hashlib
import json
from dataclasses import dataclass

from sandbox.errors import Json, StripeError
from sandbox.store import Store


@dataclass
class Answer:
    """What goes back over the wire."""

    status: int
    body: Json
    request_id: str
    replayed: bool = False


class Once:
    """One idempotency key, on one account's books."""

    def __init__(self, store: Store, account: str, key: str, method: str, path: str, params: Json):
        if len(key) > 255:
            raise StripeError(400, "Idempotency keys hold up to 255 characters.",
                              type="idempotency_error")  # fmt: skip
        self._store, self._scope, self._key, self._path = store, account, key, path
        said = json.dumps([method, path, params], sort_keys=True).encode()
        self._fingerprint = hashlib.sha256(said).hexdigest()

    def earlier(self) -> Answer | None:
        """The first answer, if there is one; else claims the key. Raises on another use of it."""
        with self._store.transaction():
            rows = self._store.run(
                "SELECT * FROM idempotency WHERE scope = ? AND key = ?", self._scope, self._key
            )
            if not rows:
                self._store.run(
                    "INSERT INTO idempotency (scope, key, fingerprint) VALUES (?, ?, ?)",
                    self._scope, self._key, self._fingerprint,
                )  # fmt: skip
                return None
        if rows[0]["fingerprint"] != self._fingerprint:
            raise self._other_use()
        if rows[0]["status"] is None:
            raise self._in_flight()
        return Answer(rows[0]["status"], json.loads(rows[0]["body"]), rows[0]["request"], True)

    def keep(self, answer: Answer) -> None:
        """Remember the first answer, refusals and failures included."""
        self._store.run(
            "UPDATE idempotency SET status = ?, body = ?, request = ? WHERE scope = ? AND key = ?",
            answer.status, json.dumps(answer.body), answer.request_id, self._scope, self._key,
        )  # fmt: skip

    def forget(self) -> None:
        """Give the key back: the call was refused before anything was carried out."""
        self._store.run(
            "DELETE FROM idempotency WHERE scope = ? AND key = ?", self._scope, self._key
        )

    def _other_use(self) -> StripeError:
        return StripeError(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were first"
            f" used with. Try using a key other than '{self._key}' if you meant to execute a"
            " different request.",
            type="idempotency_error",
        )

    def _in_flight(self) -> StripeError:
        return StripeError(
            409,
            "There is currently another in-progress request using this Idempotent Key (that"
            " probably means you submitted twice, and the other request is still going through):"
            f" {self._key}. Please try again later.",
            code="idempotency_key_in_use",
        )
