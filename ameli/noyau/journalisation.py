"""Log lines: one JSON object each on stderr, with the request's id and without personal data.

Whatever looks like a NIR, an IBAN, a mail address or a phone number is masked on its way out, wherever it comes
from. People are named by their public id, pages by their path without the query.
"""

from __future__ import annotations

import re
import traceback
from typing import Any

import structlog

CACHE = "[masqué]"
# Order matters: a NIR holds what looks like a phone number. Digits may be spaced as people write them.
PERSONNELS = (
    re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){3,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b"),
    re.compile(
        r"(?<![\w.])[1-478][ \u00a0]?\d{2}[ \u00a0]?\d{2}[ \u00a0]?(?:\d{2}|2[ABab])[ \u00a0]?\d{3}[ \u00a0]?\d{3}"
        r"(?:[ \u00a0]?\d{2})?(?![\w.]\d|\w)"
    ),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w.])(?:\+33[ .]?|0)[1-9](?:[ .\u00a0-]?\d{2}){4}(?!\w)"),
)
INTACTS = frozenset({"level", "timestamp", "logger", "request_id"})


def caviarder(texte: str) -> str:
    """`texte` with every NIR, IBAN, mail address and phone number replaced by "[masqué]"."""
    for motif in PERSONNELS:
        texte = motif.sub(CACHE, texte)
    return texte


def decrire_panne(panne: BaseException, longueur: int = 500) -> str:
    """Kind, message and place of an exception, without personal data: what an operator may read."""
    pile = traceback.extract_tb(panne.__traceback__)
    lieu = f" ({pile[-1].filename.rpartition('/')[2]}:{pile[-1].lineno})" if pile else ""
    return caviarder(f"{type(panne).__name__}: {panne}")[: longueur - len(lieu)] + lieu


def _caviarder_valeur(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return caviarder(valeur)
    if isinstance(valeur, dict):
        return {cle: _caviarder_valeur(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple | set):
        return [_caviarder_valeur(v) for v in valeur]
    if valeur is None or isinstance(valeur, bool | int | float):
        return _caviarder_nombre(valeur)
    return caviarder(str(valeur))


def _caviarder_nombre(valeur: Any) -> Any:
    """A NIR kept as an integer is still a NIR."""
    masque = caviarder(str(valeur))
    return masque if masque != str(valeur) else valeur


def sans_donnees_personnelles(logger: Any, methode: str, evenement: dict) -> dict:
    """structlog processor: the last one before rendering."""
    return {cle: v if cle in INTACTS else _caviarder_valeur(v) for cle, v in evenement.items()}


def sans_parametres(logger: Any, methode: str, evenement: dict) -> dict:
    """structlog processor: "GET /suivi/?q=…" becomes "GET /suivi/"; what the browser says of itself is left out."""
    if isinstance(evenement.get("request"), str):
        evenement["request"] = evenement["request"].partition("?")[0]
    evenement.pop("user_agent", None)
    return evenement


_COMMUNS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    sans_parametres,
    sans_donnees_personnelles,
]


def reglage_logging(niveau: str) -> dict:
    """Django's LOGGING: everything, ours and the libraries', through one JSON formatter on stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
                ],
                "foreign_pre_chain": [structlog.stdlib.ExtraAdder(), *_COMMUNS],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": niveau},
        "loggers": {
            "django": {"level": niveau},
            # django-structlog says the same with the request's id.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "propagate": True},
            # One line a second from each loop would say nothing: what a sweep does is logged by the sweep.
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "kombu": {"level": "WARNING"},
        },
    }


def regler_structlog() -> None:
    """Route structlog through the standard library, so that tests and libraries share one way out."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_COMMUNS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
