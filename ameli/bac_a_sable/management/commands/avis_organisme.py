"""Speak as a complementary organism does: a signed notice, sent to the site by HTTP."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.models.identifiants import identifiant_public
from accounts.organismes import signature
from ameli.noyau.horloge import temps_reel

PATIENCE = 10  # seconds


class Command(BaseCommand):
    help = "Envoie au site l’avis d’un organisme complémentaire : un contrat ouvert, ou fini (--au)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisme", required=True, help="son numéro")
        parser.add_argument("--assure", required=True, help="NIR (13 signes) de l’assuré")
        parser.add_argument("--personne", default="", help="NIR de la personne couverte ; sans lui, l’assuré")
        parser.add_argument("--contrat", required=True, help="numéro d’adhérent")
        parser.add_argument("--du", required=True, help="AAAA-MM-JJ")
        parser.add_argument("--au", default=None, help="AAAA-MM-JJ ; sans lui, le contrat court")
        parser.add_argument("--collectif", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        cles = signature.cles(options["organisme"])
        if not cles:
            raise CommandError("AMELI_ORGANISMES_CLES n’a pas de clé pour cet organisme.")
        le = temps_reel()
        corps = json.dumps(
            {
                "avis": identifiant_public(), "emis_le": le.isoformat(), "assure": options["assure"],
                "personne": options["personne"] or options["assure"], "contrat": options["contrat"],
                "du": options["du"], "au": options["au"], "collectif": options["collectif"],
            }
        ).encode()  # fmt: skip
        entetes = {"Content-Type": "application/json", **signature.signer(options["organisme"], corps, le, cles[0])}
        adresse = f"{settings.URL_PUBLIQUE}{reverse('organismes:avis')}"
        try:
            with urlopen(Request(adresse, corps, entetes), timeout=PATIENCE) as reponse:
                self.stdout.write(reponse.read().decode())
        except HTTPError as refus:
            raise CommandError(f"{refus.code} {refus.read().decode()}") from refus
        except URLError as panne:
            raise CommandError(f"Le site ne répond pas : {panne.reason}") from panne
