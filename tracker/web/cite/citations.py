"""A citation of a page as it is at one moment: as text (APA, Chicago), BibTeX, RIS and CSL-JSON."""

import json
import re
from dataclasses import dataclass
from datetime import date

from tracker.engine.text import day

__all__ = ["FORMS", "Citation"]

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """What is cited: the title of the page, the site, the day shown, the ledger entry, and the permalink."""

    title: str
    site: str
    day: date
    position: int
    url: str

    @property
    def entry(self) -> str:
        """The state of the record, in words."""
        return f"ledger entry {self.position}"

    @property
    def key(self) -> str:
        """What BibTeX and others know it by."""
        words = re.findall(r"[a-z0-9]+", self.title.casefold())[:4]
        return "-".join([*words, self.day.isoformat(), str(self.position)])

    def apa(self) -> str:
        """In the style of the American Psychological Association, 7th edition."""
        return f"{self.site}. ({self.day.year}, {self.day:%B} {self.day.day}). {self.title} ({self.entry}). {self.url}"

    def chicago(self) -> str:
        """In the style of The Chicago Manual of Style, as a note in a bibliography."""
        return f"{self.site}. “{self.title}.” As of {day(self.day)}, {self.entry}. {self.url}."

    def bibtex(self) -> str:
        """An entry of BibTeX."""
        fields = {
            "author": f"{{{_escaped(self.site)}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "year": f"{self.day.year:04}",
            "month": f"{self.day:%b}".lower(),
            "day": str(self.day.day),
            "url": self.url,
            "note": _escaped(f"As of {self.day.isoformat()}, {self.entry}"),
        }
        lines = (f"  {key} = {it if key == 'month' else f'{{{it}}}'}" for key, it in fields.items())
        return f"@misc{{{self.key},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        """A record of RIS."""
        pairs = [
            ("TY", "ELEC"),
            ("ID", self.key),
            ("AU", self.site),
            ("TI", self.title),
            ("PY", f"{self.day.year:04}"),
            ("DA", f"{self.day:%Y/%m/%d}"),
            ("PB", self.site),
            ("N1", f"As of {self.day.isoformat()}, {self.entry}"),
            ("UR", self.url),
            ("ER", ""),
        ]
        return "".join(f"{name}  - {' '.join(value.split())}\r\n" for name, value in pairs)

    def csl(self) -> str:
        """CSL-JSON, as Zotero and pandoc read it."""
        item = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": self.site}],
            "container-title": self.site,
            "issued": {"date-parts": [[self.day.year, self.day.month, self.day.day]]},
            "note": f"As of {self.day.isoformat()}, {self.entry}",
            "URL": self.url,
        }
        return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


FORMS = {
    "bib": ("application/x-bibtex; charset=utf-8", Citation.bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", Citation.ris),
    "json": ("application/vnd.citationstyles.csl+json", Citation.csl),
}
"""By the ending of an address its media type, and what writes it."""


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
