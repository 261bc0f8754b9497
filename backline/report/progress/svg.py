"""A matplotlib figure as an SVG that a strict page can show.

A page whose policy forbids inline styles forbids `style` attributes too, so each becomes the
attributes that SVG has for the same (SVG 1.1, 6.4: presentation attributes). Letters stay
letters, in the reader's own fonts.
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONTS = "'Atkinson Hyperlegible Next', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_NOTHING = re.compile(r"rotate\(-0 [^)]*\)")


def svg_text(figure: Figure, title: str, description: str) -> str:
    """The figure as SVG, sized in pixels, with a title and a description for readers that can't
    see it (WAI-ARIA, role img). Holds neither a style nor a script."""
    out = io.BytesIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(out.getvalue())
    for element in root.iter():
        _unstyle(element)
    _strip(root)
    _describe(root, title, description)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _unstyle(element: ElementTree.Element) -> None:
    style = element.attrib.pop("style", "")
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _, value = declaration.partition(":")
        element.set(name.strip(), FONTS if name.strip() == "font-family" else value.strip())
    if _NOTHING.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]


def _strip(root: ElementTree.Element) -> None:
    """Take out what isn't drawing, and say once what its style sheet said of everything."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    _, _, width, height = root.attrib["viewBox"].split()
    root.attrib.update(
        {"width": width, "height": height, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    )


def _describe(root: ElementTree.Element, title: str, description: str) -> None:
    root.attrib.update({"role": "img", "aria-labelledby": "title", "aria-describedby": "desc"})
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": name})
        element.text = text
        root.insert(place, element)
