"""Names in a byline to the news agencies among them, so that people stand apart.

The list is of agencies whose copy other publications print, by the names and signs that bylines use.
"""

from __future__ import annotations

from collections.abc import Iterable

from transforms.articles.site_names import fold

_NAMES = (
    "AA", "AAP", "Australian Associated Press", "AFP", "Agence France-Presse", "AFP Deutschland", "AGI", "AKI",
    "ANA-MPA", "ANI", "Anadolu", "Anadolu Agency", "Anadolu Ajansı", "ANP", "ANSA", "ANTARA", "AP", "Associated Press",
    "The Associated Press", "APA", "APTN", "ATS", "Keystone-SDA", "Belga", "Bernama", "Bloomberg", "Bloomberg News",
    "BTA", "Canadian Press", "The Canadian Press", "CTK", "ČTK", "CNS", "DHA", "Demirören Haber Ajansı", "dpa",
    "Deutsche Presse-Agentur", "EFE", "Agencia EFE", "Europa Press", "GNA", "IANS", "IHA", "İhlas Haber Ajansı",
    "IRNA", "ISNA", "Interfax", "Fars", "Jiji", "Jiji Press", "JTA", "Kyodo", "Kyodo News", "LUSA", "MENA", "MTI",
    "NAN", "News Agency of Nigeria", "NTB", "PA", "PA Media", "Press Association", "PAP", "Petra", "PTI",
    "Press Trust of India", "Reuters", "Thomson Reuters", "RIA Novosti", "Ritzau", "SANA", "SDA", "SID", "SPA", "STT",
    "STA", "TASS", "Tasnim", "Télam", "TT", "Ukrinform", "UNB", "UNI", "UPI", "VNA", "WAFA", "WAM", "Xinhua", "XNA",
    "Yonhap", "Yonhap News Agency",
)  # fmt: skip
_FOLDED = frozenset(map(fold, _NAMES))


def find_agencies(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are agencies, in order, each once; 'AFP/Reuters' and 'with AP' count by their parts."""
    parts = (part.strip() for name in names for part in name.replace(" with ", "/").removeprefix("with ").split("/"))
    return tuple({fold(part): part for part in parts if fold(part) in _FOLDED}.values())
