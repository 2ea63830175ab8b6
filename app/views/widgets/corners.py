"""Rounded boxes with smooth corners, as images from which ttk cuts nine pieces.

The theme's own recipe smooths small images only; ours are large, so that Tk has few tiles to lay between the corners.
And it leaves the corners transparent; ours are filled with what lies under the box. Tk mixes a transparent image with
the screen by reading the screen back, tile by tile: a card then costs a hundred times as much to draw.
"""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw
from ttkbootstrap import Assets

FINER = 4


def rounded_box(
    assets: Assets, fill: str, *, under: str, tile: int, radius: int, edge: str = "", width: int = 1
) -> str:
    """Return the name of an image of a box of `tile` logical pixels on a surface, with an edge where one is named."""
    share, thick = radius / tile, (width / tile if edge else 0.0)

    def draw_rounded_box(draw: ImageDraw.ImageDraw, w: int, h: int) -> None:
        draw.rectangle((0, 0, w, h), fill=under)
        draw.bitmap((0, 0), _mask(w, h, radius=share * w, inset=0), fill=edge or fill)
        if edge:
            inset = max(1, round(thick * w))
            draw.bitmap((0, 0), _mask(w, h, radius=share * w, inset=inset), fill=fill)

    return str(assets.image((tile, tile), draw_rounded_box, fill, under, edge, radius, width))


@lru_cache(maxsize=64)
def _mask(w: int, h: int, *, radius: float, inset: int) -> Image.Image:
    """Return the shape, drawn finer and made smaller."""
    large = Image.new("L", (w * FINER, h * FINER))
    gap = inset * FINER
    corner = max(0.0, radius - inset) * FINER
    box = (gap, gap, w * FINER - 1 - gap, h * FINER - 1 - gap)
    ImageDraw.Draw(large).rounded_rectangle(box, radius=corner, fill=255)
    return large.resize((w, h), Image.Resampling.LANCZOS)
