"""What Stripe and the network do to people in production, on demand."""

import threading
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import Json


@dataclass
class DeliveryFault:
    """Bends the next `times` events of a type, or of a family such as `payout.*`."""

    kind: str
    type: str = "*"
    times: int = 1
    value: Any = None

    def wants(self, event: Json) -> bool:
        kind, wanted = str(event["type"]), self.type
        family = wanted.endswith("*") and kind.startswith(wanted[:-1])
        return self.times > 0 and (family or kind == wanted)


@dataclass
class ApiFault:
    """Bends one or more API calls: the n-th matching one, and `times` from there on."""

    kind: str
    on_call: int = 1
    times: int = 1
    path: str = ""
    method: str = ""
    value: Any = None


@dataclass
class Faults:
    """Everything that is to go wrong next. Safe to call from any thread."""

    delivery: list[DeliveryFault] = field(default_factory=list)
    api: list[ApiFault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def drop(self, type: str = "*", times: int = 1) -> None:
        """The event happens, is listed, and is never delivered."""
        self._bend(DeliveryFault("drop", type, times))

    def duplicate(self, type: str = "*", times: int = 1) -> None:
        """The same event id arrives twice."""
        self._bend(DeliveryFault("duplicate", type, times))

    def twin(self, type: str = "*", times: int = 1) -> None:
        """One change, two events with different ids: Stripe's other kind of duplicate."""
        self._bend(DeliveryFault("twin", type, times))

    def delay(self, seconds: float, type: str = "*", times: int = 1) -> None:
        """Deliver that much later."""
        self._bend(DeliveryFault("delay", type, times, seconds))

    def reorder(self, count: int, type: str = "*") -> None:
        """The next `count` events arrive last first."""
        self._bend(DeliveryFault("reorder", type, count, count))

    def same_second(self, created: int, times: int = 2) -> None:
        """The next events all carry this `created`."""
        self._bend(DeliveryFault("same_second", "*", times, created))

    def wrong_livemode(self, type: str = "*", times: int = 1) -> None:
        """The event says `livemode: true` in a test world."""
        self._bend(DeliveryFault("livemode", type, times, True))

    def old_api_version(self, version: str = "2020-08-27", type: str = "*", times: int = 1) -> None:
        """The event was rendered for an endpoint of an older API version."""
        self._bend(DeliveryFault("api_version", type, times, version))

    def answer(self, status: int, *, on_call: int = 1, times: int = 1, path: str = "",
               method: str = "") -> None:  # fmt: skip
        """The n-th matching API call answers with this status (429, 500, 503...), doing nothing."""
        self._break(ApiFault("answer", on_call, times, path, method, status))

    def lose_answer(self, *, on_call: int = 1, times: int = 1, path: str = "",
                    method: str = "") -> None:  # fmt: skip
        """The call is carried out, and the connection breaks before its answer arrives."""
        self._break(ApiFault("lose", on_call, times, path, method))

    def time_out(self, seconds: float, *, on_call: int = 1, times: int = 1, path: str = "",
                 method: str = "") -> None:  # fmt: skip
        """The call is carried out, and answered that much later."""
        self._break(ApiFault("slow", on_call, times, path, method, seconds))

    def stop_answering(self) -> None:
        """Every API call answers 503 until `answer_again()`."""
        self.answer(503, times=1_000_000_000)

    def answer_again(self) -> None:
        """Forget every API fault."""
        with self.lock:
            self.api.clear()

    def clear(self) -> None:
        """Forget everything that was to go wrong."""
        with self.lock:
            self.api.clear()
            self.delivery.clear()

    def _bend(self, fault: DeliveryFault) -> None:
        with self.lock:
            self.delivery.append(fault)

    def _break(self, fault: ApiFault) -> None:
        with self.lock:
            self.api.append(fault)

    def for_event(self, event: Json) -> list[DeliveryFault]:
        """The faults this event meets, each used once; a reorder's `value` is what is left."""
        with self.lock:
            met = []
            for fault in self.delivery:
                if fault.wants(event):
                    fault.times -= 1
                    left = fault.times if fault.kind == "reorder" else fault.value
                    met.append(DeliveryFault(fault.kind, fault.type, 1, left))
            self.delivery = [fault for fault in self.delivery if fault.times > 0]
            return met

    def for_call(self, method: str, path: str) -> ApiFault | None:
        """The fault this API call meets, if any."""
        with self.lock:
            for fault in self.api:
                if fault.method in ("", method) and fault.path in path:
                    fault.on_call -= 1
                    if fault.on_call <= 0 and fault.times > 0:
                        fault.times -= 1
                        return fault
            return None
