"""Way in: NIR and password (chapter 1 § 4). One neutral error, tries counted before anything is hashed."""

from __future__ import annotations

from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.connexion.essai import Essai
from accounts.models import Compte, Connexion
from accounts.securite import connexions, lieux
from ameli.noyau.chiffrement import empreinte, en_donnees
from ameli.noyau.echeances import planifier
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.saisie.champs import ChampMotDePasse, ChampNir

MESSAGE = "Le numéro et le mot de passe ne correspondent pas. Vérifiez les deux, puis réessayez."


class FormulaireConnexion(forms.Form):
    """allauth's sign-in form, with our two fields. `compte` is set when they match."""

    nir = ChampNir()
    mot_de_passe = ChampMotDePasse(label="Mot de passe", error_messages={"required": "Saisissez votre mot de passe."})

    compte: Compte | None = None

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if not self.errors:
            self._juger(donnees["nir"], donnees["mot_de_passe"])
        return donnees

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Hand over to allauth's flow: stages, rotation of the session key, hooks of the adapter."""
        return flows.login.perform_password_login(request, {}, Login(user=self.compte, redirect_url=redirect_url))

    def _juger(self, nir: str, mot_de_passe: str) -> None:
        """Sets `compte`. The same work for a number without account."""
        numero = empreinte("nir", nir)
        essai = Essai(self.request, "connexion", numero, lieux.de(self.request, nir_empreinte=numero))
        if not essai.prendre(self):
            return
        self.compte = authenticate(self.request, nir=nir, mot_de_passe=mot_de_passe)
        if self.compte is None:
            self._noter(essai)
            essai.rate()
            raise ValidationError(MESSAGE, code="non_concordant")
        essai.reussi()

    def _noter(self, essai: Essai) -> None:
        """In the journal of connections; the owner hears of a place that closes, once in half an hour whatever their number."""
        compte = Compte.objects.filter(assure__personne__nir_empreinte=essai.numero).only("pk").first()
        with transaction.atomic():
            resultat = Connexion.Resultat.BLOQUEE if essai.fin else Connexion.Resultat.REFUSEE
            connexions.noter(self.request, compte, resultat)
            if essai.fin:
                rang = int(temps_reel().timestamp() // 1800)
                planifier(
                    "connexion.bloquee", objet="", du_le=maintenant(), cle=f"bloquee:{lieux.partout(essai.numero)}:{rang}",
                    donnees={**en_donnees("nir_empreinte", essai.numero), "jusqu_a": essai.fin.isoformat()},
                )  # fmt: skip
