"""How each kind of message really leaves: SMTP, or an HTTP POST of JSON. No database here."""

from __future__ import annotations

import json
import smtplib
import urllib.error
import urllib.request
from email.utils import formatdate
from http.client import HTTPException
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ameli.noyau.envois.models import Envoi
from ameli.noyau.envois.plans import Cause, EchecEnvoi, echec_http, echec_smtp

DELAI_HTTP = 10  # seconds
REPONSE_MAXIMUM = 1_000_000  # bytes read of an answer


class _SansRedirection(urllib.request.HTTPRedirectHandler):
    """A gateway that redirects is a gateway wrongly configured: personal data does not follow."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Transporteur:
    """Sends messages one after the other; keeps one SMTP connection open for all of them. Use as a context manager."""

    def __init__(self) -> None:
        self._smtp: BaseEmailBackend | None = None
        # No proxy from the environment: these addresses are ours or a partner's, named in the configuration.
        self._http = urllib.request.build_opener(urllib.request.ProxyHandler({}), _SansRedirection())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self._fermer()

    def envoyer(self, envoi: Envoi) -> Any:
        """Send; the partner's answer (JSON) for a call, else None. Raises EchecEnvoi."""
        contenu = json.loads(envoi.contenu)
        if envoi.canal == Envoi.Canal.COURRIEL:
            return self._courriel(envoi, contenu)
        if envoi.canal == Envoi.Canal.APPEL:
            return self._poster(settings.PARTENAIRES[envoi.partenaire], envoi, contenu)
        url = {Envoi.Canal.SMS: "AMELI_SMS_URL", Envoi.Canal.LETTRE: "AMELI_LETTRES_URL"}[Envoi.Canal(envoi.canal)]
        corps = {"a": envoi.destination, "texte": contenu["texte"], "reference": envoi.identifiant_unique}
        if envoi.canal == Envoi.Canal.LETTRE:
            corps["objet"] = envoi.sujet
        self._poster(settings.CONFIGURATION[url], envoi, corps)
        return None

    def _courriel(self, envoi: Envoi, contenu: dict[str, str]) -> None:
        entetes = {
            "Message-ID": envoi.message_id,
            "Date": formatdate(envoi.cree_le.timestamp()),
            "Auto-Submitted": "auto-generated",
        }
        try:
            message = EmailMultiAlternatives(
                envoi.sujet, contenu["texte"], to=[envoi.destination], headers=entetes, connection=self._ouvrir()
            )
            if contenu.get("html"):
                message.attach_alternative(contenu["html"], "text/html")
            message.send()
        except (smtplib.SMTPException, OSError) as panne:
            echec = echec_smtp(panne)
            self._fermer()
            raise echec from panne
        except ValueError as panne:  # a header that cannot be written: trying again will not help
            raise EchecEnvoi(Cause.DEFINITIVE, f"{type(panne).__name__}: unusable address or header") from panne

    def _ouvrir(self) -> BaseEmailBackend:
        if self._smtp is None:
            connexion = get_connection(timeout=DELAI_HTTP)
            connexion.open()
            self._smtp = connexion
        return self._smtp

    def _fermer(self) -> None:
        connexion, self._smtp = self._smtp, None
        if connexion is not None:
            try:
                connexion.close()
            except (smtplib.SMTPException, OSError):
                pass  # already gone

    def _poster(self, url: str, envoi: Envoi, corps: dict[str, Any]) -> Any:
        requete = urllib.request.Request(
            url,
            data=json.dumps(corps, ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Accept": "application/json",
                "Idempotency-Key": envoi.identifiant_unique,
            },
        )
        try:
            with self._http.open(requete, timeout=DELAI_HTTP) as reponse:
                octets = reponse.read(REPONSE_MAXIMUM)
        except urllib.error.HTTPError as refus:
            refus.close()
            raise echec_http(refus.code) from refus
        except (OSError, HTTPException) as panne:
            raise EchecEnvoi(Cause.LIAISON, type(panne).__name__) from panne
        try:
            return json.loads(octets) if octets.strip() else {}
        except ValueError as panne:
            if envoi.canal != Envoi.Canal.APPEL:
                return {}
            raise EchecEnvoi(Cause.PASSAGERE, "the answer is not JSON") from panne
