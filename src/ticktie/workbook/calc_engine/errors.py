"""What can go wrong, and how every call of the engine says it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from xlwings import XlwingsError

T = TypeVar("T")
_NOT_THERE = object()
_UNLISTED = {"Sheet": ("pivot_tables",)}  # asked for by xlwings, not in its base class
_SPOKEN = {"__init__", "__call__", "__len__", "__iter__", "__contains__", "__getitem__"}


class OfficeError(XlwingsError):
    """LibreOffice refused, or cannot do what was asked."""


class OfficeGone(OfficeError):
    """The LibreOffice that this object belongs to does not run any more."""


def speaks(base: type) -> Callable[[type[T]], type[T]]:
    """A class of the engine that stands for xlwings' `base`.

    Each public call turns an error of the bridge into an OfficeError that names the call. What the class does not have and
    `base` has raises NotImplementedError with its name. Attributes made in `__init__` are declared in the class.
    """

    def complete(cls: type[T]) -> type[T]:
        members = {name: member for each in reversed(cls.__mro__[:-1]) for name, member in vars(each).items()}
        declared = {name for each in cls.__mro__ for name in vars(each).get("__annotations__", {})}
        for name, member in members.items():
            if not name.startswith("_") or name in _SPOKEN:
                setattr(cls, name, _translated(member, f"{cls.__name__}.{name}"))
        for name in {*dir(base), *_UNLISTED.get(cls.__name__, ())}:
            if not name.startswith("_") and name not in declared:
                _refuse_the_rest(cls, name, inspect.getattr_static(base, name, property()))
        return cls

    return complete


def _translated(member: Any, call: str) -> Any:
    if isinstance(member, property):
        get, put = (each and _guarded(each, call) for each in (member.fget, member.fset))
        return property(get, put, doc=member.__doc__)
    return _guarded(member, call) if inspect.isfunction(member) else member


def _guarded(function: Callable[..., Any], call: str) -> Callable[..., Any]:
    @wraps(function)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return function(self, *args, **kwargs)
        except Exception as error:
            if not of_the_bridge(error):
                raise
            failure = _said_plainly(error, call, getattr(self, "office", None))
        raise failure  # outside the except: an error of the bridge in its context cannot pass through generators

    return guarded


def of_the_bridge(error: BaseException) -> bool:
    """An error that came over UNO; pyuno makes their classes at run time, and reports text it cannot encode as SystemError."""
    return hasattr(type(error), "__pyunostruct__") or (isinstance(error, SystemError) and "PyUNO" in str(error))


def _said_plainly(error: BaseException, call: str, office: Any) -> OfficeError:
    if office is not None and not office.answers():
        return OfficeGone(f"{call}: LibreOffice has ended; start or connect to it again")
    if isinstance(error, SystemError):
        return OfficeError(f"{call}: text that is not valid Unicode (half of a surrogate pair)")
    reason = str(getattr(error, "Message", "") or "").split(" at ./")[0].removeprefix("at ./") or type(error).__name__
    return OfficeError(f"{call}: LibreOffice refused ({reason})")


def _refuse_the_rest(cls: type, name: str, theirs: Any) -> None:
    call = f"{cls.__name__}.{name}"
    ours = inspect.getattr_static(cls, name, _NOT_THERE)

    def refuse(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{call} is not supported over LibreOffice")

    if ours is _NOT_THERE:
        setattr(cls, name, property(refuse, refuse) if isinstance(theirs, property) else refuse)
    elif isinstance(ours, property) and ours.fset is None and isinstance(theirs, property) and theirs.fset:
        setattr(cls, name, ours.setter(refuse))
