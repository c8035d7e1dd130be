"""How money, moments and Stripe's names for things are shown to people, as Jinja filters."""

from datetime import UTC, datetime

from babel.dates import format_skeleton
from flask import Flask
from markupsafe import Markup

from app.locales import visitors_locale
from app.money import format_amount


def init_app(app: Flask) -> None:
    """Give every template the filters."""
    app.add_template_filter(money)
    app.add_template_filter(moment)
    app.add_template_filter(day)
    app.add_template_filter(requirement)


def money(amount: int, currency: str) -> Markup:
    """An amount in minor units, kept on one line: 1999 in usd is "19.99 USD", or "19,99 USD"."""
    return Markup('<span class="amount">{}</span>').format(format_amount(amount, currency))


def moment(when: datetime | int) -> Markup:
    """A datetime or Unix seconds, in UTC: "22 Nov 2026, 14:05 UTC", "22 nov. 2026, ..."."""
    return _time(when, ", %H:%M\N{NO-BREAK SPACE}UTC")


def day(when: datetime | int) -> Markup:
    """The same without the hour, for what only has a date, such as a payout's arrival."""
    return _time(when, "")


def _time(when: datetime | int, clock: str) -> Markup:
    if isinstance(when, int):
        when = datetime.fromtimestamp(when, UTC)
    date = format_skeleton("yMMMd", when, locale=visitors_locale())
    words = date.replace(" ", "\N{NO-BREAK SPACE}") + when.strftime(clock)
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), words)


def requirement(name: str) -> str:
    """One of Stripe's requirements in words: "individual.id_number" is "Individual: id number"."""
    *owner, what = name.replace("_", " ").split(".")
    words = f"{' '.join(owner)}: {what}" if owner else what
    return words[:1].upper() + words[1:]
