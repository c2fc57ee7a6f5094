"""What must not stand in the repository: addresses with passwords, keys of interfaces."""

import os
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import SourceAway


@dataclass(frozen=True)
class FromEnvironment:
    """A value that the environment holds, under a name the flow chooses.

    Read when it is used, not in the settings, for they do not know the flows; shown nowhere.
    """

    variable: str

    def value(self) -> str:
        """Raises SourceAway, naming the variable and never what it holds."""
        value = os.environ.get(self.variable, "").strip()
        if not value:
            raise SourceAway(_("The variable %s is not set in the environment of the worker.") % self.variable)
        if not value.isascii() or not value.isprintable():
            raise SourceAway(
                _("The variable %s holds a character that no key or address has. Write it anew.") % self.variable
            )
        return value


def value_of(text: "str | FromEnvironment") -> str:
    return text.value() if isinstance(text, FromEnvironment) else text
