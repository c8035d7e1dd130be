"""Where a stored event is processed: here and now, in the request that brought it."""

from app import inbox


def hand_over(event_id: str) -> None:
    """Process the event before its delivery is answered.

    Raises what kept it from being processed: Stripe is then told to deliver it again.
    """
    inbox.process(event_id)


def trouble() -> tuple[str, str] | None:
    """What keeps stored events from being processed, and what ends that: nothing, here."""
    return None
