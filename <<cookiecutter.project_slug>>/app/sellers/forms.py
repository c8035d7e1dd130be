"""What a seller types to offer something."""

from flask import current_app
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.money import BadAmount, parse_amount


class ProductForm(FlaskForm):
    """A name and a price, in the platform's currency."""

    name = StringField(
        "Name",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired("Say what it is."),
            Length(max=120, message="A name has at most 120 characters."),
        ],
        render_kw={"maxlength": 120, "autocomplete": "off"},
    )
    price = StringField(
        "Price",
        validators=[InputRequired("Say what it costs.")],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )

    amount: int
    """The price in minor units, once the form is valid."""

    def validate_price(self, field: StringField) -> None:
        """Read the price as people write it in this currency."""
        try:
            self.amount = parse_amount(field.data or "", current_app.config["PLATFORM_CURRENCY"])
        except BadAmount as problem:
            raise ValidationError(str(problem)) from None
