"""How an election's page is cited: as text, as BibTeX, and as CSL-JSON for reference managers."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from elections.models import Election
from elections.views import facts
from elections.wording import day

TYPES = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}
TEX = str.maketrans({char: f"\\{char}" for char in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"})


@dataclass(frozen=True)
class Citation:
    """What a citation names: the page, the data version and the day it was read."""

    key: str
    title: str
    version: int
    address: str
    read_on: date

    @classmethod
    def of(cls, election: Election, version: int, address: str) -> "Citation":
        return cls(election.pk, facts.heading(election), version, address, timezone.now().date())

    @property
    def text(self) -> str:
        told = _("Saylau: %(heading)s. Data version %(version)s, read on %(day)s. %(address)s")
        read_on = day(self.read_on.isoformat())
        return told % {"heading": self.title, "version": self.version, "day": read_on, "address": self.address}

    @property
    def bibtex(self) -> str:
        year, on = self.read_on.year, self.read_on.isoformat()
        fields = {
            "author": "{Saylau}",
            "title": f"{{{self.title.translate(TEX)}}}",
            "year": str(year),
            "howpublished": rf"\url{{{self.address}}}",
            "url": self.address,
            "urldate": on,
            "version": str(self.version),
            "note": _("Data version %(version)s, read on %(day)s. CC BY 4.0") % {"version": self.version, "day": on},
        }
        lines = ",\n".join(f"  {name:<12} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{saylau-{self.key},\n{lines}\n}}\n"

    @property
    def csl(self) -> str:
        on = {"date-parts": [[self.read_on.year, self.read_on.month, self.read_on.day]]}
        item = {
            "id": f"saylau-{self.key}",
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": "Saylau"}],
            "container-title": "Saylau",
            "issued": on,
            "accessed": on,
            "version": str(self.version),
            "URL": self.address,
            "language": get_language(),
            "license": "CC BY 4.0",
        }
        return json.dumps([item], ensure_ascii=False, indent=1) + "\n"

    def as_file(self, form: str) -> str:
        return {"txt": f"{self.text}\n", "bib": self.bibtex, "json": self.csl}[form]
