"""How wide words are, before a browser has seen them: the widths of DejaVu Sans, the widest face of the stack.

Where another face is used the words are narrower, so nothing is clipped and nothing overlaps.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

HUNDREDTHS_OF_AN_EM = {
    20: "\u2009\u202f",
    27: "'",
    28: "ijlìíîïĩīĭįıĵĺļłіїјӏ",
    29: "IJÌÍÎÏĨĪĬĮİĴІЇЈӀ",
    32: " ,.\xa0\xb7\u02bb\u02bc\u2018\u2019\u201a",
    35: "/:;\\|ŀfſ",
    36: "-\u2011",
    39: "()[]tţťŧľ",
    41: "!rŕŗř",
    46: '"',
    50: "*_`°–",
    52: "szśŝşšźżžѕ“”„",
    53: "?гзѓґ",
    55: "cçćĉċčсэє",
    56: "LĳĹĻĽĿŁ",
    58: "Fkķĸт",
    59: "vxyýÿĲŷвухчьўғүұҳҷӯ",
    60: "PÞРкяќқ",
    61: "TYao«»ÝàáâãäåðòóôõöøāăąōŏőŢŤŦŶŸЃЎГТУаоҐҮҰөӮ",
    62: "eèéêëēĕėęěбеѐёђә",
    63: "ESbdghnpquÈÉÊËßñùúûüþďđĒĔĖĘĚĝğġģĥńņňŋŚŜŞŠũūŭůűųЀЁЅЕрһ",
    64: "$0123456789{}Зл",
    65: "ийнпћѝџӣ",
    66: "KĶң",
    67: "Ғ",
    68: "AVÀÁÂÃÄÅĀĂĄАц",
    69: "BRXZħŔŖŘŹŻŽБВХЧЬЯдҲҶҺ",
    70: "CÇĆĈĊČЄСЭ",
    71: "ЌКъҚ",
    73: "UÙÚÛÜŨŪŬŮŰŲ",
    75: "HNÑĤŃŅŇŊЍЏИЙЛНПмҢӢ",
    77: "DGÐĎĐĜĞĠĢ",
    78: "&ДЦ",
    79: "OQÒÓÔÕÖØŌŎŐЂЋОыӘӨ",
    83: "wŵŉЪ",
    84: "#+<=>^~±×ю→−",
    85: "ф",
    86: "MМФ",
    88: "Ы",
    90: "жљњҗ",
    94: "Ħшщ",
    95: "%",
    98: "mæÆ",
    100: "@WŴ—―…",
    104: "œЊ№",
    109: "ŒШЖЮҖЉЩ",
}
WIDTHS = {letter: hundredths / 100 for hundredths, letters in HUNDREDTHS_OF_AN_EM.items() for letter in letters}
UNKNOWN, WIDE = 1.05, 1.4
BOLD = 1.14
LINE = 1.3
ELLIPSIS = "…"
TAG = re.compile("<[^<>]*>")
BREAKS, ILLEGAL = ("Zl", "Zp"), ("Cc", "Cs", "Cn")


@cache
def letter_width(letter: str) -> float:
    """In em. A letter that the table lacks counts as a wide one; a combining mark as nothing."""
    if letter in WIDTHS:
        return WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else UNKNOWN


def width(words: str, size: float, bold: bool = False) -> float:
    """The width of one line in pixels at a font size in pixels, at most."""
    return sum(map(letter_width, words)) * size * (BOLD if bold else 1)


def widest(lines: Sequence[str], size: float, bold: bool = False) -> float:
    return max((width(line, size, bold) for line in lines), default=0)


def cut(words: str, size: float, room: float, bold: bool = False) -> str:
    """The words, or as many letters as fit into so many pixels and an ellipsis."""
    if width(words, size, bold) <= room:
        return words
    left = room - width(ELLIPSIS, size, bold)
    kept = 0
    for letter in words:
        left -= width(letter, size, bold)
        if left < 0:
            break
        kept += 1
    return words[:kept].rstrip() + ELLIPSIS


def wrapped(words: str, size: float, room: float, lines: int = 2, bold: bool = False) -> list[str]:
    """The words on at most so many lines of so many pixels; what does not fit ends in an ellipsis."""
    found: list[str] = []
    rest = plain(words).strip(" ").split(" ")
    while rest and len(found) < lines - 1:
        line = rest.pop(0)
        while rest and width(f"{line} {rest[0]}", size, bold) <= room:
            line = f"{line} {rest.pop(0)}"
        found.append(cut(line, size, room, bold))
    return [*found, cut(" ".join(rest), size, room, bold)] if rest or not found else found


def plain(words: str) -> str:
    """The words on one line, without what no picture can hold (control characters, lone surrogates)."""
    if words.isprintable():
        return words
    return "".join(" " if kind in BREAKS else letter for letter in words if (kind := sort_of(letter)) not in ILLEGAL)


def sort_of(letter: str) -> str:
    """The Unicode category; a tab or a new line counts as a line separator."""
    return "Zl" if letter in "\t\n\r\v\f" else unicodedata.category(letter)


def literal(words: str) -> str:
    """Words of a source as plotly's text, which reads `<b>` and `&lt;` as HTML does."""
    return html.escape(plain(words), quote=False)


def untagged(words: str) -> str:
    """plotly's text without its tags, to be measured."""
    return html.unescape(TAG.sub("", words))


def paragraph(lines: Sequence[str]) -> str:
    """Lines of a source as one text of several lines."""
    return "<br>".join(map(literal, lines))
