"""SVG by hand: lines, texts and marks in black and grey, told apart by shape; every text escaped."""

from __future__ import annotations

from collections.abc import Callable

BLACK, DARK, GREY, PALE = "#000", "#444", "#888", "#ccc"
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
SIZE = 5.0  # half the width of a mark


def escaped(text: str) -> str:
    """A text for content or attributes; what XML cannot hold is left out."""
    return "".join(ENTITIES.get(letter, letter) for letter in text if allowed(letter))


def allowed(letter: str) -> bool:
    """Whether XML can hold a character."""
    return letter in "\t\n" or " " <= letter < "\ud800" or "\ue000" <= letter < "\ufffe" or letter > "\uffff"


def number(value: float) -> str:
    """A coordinate: two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def points(*pairs: tuple[float, float]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def stroke(color: str, width: float, dash: str) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{color}" stroke-width="{number(width)}"{dashed}'


class Canvas:
    """The parts of a picture in the order of drawing."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str = BLACK, width: float = 1, dash: str = "") -> None:
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        self.parts.append(f"<line {ends} {stroke(color, width, dash)}/>")

    def path(self, pairs: list[tuple[float, float]], color: str = DARK, width: float = 1.2, dash: str = "") -> None:
        self.parts.append(f'<polyline points="{points(*pairs)}" fill="none" {stroke(color, width, dash)}/>')

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", size: float = 11, color: str = BLACK, bold: bool = False, turn: float = 0) -> None:
        weight = ' font-weight="bold"' if bold else ""
        turned = f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
        place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" font-size="{number(size)}" fill="{color}"'
        self.parts.append(f"<text {place}{weight}{turned}>{escaped(text)}</text>")

    def mark(self, shape: str, x: float, y: float, *, filled: bool, tip: str = "") -> None:
        """A mark of one shape, filled or hollow; `tip` is its text for a pointer or a screen reader."""
        title = f"<title>{escaped(tip)}</title>" if tip else ""
        self.parts.append(f'<g fill="{BLACK if filled else "#fff"}" stroke="{BLACK}" stroke-width="1.4">{title}{SHAPES[shape](x, y)}</g>')

    def arrow(self, x: float, y: float, up: bool = False) -> None:
        """A small arrow from a mark: the value lies below, or above."""
        way = -1 if up else 1
        start, tip = y + way * SIZE, y + way * (SIZE + 9)
        self.line(x, start, x, tip, width=1.4)
        self.path([(x - 3, tip - way * 3.5), (x, tip), (x + 3, tip - way * 3.5)], color=BLACK, width=1.4)

    def finished(self, width: float, height: float, title: str, description: str) -> str:
        size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description" font-family="Helvetica, Arial, sans-serif">\n'
            f'<title id="title">{escaped(title)}</title>\n<desc id="description">{escaped(description)}</desc>\n'
            f'<rect width="{number(width)}" height="{number(height)}" fill="#fff"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )


def circle(x: float, y: float) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(SIZE - 0.3)}"/>'


def polygon(*pairs: tuple[float, float]) -> str:
    return f'<polygon points="{points(*pairs)}"/>'


SHAPES: dict[str, Callable[[float, float], str]] = {
    "circle": circle,
    "square": lambda x, y: polygon((x - 4.4, y - 4.4), (x + 4.4, y - 4.4), (x + 4.4, y + 4.4), (x - 4.4, y + 4.4)),
    "triangle": lambda x, y: polygon((x, y - 5.6), (x + 5.4, y + 4.2), (x - 5.4, y + 4.2)),
    "diamond": lambda x, y: polygon((x, y - 6), (x + 5.2, y), (x, y + 6), (x - 5.2, y)),
}
