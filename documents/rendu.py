"""WeasyPrint, tuned and locked: HTML in, tagged PDF (PDF/UA-1) out, the same bytes for the same HTML.

Importing WeasyPrint takes about a second, so nothing here imports it before the first paper: commands and
workers that make none never pay. A web process lives long; it calls
`chauffer_en_fond` when it starts, so that no person waits for the import.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import threading
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

PAPETERIE = Path(__file__).resolve().parent / "papeterie"
EMPAQUETES = ("papier.css", "Papier-Regular.ttf", "Papier-Bold.ttf")
SCHEMA = "papeterie:"

journal_technique = structlog.get_logger()


class EchecRendu(RuntimeError):
    """The PDF could not be made; the message holds no personal data."""


@dataclass(frozen=True)
class Atelier:
    """What all papers share in a process: fonts, parsed style sheet, and a lock, for the fonts are not thread-safe."""

    polices: FontConfiguration
    feuille: CSS
    verrou: threading.Lock


def rendre_html(html: str) -> bytes:
    """The tagged PDF of a whole page of HTML that names no outside resource.

    Raises `EchecRendu` when the page asks for anything but `data:` and our packaged stationery, or when the layout fails.
    """
    from documents.structure import parfaire

    return _rendre(html, finisher=parfaire)


def rendre_nu(html: str) -> bytes:
    """The bare tuned WeasyPrint call, without anything of ours: the yardstick of the bench."""
    return _rendre(html)


def chauffer() -> None:
    """Pay the import and the first layout now; about 1.3 s."""
    rendre_html('<html lang="fr"><title>Essai</title><h1>Essai</h1></html>')


def chauffer_en_fond() -> threading.Thread:
    """Warm up beside the start of a web worker; a paper asked for meanwhile simply waits for the same import."""
    fil = threading.Thread(target=chauffer, name="chauffe-pdf", daemon=True)
    fil.start()
    return fil


@functools.cache
def revision() -> str:
    """Changes with all that shapes a PDF besides its HTML: WeasyPrint, style sheet, fonts, finishing."""
    somme = hashlib.sha256(version("weasyprint").encode())
    for chemin in (*(PAPETERIE / nom for nom in EMPAQUETES), Path(__file__).with_name("structure.py")):
        somme.update(chemin.read_bytes())
    return somme.hexdigest()[:16]


def _rendre(html: str, **options: Any) -> bytes:
    try:
        atelier = _atelier()
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
    except OSError as absence:
        raise EchecRendu("WeasyPrint's system libraries (Pango, HarfBuzz) are missing") from absence
    try:
        with atelier.verrou:
            return HTML(string=html, url_fetcher=_lire).write_pdf(
                stylesheets=[atelier.feuille],
                font_config=atelier.polices,
                pdf_variant="pdf/ua-1",
                **options,
            )
    except FatalURLFetchingError as refus:
        raise EchecRendu("the page names a resource outside the stationery") from refus
    except Exception as erreur:
        raise EchecRendu(f"the layout failed: {type(erreur).__name__}") from erreur


_premier = threading.Lock()


def _atelier() -> Atelier:
    with _premier:
        return _monter()


@functools.cache
def _monter() -> Atelier:
    from weasyprint import CSS
    from weasyprint.logger import PROGRESS_LOGGER
    from weasyprint.text.fonts import FontConfiguration

    PROGRESS_LOGGER.setLevel("WARNING")  # seven lines a paper, of no use to whoever reads the logs
    polices = FontConfiguration()
    feuille = CSS(string=(PAPETERIE / "papier.css").read_text(), font_config=polices, url_fetcher=_lire)
    atexit.register(_monter.cache_clear)  # the fonts remove their temporary folder before the interpreter is torn down
    journal_technique.info("atelier_pdf_pret", revision=revision())
    return Atelier(polices, feuille, threading.Lock())


def _lire(url: str):
    """Fetch for WeasyPrint: `data:` and `papeterie:<file>`, nothing else, so that no text can make us read a file or a network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    if url.startswith("data:"):
        return URLFetcher(allowed_protocols=("data",)).fetch(url)
    nom = url.removeprefix(SCHEMA)
    if url.startswith(SCHEMA) and nom in EMPAQUETES:
        return URLFetcherResponse(url, (PAPETERIE / nom).read_bytes())
    raise FatalURLFetchingError("refused")
