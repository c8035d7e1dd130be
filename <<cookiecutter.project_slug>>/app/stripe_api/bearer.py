"""What lets whoever holds it in: kept from everyone who might write it down."""


class Bearer:
    """A value that lets whoever holds it in. It shows itself only to `reveal`.

    Text made of it is redacted, however it is made. JSON and pickle refuse it, so that no queue,
    cache, session or row can hold it; so do copies.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the one place it is made for."""
        return self._value

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError(f"{self!r} is never stored")


class BearerUrl(Bearer):
    """A link into Stripe's pages as one seller: for a Location header, and nowhere else."""

    __slots__ = ()


class ClientSecret(Bearer):
    """Pays one PaymentIntent, and reads it: for its payer's own page, and nowhere else."""

    __slots__ = ()


class SigningSecret(Bearer):
    """Vouches for events: for whoever puts it among the settings, and nobody else."""

    __slots__ = ()
