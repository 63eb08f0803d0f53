"""The headings of groups, in the language of the list.

CSL's locales name types of works in few languages, and hardly ever in the plural; what they lack is
here for the languages that we can vouch for. Everything else is headed by the locale's term.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ibidem.csl.locales import resolve_locale

LANGUAGES: Final = ("en", "de", "fr", "es")

TYPE_NAMES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "book": ("Books", "Bücher", "Livres", "Libros"),
    "article-journal": (
        "Journal articles", "Zeitschriftenaufsätze", "Articles de revue", "Artículos de revista",
    ),
    "chapter": ("Book chapters", "Buchkapitel", "Chapitres de livre", "Capítulos de libro"),
    "paper-conference": (
        "Conference papers", "Konferenzbeiträge", "Articles de colloque", "Ponencias de congreso",
    ),
    "thesis": ("Theses", "Abschlussarbeiten", "Thèses et mémoires", "Tesis"),
    "report": ("Reports", "Berichte", "Rapports", "Informes"),
    "article": ("Preprints", "Preprints", "Prépublications", "Prepublicaciones"),
    "article-magazine": (
        "Magazine articles", "Magazinartikel", "Articles de magazine", "Artículos de prensa",
    ),
    "article-newspaper": (
        "Newspaper articles", "Zeitungsartikel", "Articles de presse", "Artículos de periódico",
    ),
    "entry": ("Entries", "Einträge", "Entrées", "Entradas"),
    "entry-dictionary": (
        "Dictionary entries", "Wörterbucheinträge", "Entrées de dictionnaire",
        "Entradas de diccionario",
    ),
    "entry-encyclopedia": (
        "Encyclopedia entries", "Lexikoneinträge", "Entrées d’encyclopédie",
        "Entradas de enciclopedia",
    ),
    "review": ("Reviews", "Rezensionen", "Comptes rendus", "Reseñas"),
    "review-book": (
        "Book reviews", "Buchbesprechungen", "Comptes rendus de livres", "Reseñas de libros",
    ),
    "periodical": ("Periodicals", "Zeitschriften", "Périodiques", "Publicaciones periódicas"),
    "collection": ("Collections", "Sammlungen", "Fonds", "Colecciones"),
    "classic": ("Classical works", "Klassische Werke", "Œuvres classiques", "Obras clásicas"),
    "manuscript": ("Manuscripts", "Manuskripte", "Manuscrits", "Manuscritos"),
    "pamphlet": ("Pamphlets", "Broschüren", "Brochures", "Folletos"),
    "patent": ("Patents", "Patente", "Brevets", "Patentes"),
    "standard": ("Standards", "Normen", "Normes", "Normas"),
    "legislation": ("Legislation", "Gesetze", "Législation", "Legislación"),
    "legal_case": ("Cases", "Urteile", "Jurisprudence", "Jurisprudencia"),
    "bill": ("Bills", "Gesetzentwürfe", "Projets de loi", "Proyectos de ley"),
    "regulation": ("Regulations", "Verordnungen", "Règlements", "Reglamentos"),
    "treaty": ("Treaties", "Verträge", "Traités", "Tratados"),
    "hearing": ("Hearings", "Anhörungen", "Audiences", "Audiencias"),
    "speech": ("Talks", "Vorträge", "Conférences", "Conferencias"),
    "event": ("Events", "Veranstaltungen", "Événements", "Eventos"),
    "interview": ("Interviews", "Interviews", "Entretiens", "Entrevistas"),
    "personal_communication": (
        "Personal communications", "Persönliche Mitteilungen", "Communications personnelles",
        "Comunicaciones personales",
    ),
    "webpage": ("Web pages", "Webseiten", "Pages web", "Páginas web"),
    "post": ("Posts", "Forenbeiträge", "Publications en ligne", "Publicaciones en línea"),
    "post-weblog": ("Blog posts", "Blogbeiträge", "Billets de blog", "Entradas de blog"),
    "software": ("Software", "Software", "Logiciels", "Programas informáticos"),
    "dataset": ("Data sets", "Datensätze", "Jeux de données", "Conjuntos de datos"),
    "figure": ("Figures", "Abbildungen", "Figures", "Figuras"),
    "graphic": ("Graphics", "Grafiken", "Images", "Imágenes"),
    "map": ("Maps", "Karten", "Cartes", "Mapas"),
    "motion_picture": ("Films and videos", "Filme und Videos", "Films et vidéos", "Películas"),
    "broadcast": ("Broadcasts", "Sendungen", "Émissions", "Emisiones"),
    "song": ("Recordings", "Tonaufnahmen", "Enregistrements", "Grabaciones"),
    "musical_score": ("Scores", "Noten", "Partitions", "Partituras"),
    "performance": ("Performances", "Aufführungen", "Représentations", "Representaciones"),
    "document": ("Other documents", "Andere Dokumente", "Autres documents", "Otros documentos"),
}  # fmt: skip
"""By type of CSL, in the order in which groups of types stand in a list."""

LANGUAGE_NAMES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "ar": ("Arabic", "Arabisch", "Arabe", "Árabe"),
    "ca": ("Catalan", "Katalanisch", "Catalan", "Catalán"),
    "cs": ("Czech", "Tschechisch", "Tchèque", "Checo"),
    "da": ("Danish", "Dänisch", "Danois", "Danés"),
    "de": ("German", "Deutsch", "Allemand", "Alemán"),
    "el": ("Greek", "Griechisch", "Grec", "Griego"),
    "en": ("English", "Englisch", "Anglais", "Inglés"),
    "es": ("Spanish", "Spanisch", "Espagnol", "Español"),
    "fa": ("Persian", "Persisch", "Persan", "Persa"),
    "fi": ("Finnish", "Finnisch", "Finnois", "Finés"),
    "fr": ("French", "Französisch", "Français", "Francés"),
    "grc": ("Ancient Greek", "Altgriechisch", "Grec ancien", "Griego antiguo"),
    "he": ("Hebrew", "Hebräisch", "Hébreu", "Hebreo"),
    "hi": ("Hindi", "Hindi", "Hindi", "Hindi"),
    "hu": ("Hungarian", "Ungarisch", "Hongrois", "Húngaro"),
    "it": ("Italian", "Italienisch", "Italien", "Italiano"),
    "ja": ("Japanese", "Japanisch", "Japonais", "Japonés"),
    "ko": ("Korean", "Koreanisch", "Coréen", "Coreano"),
    "la": ("Latin", "Latein", "Latin", "Latín"),
    "nb": ("Norwegian", "Norwegisch", "Norvégien", "Noruego"),
    "nl": ("Dutch", "Niederländisch", "Néerlandais", "Neerlandés"),
    "no": ("Norwegian", "Norwegisch", "Norvégien", "Noruego"),
    "pl": ("Polish", "Polnisch", "Polonais", "Polaco"),
    "pt": ("Portuguese", "Portugiesisch", "Portugais", "Portugués"),
    "ro": ("Romanian", "Rumänisch", "Roumain", "Rumano"),
    "ru": ("Russian", "Russisch", "Russe", "Ruso"),
    "sv": ("Swedish", "Schwedisch", "Suédois", "Sueco"),
    "tr": ("Turkish", "Türkisch", "Turc", "Turco"),
    "uk": ("Ukrainian", "Ukrainisch", "Ukrainien", "Ucraniano"),
    "vi": ("Vietnamese", "Vietnamesisch", "Vietnamien", "Vietnamita"),
    "zh": ("Chinese", "Chinesisch", "Chinois", "Chino"),
}
"""By language tag, without its region."""

OTHERS: Final = ("Other", "Sonstige", "Autres", "Otros")
"""The group of works that belong to no other."""


@lru_cache(maxsize=512)
def name_type(kind: str, locale: str) -> str:
    """The heading of the works of a type of CSL."""
    index = _language_index(locale)
    if index is not None and kind in TYPE_NAMES:
        return TYPE_NAMES[kind][index]
    term = resolve_locale(locale).term(kind, plural=True)
    return _capitalize(term or kind.replace("_", " "))


def name_language(tag: str, locale: str) -> str:
    """The heading of the works in a language; the tag itself where no name is known."""
    known = LANGUAGE_NAMES.get(tag)
    return known[_language_index(locale) or 0] if known else tag


def name_year(year: int, locale: str) -> str:
    """The heading of the works of a year; before our era with the locale's term."""
    era = "" if year > 0 else resolve_locale(locale).term("bc") or ""
    return f"{abs(year)} {era.strip()}".strip()


def name_undated(locale: str) -> str:
    """The heading of the works without a year: the locale's term."""
    return _capitalize(resolve_locale(locale).term("no date") or OTHERS[0])


def name_others(locale: str) -> str:
    """The heading of the works that belong to no group."""
    return OTHERS[_language_index(locale) or 0]


def _language_index(locale: str) -> int | None:
    language = locale.partition("-")[0].lower()
    return LANGUAGES.index(language) if language in LANGUAGES else None


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
