"""`/mes-informations/securite/mot-de-passe/`: change it while signed in (chapter 3 § 6)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse, changer, identite_de
from accounts.connexion.reauthentification import FAUX, deconnecter, juger, prouver, recente
from accounts.securite import sessions
from ameli.noyau.horloge import temps_reel
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie.champs import ChampMotDePasse


class FormulaireModification(FormulaireChoixMotDePasse):
    """The password of now first, when there is one: it is judged last, so that a mistake elsewhere takes no try."""

    actuel = ChampMotDePasse(
        label="Mot de passe actuel", size="30", error_messages={"required": "Saisissez votre mot de passe actuel."}
    )
    field_order = ("actuel", "mot_de_passe", "confirmation")
    epuise = False

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        if self.compte is not None and not self.compte.has_usable_password():
            del self.fields["actuel"]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        if not self.errors and "actuel" in self.fields:
            juste, self.epuise = juger(self.request, donnees["actuel"])
            if not juste:
                self.add_error("actuel", FAUX)
        return donnees


@au_plan("Changer mon mot de passe")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def modifier(request: HttpRequest) -> HttpResponse:
    """This session goes on, every other one ends."""
    compte = request.user
    formulaire = FormulaireModification(
        request.POST or None, identite=identite_de(compte.assure.personne), compte=compte, request=request
    )
    if request.method == "POST":
        if formulaire.is_valid():
            with transaction.atomic():
                changer(compte, formulaire.cleaned_data["mot_de_passe"], acteur=compte.acteur, motif="depuis le compte")
            compte.refresh_from_db(fields=["password"])
            sessions.garder(request, compte)
            prouver(request, temps_reel())
            messages.success(request, "Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
            return redirect("informations:accueil")
        if formulaire.epuise:
            return deconnecter(request)
    return render(request, "informations/mot_de_passe.html", {"form": formulaire})
