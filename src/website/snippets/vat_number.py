"""Italian VAT numbers (partita IVA): eleven digits, the last a Luhn check over the first ten."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def check_digit(first_ten: str) -> int:
    """The eleventh digit. Source: D.M. 23 December 1976, Ministero delle Finanze, which is Luhn's formula."""
    total = 0
    for position, digit in enumerate(int(character) for character in first_ten):
        doubled = digit * 2 if position % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10


def validate_vat_number(value: str) -> None:
    """Raises ValidationError that says what is wrong with `value`; a leading country code IT is allowed."""
    digits = value.removeprefix("IT")
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()):
        raise ValidationError(
            _("“%(value)s” is not an Italian VAT number: it has eleven digits, for example 01234567897."),
            params={"value": value},
        )
    if check_digit(digits[:10]) != int(digits[10]):
        raise ValidationError(
            _("“%(value)s” is mistyped: its last digit does not fit the others."), params={"value": value}
        )
