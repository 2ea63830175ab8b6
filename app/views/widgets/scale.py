"""Logical pixels. Every number of pixels in a layout goes through `px`, or it is half as large at 200 %."""

from __future__ import annotations

from typing import overload

import ttkbootstrap as ttk


@overload
def px(first: float, /) -> int: ...
@overload
def px(first: float, second: float, /, *rest: float) -> tuple[int, ...]: ...
def px(first: float, /, *rest: float) -> int | tuple[int, ...]:
    """Return device pixels for pixels at 96 dpi: one number gives a number, several give a tuple."""
    style = ttk.Style.get_instance()
    assert style is not None, "there is no window yet"
    scaled = tuple(int(style.scaling.logical(number)) for number in (first, *rest))
    return scaled if rest else scaled[0]
