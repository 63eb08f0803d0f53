"""What links from an entry back to its citations say to those who do not see an arrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ARROW: Final = "↩"

PHRASES: Final[Mapping[str, str]] = {
    "ar": "العودة إلى النص",
    "de": "Zurück zum Text",
    "en": "Back to the text",
    "es": "Volver al texto",
    "fr": "Retour au texte",
    "it": "Torna al testo",
    "ja": "本文に戻る",
    "nl": "Terug naar de tekst",
    "pl": "Powrót do tekstu",
    "pt": "Voltar ao texto",
    "ru": "Назад к тексту",
    "sv": "Tillbaka till texten",
    "zh": "返回正文",
}
"""By language, without its region."""


def name_way_back(locale: str) -> str:
    """In the language of the page, where we can vouch for it.

    >>> name_way_back("de-AT")
    'Zurück zum Text'
    """
    language = locale.replace("_", "-").partition("-")[0].lower()
    return PHRASES.get(language, PHRASES["en"])


def name_numbered(name: str, number: int) -> str:
    """One link of several. What is seen of it, its number, is a word of its name: who speaks to the
    browser says what is seen.

    >>> name_numbered("Back to the text", 2)
    'Back to the text 2'
    """
    return f"{name} {number}"
