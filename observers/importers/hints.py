"""Words of a filed text that may name a place finer than readers are to see; shown to whoever reviews it.

What is certain is refused when a report is sent (`places`). What is told here may be harmless: a person decides. Names
are known by their capital letter beside a word for a district, a settlement, a street or a house, in the languages of
the region; numbers of stations are known in words too ("station twelve", "на двенадцатом участке").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elections.names import fold
from observers.importers.places import COUNTED, OTHERS, STATIONS
from observers.models import ShownPlace

AROUND = 60  # characters shown on either side
WORD = re.compile(r"[^\W_]+(?:[-‘’'ʻʼ`][^\W_]+)*")
# Words for places as `fold` spells them, by the finest place that readers see beside which they are too fine. First
# those after which a name stands, then those before which it does.
DISTRICTS = (
    (ShownPlace.REGION,),
    r"raion[aeu]?|raionom",
    r"district|ra[iy]on\w*|audan\w*|tuman\w*|nohiya\w*|etra[bp]\w*",
)
SETTLEMENTS = (
    (ShownPlace.REGION, ShownPlace.AREA),
    r"sel[aoeu]|selom|derevn\w+|posel(?:ok|k\w{1,2})|aul\w{0,2}|ai[iy]?l\w{0,2}|kishlak\w{0,2}|mak?hall\w{1,2}|dekhai?"
    r"|jamoati?|qishlogi",
    r"village|settlement|hamlet|township|auyl\w*|ai[iy]?l\w*|kent[iy]\w*|kishlagi\w*|qishlo[gq]\w*|mahalla\w*|obasy\w*",
)
STREETS = (
    tuple(ShownPlace),
    r"uli?ts\w+|prospekt\w{0,2}|pereul\w+|bulvar\w{0,2}|mikroraion\w{0,2}|kvartal\w{0,2}|imeni|kuchai|mavzei",
    r"street|avenue|lane|road|boulevard|microdistrict|kosh?es[iy]\w*|kochosu\w*|kochasi\w*|kocesi\w*|atyndag\w+|nomidagi",
)
SHORT = {  # with a full stop after them, or the letter would be a word of its own
    **dict.fromkeys(("s", "d", "p", "pos", "g", "a"), SETTLEMENTS[0]),
    **dict.fromkeys(("ul", "pr", "per", "mkr", "im", "st", "ave"), STREETS[0]),
}
HOUSES = re.compile(
    r"house|building|flat|apartment|doma?|dome|kv|kvartir[aeuy]|zdani[eyi]\w?|mkr|mikroraion\w*|microdistrict"
)
KINDS = [(shown, re.compile(after), re.compile(before)) for shown, after, before in (DISTRICTS, SETTLEMENTS, STREETS)]
JOINING = {"of", "named", "called"}  # "the village of Kyzyl-Suu"
BEGINNING = {"the", "this", "that", "each", "every", "another", "some", "one", "other", "our", "their", "same"}
BEGINNING |= {
    "po",
    "na",
    "za",
    "ot",
    "do",
    "iz",
    "pri",
    "ves",
    "vse",
    "vo",
    "etot",
    "kazhdyi",
    "nash",
    "odin",
    "drugoi",
}
GAP = re.compile(r"[\s«»\"“”„'(-]*")
STOPPED, NUMBER_GAP = re.compile(r"\.?[\s«»\"“”„'(-]*"), re.compile(r"\.?\s*№?\s*")

TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
CARDINAL = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|" + TENS + r"|dva|tri|chetyre|pyat|shest"
    r"|sem|vosem|devyat|desyat|\w+nadtsat|dvadtsat|tridtsat|sorok|\w+desyat|sto|dvesti|trista"
)
THE_NTH = (
    r"third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|\w+tieth|hundredth|\w+[iu]n[sc]h[iy]"
    r"|(?:tret|chetvert|pyat|shest|sedm|vosm|devyat|desyat|\w+nadtsat|dvadtsat|tridtsat|sorokov|\w+desyat|sot)"
    r"(?:i|yi|om|em|ogo|ego|oi|ei|aya|ya|yem|yego|yei)"
)
NUMBERED = re.compile(
    rf"\b(?:{STATIONS}|{OTHERS})(?: (?:no|number|nomer\w*))? (?:{CARDINAL})\b(?! (?:{COUNTED})\b)"
    rf"|\b(?:{THE_NTH}) (?:\w+ )?(?:{STATIONS}|uchas\w+|shkol\w+)\b"
)


@dataclass(frozen=True)
class Hint:
    """The words that may name a finer place, with what stands around them."""

    before: str
    words: str
    after: str


def hints(text: str, shown: str, known: Sequence[str] = ()) -> list[Hint]:
    """What may name a finer place than `shown`, in the order of the text; `known` are names readers see anyway."""
    said = {word for name in known for word in fold(name).split()}
    spans = sorted({*named_places(text, shown or ShownPlace.REGION, said), *numbered_in_words(text, shown)})
    return [
        Hint(cut(text[:start], from_end=True), text[start:end], cut(text[end:], from_end=False)) for start, end in spans
    ]


def named_places(text: str, shown: str, said: set[str]) -> Iterator[tuple[int, int]]:
    """From where to where a word for a place stands with a name or a number beside it."""
    words = list(WORD.finditer(text))
    for n, word in enumerate(words):
        key = fold(word.group())
        after = any(shown in where and each.fullmatch(key) for where, each, _before in KINDS)
        before = any(shown in where and each.fullmatch(key) for where, _after, each in KINDS)
        previous, following = words[n - 1] if n else None, words[n + 1 : n + 3]
        is_joined = len(following) == 2 and fold(following[0].group()) in JOINING
        if previous and before and GAP.fullmatch(text[previous.end() : word.start()]) and is_name(previous, said):
            yield previous.start(), word.end()
        if not following:
            continue
        name, gap = following[is_joined], text[word.end() : following[0].start()]
        is_short = shown in SHORT.get(key, ()) and gap.startswith(".")
        is_next = is_short or ((after or before and is_joined) and GAP.fullmatch(gap))
        is_house = HOUSES.fullmatch(key) and name.group()[0].isdigit() and NUMBER_GAP.fullmatch(gap)
        if is_house or is_next and STOPPED.fullmatch(gap) and is_name(name, said):
            yield word.start(), name.end()


def is_name(word: re.Match, said: set[str]) -> bool:
    """Whether a word has a capital letter that is no letter alone, and readers do not see it anyway."""
    letters, parts = word.group(), {*fold(word.group()).split()}
    return letters[0].isupper() and len(letters) > 1 and not parts <= said and not parts & BEGINNING


def numbered_in_words(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """Where a station or what stands in it has its number in words; the whole sentence, as folding moves letters."""
    if shown == ShownPlace.STATION:
        return
    for sentence in re.finditer(r"[^.!?\n]+", text):
        if NUMBERED.search(fold(sentence.group())):
            yield sentence.start() + len(sentence.group()) - len(sentence.group().lstrip()), sentence.end()


def cut(text: str, from_end: bool) -> str:
    if len(text) <= AROUND:
        return text
    return f"…{text[-AROUND:]}" if from_end else f"{text[:AROUND]}…"
