"""The agents' site: its name, and a sign-in that counts tries as the other one does."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from accounts.connexion import afflux
from accounts.models import Compte, Connexion
from accounts.securite import connexions, limites
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import temps_reel

MESSAGE = "Le matricule et le mot de passe ne correspondent pas."


class ConnexionAgent(AdminAuthenticationForm):
    """Matricule and password; one neutral sentence, the limits of settings.LIMITES, an entry for each try."""

    error_messages: ClassVar[dict[str, str]] = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": MESSAGE,
        "inactive": MESSAGE,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Matricule"

    def clean(self) -> dict[str, Any]:
        matricule, mot_de_passe = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not matricule or not mot_de_passe:
            return self.cleaned_data
        if not afflux.SEAU.prendre():
            raise ValidationError("Beaucoup de monde en ce moment. Réessayez dans une minute.", code="afflux")
        numero = empreinte("matricule", matricule.strip().casefold())
        adresse = empreinte("adresse", connexions.adresse_de(self.request))
        for nom, sujet in (("connexion_adresse", adresse), ("connexion_numero", numero)):
            prise = limites.prendre(nom, sujet)
            if not prise.permis:
                heure = formats.heure(limites.a_la_minute(prise.jusqu_a or temps_reel()))
                raise ValidationError(f"Trop d’essais. Connexion bloquée jusqu’à {heure}.", code="bloquee")
        self.user_cache = authenticate(self.request, username=matricule.strip(), password=mot_de_passe)
        if self.user_cache is None or self.user_cache.gele_le is not None:
            connu = Compte.objects.filter(identifiant=matricule.strip(), is_staff=True).only("pk").first()
            connexions.noter(self.request, connu, Connexion.Resultat.REFUSEE, voie="agent")
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        limites.oublier("connexion_numero", numero)
        limites.rendre("connexion_adresse", adresse)
        connexions.noter(self.request, self.user_cache, Connexion.Resultat.REUSSIE, voie="agent")
        return self.cleaned_data


admin.site.site_header = "Espace agents"
admin.site.site_title = "Espace agents"
admin.site.index_title = "Mon travail"
admin.site.enable_nav_sidebar = False  # the home leads everywhere; the queue needs the width
admin.site.login_form = ConnexionAgent


def ecarter_les_tables_des_bibliotheques() -> None:
    """Keys of people, groups, addresses: no library's screen knows the perimeter of a caisse. Once every app has registered."""
    for modele in list(admin.site._registry):
        if modele._meta.app_label in ("account", "auth", "mfa", "socialaccount"):
            admin.site.unregister(modele)
