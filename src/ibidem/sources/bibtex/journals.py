"""The control words for journals that the Astrophysics Data System writes: `journal = {\\apj}`.

AASTeX, MNRAS and A&A define them for their authors (adsabs.harvard.edu, "Journal Abbreviations for
BibTeX"); outside these classes, a file from there names its journals with nothing else.
"""

from __future__ import annotations

import re
from typing import Final

JOURNALS: Final = {
    "aap": ("Astronomy and Astrophysics", "A&A"),
    "aapr": ("The Astronomy and Astrophysics Review", "A&A Rev."),
    "aaps": ("Astronomy and Astrophysics Supplement Series", "A&AS"),
    "actaa": ("Acta Astronomica", "Acta Astron."),
    "aj": ("The Astronomical Journal", "AJ"),
    "ao": ("Applied Optics", "Appl. Opt."),
    "apj": ("The Astrophysical Journal", "ApJ"),
    "apjl": ("The Astrophysical Journal Letters", "ApJL"),
    "apjlett": ("The Astrophysical Journal Letters", "ApJL"),
    "apjs": ("The Astrophysical Journal Supplement Series", "ApJS"),
    "apjsupp": ("The Astrophysical Journal Supplement Series", "ApJS"),
    "aplett": ("Astrophysical Letters", "Astrophys. Lett."),
    "applopt": ("Applied Optics", "Appl. Opt."),
    "apspr": ("Astrophysics Space Physics Research", "Astrophys. Space Phys. Res."),
    "apss": ("Astrophysics and Space Science", "Ap&SS"),
    "araa": ("Annual Review of Astronomy and Astrophysics", "ARA&A"),
    "azh": ("Astronomicheskii Zhurnal", "AZh"),
    "baas": ("Bulletin of the American Astronomical Society", "BAAS"),
    "bac": ("Bulletin of the Astronomical Institutes of Czechoslovakia", "BAICz"),
    "bain": ("Bulletin of the Astronomical Institutes of the Netherlands", "BAN"),
    "caa": ("Chinese Astronomy and Astrophysics", "Chinese Astron. Astrophys."),
    "cjaa": ("Chinese Journal of Astronomy and Astrophysics", "ChJAA"),
    "fcp": ("Fundamentals of Cosmic Physics", "Fund. Cosmic Phys."),
    "gca": ("Geochimica et Cosmochimica Acta", "GeCoA"),
    "grl": ("Geophysical Research Letters", "Geophys. Res. Lett."),
    "iaucirc": ("International Astronomical Union Circulars", "IAU Circ."),
    "icarus": ("Icarus", ""),
    "jcap": ("Journal of Cosmology and Astroparticle Physics", "JCAP"),
    "jcp": ("The Journal of Chemical Physics", "J. Chem. Phys."),
    "jgr": ("Journal of Geophysical Research", "J. Geophys. Res."),
    "jqsrt": ("Journal of Quantitative Spectroscopy and Radiative Transfer", "JQSRT"),
    "jrasc": ("Journal of the Royal Astronomical Society of Canada", "JRASC"),
    "maps": ("Meteoritics and Planetary Science", "M&PS"),
    "memras": ("Memoirs of the Royal Astronomical Society", "MmRAS"),
    "memsai": ("Memorie della Società Astronomica Italiana", "MmSAI"),
    "mnras": ("Monthly Notices of the Royal Astronomical Society", "MNRAS"),
    "na": ("New Astronomy", "New A"),
    "nar": ("New Astronomy Reviews", "New A Rev."),
    "nat": ("Nature", ""),
    "nphysa": ("Nuclear Physics A", "Nucl. Phys. A"),
    "pasa": ("Publications of the Astronomical Society of Australia", "PASA"),
    "pasj": ("Publications of the Astronomical Society of Japan", "PASJ"),
    "pasp": ("Publications of the Astronomical Society of the Pacific", "PASP"),
    "physrep": ("Physics Reports", "Phys. Rep."),
    "physscr": ("Physica Scripta", "Phys. Scr."),
    "planss": ("Planetary and Space Science", "Planet. Space Sci."),
    "pra": ("Physical Review A", "Phys. Rev. A"),
    "prb": ("Physical Review B", "Phys. Rev. B"),
    "prc": ("Physical Review C", "Phys. Rev. C"),
    "prd": ("Physical Review D", "Phys. Rev. D"),
    "pre": ("Physical Review E", "Phys. Rev. E"),
    "prl": ("Physical Review Letters", "Phys. Rev. Lett."),
    "procspie": ("Proceedings of the SPIE", "Proc. SPIE"),
    "psj": ("The Planetary Science Journal", "PSJ"),
    "qjras": ("Quarterly Journal of the Royal Astronomical Society", "QJRAS"),
    "rmxaa": ("Revista Mexicana de Astronomía y Astrofísica", "RMxAA"),
    "skytel": ("Sky and Telescope", "S&T"),
    "solphys": ("Solar Physics", "Sol. Phys."),
    "sovast": ("Soviet Astronomy", "Soviet Ast."),
    "ssr": ("Space Science Reviews", "Space Sci. Rev."),
    "zap": ("Zeitschrift für Astrophysik", "Z. Astrophys."),
}
"""Control word -> the journal's title and its short form (empty where there is none)."""

_ALONE: Final = re.compile(r"[{\s]*\\([A-Za-z]+)[}\s]*")


def short_journal(raw: str) -> str:
    """The short form of a field that is nothing but a control word for a journal."""
    match = _ALONE.fullmatch(raw)
    return JOURNALS.get(match[1], ("", ""))[1] if match else ""
