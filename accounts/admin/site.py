"""The agents' site: its name, and a sign-in that counts tries as the other one does."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate

from accounts.connexion.essai import Essai
from accounts.models import Compte, Connexion
from accounts.securite import connexions, lieux
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie.champs import ChampMatricule, ChampMotDePasse

MESSAGE = "Le matricule et le mot de passe ne correspondent pas."


class ConnexionAgent(AdminAuthenticationForm):
    """Matricule and password; one neutral sentence, the limits of settings.LIMITES, an entry for each try."""

    username = ChampMatricule(label="Matricule", widget=forms.TextInput(attrs={"autofocus": True}))
    password = ChampMotDePasse(label="Mot de passe")

    error_messages: ClassVar[dict[str, str]] = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": MESSAGE,
        "inactive": MESSAGE,
    }

    def clean(self) -> dict[str, Any]:
        matricule, mot_de_passe = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not matricule or not mot_de_passe:
            return self.cleaned_data
        lieu = lieux.de(self.request, matricule=matricule)
        essai = Essai(self.request, "agent", empreinte("matricule", matricule.casefold()), lieu)
        if not essai.prendre(self):
            return self.cleaned_data
        self.user_cache = authenticate(self.request, username=matricule, password=mot_de_passe)
        if self.user_cache is None or self.user_cache.gele_le is not None:
            connu = Compte.objects.filter(identifiant=matricule, is_staff=True).only("pk").first()
            connexions.noter(self.request, connu, Connexion.Resultat.REFUSEE, voie="agent")
            essai.rate()
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        essai.reussi()
        connexions.noter(self.request, self.user_cache, Connexion.Resultat.REUSSIE, voie="agent")
        return self.cleaned_data


admin.site.site_header = "Espace agents"
admin.site.site_title = "Espace agents"
admin.site.index_title = "Mon travail"
admin.site.site_url = None  # nothing leads an agent out of the counter
admin.site.enable_nav_sidebar = False  # the home leads everywhere; the queue needs the width
admin.site.login_form = ConnexionAgent


def ecarter_les_tables_des_bibliotheques() -> None:
    """Keys of people, groups, addresses: no library's screen knows the perimeter of a caisse. Once every app has registered."""
    for modele in list(admin.site._registry):
        if modele._meta.app_label in ("account", "auth", "mfa", "socialaccount"):
            admin.site.unregister(modele)
