"""What can be done, by whom. Each app registers its own, in its `actions.py`, when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

Words = str | Promise


class Progress(Protocol):
    """Says how far an action has come."""

    def __call__(self, done: int, total: int) -> None: ...


class ActionFailed(Exception):
    """The action ended without having done what it says; in words for who asked for it."""


@dataclass(frozen=True)
class Asked:
    """What was asked for, and by whom: `choice` is "" for an action that leaves none."""

    choice: str
    username: str
    email: str


@dataclass(frozen=True)
class Action:
    """`does` says before what will happen; `do` does it in the worker, and returns what came out, in words.

    `do` may raise ActionFailed. `choices` are the (value, words) of which a person picks one.
    """

    name: str
    title: Words
    does: Words
    permission: str
    do: Callable[[Asked, Progress], str]
    choice_label: Words = ""
    choices: Callable[[], list[tuple[str, Words]]] | None = None

    def words_of(self, choice: str) -> str | None:
        """None for what cannot be chosen."""
        if self.choices is None:
            return "" if choice == "" else None
        return next((str(words) for value, words in self.choices() if value == choice), None)


_registered: dict[str, Action] = {}


def register(action: Action) -> None:
    """Raises ValueError when its name is taken."""
    if action.name in _registered:
        raise ValueError(f"An action named {action.name!r} is registered already.")
    _registered[action.name] = action


def find(name: str) -> Action | None:
    return _registered.get(name)


def permitted(user: AbstractBaseUser | AnonymousUser) -> list[Action]:
    """Those that `user` may have done, in the order of their titles."""
    may = [action for action in _registered.values() if user.has_perm(action.permission)]  # type: ignore[union-attr]
    return sorted(may, key=lambda action: str(action.title))
