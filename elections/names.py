"""Names in five languages and two scripts: which tag a name carries, and the key it is found and ordered by.

Pure functions of text. The transliteration is a plain letter table: Russian letters as passports write them,
then the letters that Kazakh, Kyrgyz, Tajik, Turkmen and Uzbek add. It serves finding and ordering, never display.
"""

import re
import unicodedata

LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ё": "e"},
    **{"ю": "yu", "я": "ya"},
    **{"ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i"},
    **{"ӣ": "i", "ӯ": "u", "ҷ": "j", "ҳ": "h", "ў": "u", "җ": "j"},
    **{"ı": "i", "ə": "a", "ŋ": "n", "ø": "o", "ł": "l", "ß": "ss"},
}
APOSTROPHES = dict.fromkeys(map(ord, "'`’‘ʻʼ´"), None)
OWN_LETTERS = {
    "KZ": ("kk", "әғқңөұүһі"),
    "KG": ("ky", "ңөү"),
    "TJ": ("tg", "ғӣқӯҳҷ"),
    "UZ": ("uz", "ўқғҳ"),
    "TM": ("tk", "әҗңөү"),
}


def fold(text: str) -> str:
    """The text in lower-case Latin letters and digits, words parted by one space: `Әділет` is `adilet`."""
    lowered = text.lower().translate(APOSTROPHES)
    latin = "".join(LETTERS.get(letter, letter) for letter in lowered)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def slug(text: str) -> str:
    """The text as a part of an address: `Omsk (abroad)` is `omsk-abroad`."""
    return fold(text).replace(" ", "-")


def search_key(*names: str) -> str:
    """All names folded, each once, parted by a bar."""
    return " | ".join(dict.fromkeys(key for key in map(fold, names) if key))


def native_tag(country: str, name: str) -> str:
    """The BCP 47 tag of a name in its own script, as far as the letters prove it.

    Letters that only the country's own language has decide; Cyrillic without them may as well be Russian and is
    `und-Cyrl`. Latin is the country's own language in Uzbekistan and Turkmenistan, otherwise `und-Latn`. Any other
    script is `und`.
    """
    language, own_letters = OWN_LETTERS.get(country, ("und", ""))
    if re.search("[а-яёА-ЯЁ]", name) or any(letter in own_letters for letter in name.lower()):
        return f"{language}-Cyrl" if any(letter in own_letters for letter in name.lower()) else "und-Cyrl"
    if not fold(name):
        return "und"
    return f"{language}-Latn" if country in ("UZ", "TM") else "und-Latn"
