"""How each kind of message really leaves: SMTP, an HTTP POST of JSON, or a question in a GET. No database here."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable
from email.utils import formatdate
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from ameli.noyau import reseau
from ameli.noyau.envois.models import Envoi
from ameli.noyau.envois.partenaires import Consultation
from ameli.noyau.envois.plans import Cause, EchecEnvoi, echec_a_l_ouverture, echec_http, echec_smtp
from ameli.noyau.envois.smtp import Relais

DELAI_HTTP = 10  # seconds, for the whole of a request
REPONSE_MAXIMUM = 1_000_000  # bytes read of an answer
PAS_DU_JSON = "the answer is not JSON"


class Transporteur:
    """Sends messages one after the other; keeps one SMTP connection open for all of them. Use as a context manager.

    `pendant` is called every half minute while a mail server is long to answer.
    """

    def __init__(self) -> None:
        self._smtp: Relais | None = None
        self.pendant: Callable[[], None] = lambda: None

    def ceder(self) -> Transporteur:
        """Another one, that takes the open connection away."""
        autre = Transporteur()
        autre.reprendre(self)
        return autre

    def reprendre(self, autre: Transporteur) -> None:
        """Take back the connection that was given."""
        self._smtp, autre._smtp = autre._smtp, None
        if self._smtp is not None:
            self._smtp.pendant = self._vivre

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.fermer()

    def envoyer(self, envoi: Envoi) -> Any:
        """Send; the partner's answer (JSON) for a call, else None. Raises EchecEnvoi."""
        contenu = json.loads(envoi.contenu)
        if envoi.canal == Envoi.Canal.COURRIEL:
            return self._courriel(envoi, contenu)
        if envoi.canal == Envoi.Canal.APPEL:
            service = settings.PARTENAIRES[envoi.partenaire]
            if isinstance(service, Consultation):
                return self._consulter(service, contenu)
            return self._lire(self._poster(service, envoi, contenu))
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
        relais = self._ouvrir()
        try:
            message = EmailMultiAlternatives(
                envoi.sujet, contenu["texte"], to=[envoi.destination], headers=entetes, connection=relais
            )
            if contenu.get("html"):
                message.attach_alternative(contenu["html"], "text/html")
            message.send()
        except (smtplib.SMTPException, OSError) as panne:
            self.fermer()
            raise echec_smtp(panne) from panne
        except ValueError as panne:  # a header that cannot be written: trying again will not help
            raise EchecEnvoi(Cause.DEFINITIVE, f"{type(panne).__name__}: unusable address or header") from panne

    def _vivre(self) -> None:
        self.pendant()

    def _ouvrir(self) -> Relais:
        if self._smtp is None:
            relais = Relais(pendant=self._vivre)
            try:
                relais.open()
            except (smtplib.SMTPException, OSError) as panne:
                relais.abandonner()
                raise echec_a_l_ouverture(panne) from panne
            self._smtp = relais
        return self._smtp

    def fermer(self) -> None:
        connexion, self._smtp = self._smtp, None
        if connexion is not None:
            try:
                connexion.close()
            except (smtplib.SMTPException, OSError):
                pass  # already gone

    def _poster(self, url: str, envoi: Envoi, corps: dict[str, Any]) -> bytes:
        return self._demander(
            url, methode="POST", corps=json.dumps(corps, ensure_ascii=False).encode(),
            entetes={
                "Content-Type": "application/json; charset=utf-8",
                "Accept": "application/json",
                "Idempotency-Key": envoi.identifiant_unique,
            },
        )  # fmt: skip

    def _consulter(self, service: Consultation, question: dict[str, Any]) -> Any:
        entetes = {"Accept": "application/json", "Authorization": f"Bearer {service.jeton}"}
        return self._lire(self._demander(f"{service.url}?{urlencode(question, doseq=True)}", entetes=entetes))

    def _demander(self, url: str, **demande: Any) -> bytes:
        try:
            reponse = reseau.demander(url, secondes=DELAI_HTTP, octets_maximum=REPONSE_MAXIMUM, **demande)
        except reseau.Injoignable as panne:
            raise EchecEnvoi(Cause.LIAISON, str(panne)) from panne
        except reseau.SansReponse as panne:
            raise EchecEnvoi(Cause.COUPURE, str(panne)) from panne
        if not 200 <= reponse.statut < 300:
            raise echec_http(reponse.statut, reponse.entetes)
        return reponse.octets

    def _lire(self, octets: bytes) -> Any:
        try:
            return json.loads(octets) if octets.strip() else {}
        except ValueError as panne:
            raise EchecEnvoi(Cause.PASSAGERE, PAS_DU_JSON) from panne
