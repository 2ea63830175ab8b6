"""A reader of Code 128, written from the table of ISO/IEC 15417: it shares nothing with what draws the bars."""

import re
from itertools import pairwise

_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
"""
WIDTHS = _TABLE.split()
"""Widths of bars and spaces of the symbols 0 to 105; the last three are the starts A, B and C."""

START_A, START_B, START_C = 103, 104, 105
CODE_C, CODE_B, CODE_A = 99, 100, 101
STOP = "2331112"


def bars_of(content):
    """Return the filled rectangles of a page's content stream as (left, top, width, height) in points."""
    number = r"(-?\d+(?:\.\d+)?)"
    found = re.findall(rf"{number} {number} {number} {number} re f", content)
    return [tuple(map(float, one)) for one in found]


def read_bars(bars):
    """Return what one symbol says, its module's width, and check its check symbol."""
    bars = sorted(bars)
    module = min(width for _, _, width, _ in bars)
    edges = [edge for left, _, width, _ in bars for edge in (left, left + width)]
    widths = "".join(str(round((after - before) / module)) for before, after in pairwise(edges))
    assert widths.endswith(STOP), widths
    symbols = [WIDTHS.index(widths[at : at + 6]) for at in range(0, len(widths) - len(STOP), 6)]
    *data, check = symbols
    assert (data[0] + sum(place * one for place, one in enumerate(data[1:], start=1))) % 103 == check
    return _said(data), module


def _said(data):
    said, code = "", {START_A: CODE_A, START_B: CODE_B, START_C: CODE_C}[data[0]]
    for one in data[1:]:
        if one in {CODE_A, CODE_B, CODE_C} and one != code:
            code = one
        elif code == CODE_C:
            said += f"{one:02}"
        else:
            said += chr(one + 32)
    return said
