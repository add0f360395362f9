"""Way in: NIR and password (chapter 1 § 4). One neutral error, tries counted before anything is hashed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.connexion import afflux
from accounts.connexion.nir import ChampNir
from accounts.models import Compte, Connexion
from accounts.securite import appareils, connexions, limites
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.echeances import planifier
from ameli.noyau.horloge import maintenant, temps_reel

MESSAGE = "Le numéro et le mot de passe ne correspondent pas. Vérifiez les deux, puis réessayez."


class FormulaireConnexion(forms.Form):
    """allauth's sign-in form, with our two fields. `compte` is set when they match."""

    nir = ChampNir()
    mot_de_passe = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "size": "22"}),
        error_messages={"required": "Saisissez votre mot de passe."},
    )

    compte: Compte | None = None

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if not self.errors:
            self.compte = Essai(self.request, donnees["nir"]).juger(donnees["mot_de_passe"])
        return donnees

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Hand over to allauth's flow: stages, rotation of the session key, hooks of the adapter."""
        return flows.login.perform_password_login(request, {}, Login(user=self.compte, redirect_url=redirect_url))


class Essai:
    """One try: taken from the limits of the address and of the number, judged, written down."""

    def __init__(self, request: HttpRequest, nir: str) -> None:
        self.request, self.nir, self.nir_empreinte = request, nir, empreinte("nir", nir)
        self.adresse = empreinte("adresse", connexions.adresse_de(request))
        # Strangers who try a number must not shut out its owner: a known device has a count of its own.
        self.appareil = appareil = appareils.connu(request, nir_empreinte=self.nir_empreinte)
        self.sujet = f"{self.nir_empreinte}:{appareil.pk}" if appareil else self.nir_empreinte

    def juger(self, mot_de_passe: str) -> Compte | None:
        """The account. Raises ValidationError (one neutral sentence) or answers 429 when the tries are used up."""
        if self.appareil is None and not afflux.SEAU.prendre():
            raise ImmediateHttpResponse(afflux.page())
        par_adresse = limites.prendre("connexion_adresse", self.adresse)
        if not par_adresse.permis:
            raise ImmediateHttpResponse(bloquee(self.request, par_adresse.jusqu_a))
        par_numero = limites.prendre("connexion_numero", self.sujet)
        if not par_numero.permis:
            raise ImmediateHttpResponse(bloquee(self.request, par_numero.jusqu_a))
        compte = authenticate(self.request, nir=self.nir, mot_de_passe=mot_de_passe)
        if compte is None:
            self._refuser(par_numero.jusqu_a or par_adresse.jusqu_a, derniere=par_numero.jusqu_a is not None)
        limites.oublier("connexion_numero", self.sujet)
        limites.rendre("connexion_adresse", self.adresse)
        return compte

    def _refuser(self, jusqu_a: datetime | None, *, derniere: bool) -> None:
        """The same queries for a number with and without account."""
        compte = Compte.objects.filter(assure__personne__nir_empreinte=self.nir_empreinte).only("pk").first()
        with transaction.atomic():
            resultat = Connexion.Resultat.BLOQUEE if jusqu_a else Connexion.Resultat.REFUSEE
            connexions.noter(self.request, compte, resultat)
            if derniere and jusqu_a:
                planifier(
                    "connexion.bloquee", objet="", du_le=maintenant(), cle=f"bloquee:{self.sujet}:{jusqu_a.timestamp():.0f}",
                    donnees={"nir_empreinte": self.nir_empreinte, "jusqu_a": jusqu_a.isoformat()},
                )  # fmt: skip
        if jusqu_a:
            raise ImmediateHttpResponse(bloquee(self.request, jusqu_a))
        raise ValidationError(MESSAGE, code="non_concordant")


def bloquee(request: HttpRequest, jusqu_a: datetime | None) -> HttpResponse:
    """The screen « Connexion bloquée jusqu'à 10 h 42 »: 429, the minute rounded up so that it is true."""
    le = jusqu_a or temps_reel()
    contexte = {"jusqu_a": formats.heure(limites.a_la_minute(le))}
    reponse = render(request, "connexion/bloquee.html", contexte, status=429)
    reponse["Retry-After"] = str(max(1, int((le - temps_reel()).total_seconds())))
    return reponse
