"""Pages of the code: type it, have it sent again, and what to do when it cannot come."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from allauth.account.stages import LoginStageController
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.connexion.blocage import autres_voies
from accounts.connexion.second_facteur.etape import CHIFFRES, CodeParCourriel
from accounts.securite import codes, moyens
from ameli.noyau import formats
from ameli.noyau.envois import Trajet, trajet
from ameli.noyau.horloge import temps_reel
from ameli.noyau.masquage import masquer_courriel
from ameli.noyau.saisie.champs import ChampCode


class FormulaireCode(forms.Form):
    """Six digits, and whether this device is the person's own."""

    code = ChampCode(
        CHIFFRES, label="Code de connexion", help_text="6 chiffres.",
        invalid="Le code a 6 chiffres. Recopiez celui du dernier courriel.",
        error_messages={"required": "Saisissez les 6 chiffres du code."},
    )  # fmt: skip
    connaitre = forms.BooleanField(
        label="Se souvenir de cet appareil : il ne demandera plus de code", required=False, initial=True,
        help_text="Décochez sur un appareil qui n’est pas à vous.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if settings.BAC_A_SABLE:  # a class shares its computers
            self.fields["connaitre"].initial = False
            self.fields["connaitre"].help_text = "Cochez seulement sur un appareil qui est à vous."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest) -> HttpResponse:
    """`/connexion/verification/`."""
    etape = LoginStageController.enter(request, CodeParCourriel.key)
    if etape is None:
        return redirect("connexion")
    formulaire = FormulaireCode(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        resultat = etape.essayer(formulaire.cleaned_data["code"])
        if resultat.valide:
            moyens.prouver(request, "code_par_courriel")
            request.appareil_de_passage = not formulaire.cleaned_data["connaitre"]  # type: ignore[attr-defined]
            return etape.exit()
        if resultat.motif == "epuise":
            etape.abort()
            return redirect(f"{reverse('connexion')}?code=1")
        formulaire.add_error("code", _dire(resultat))
    return _page(request, etape, formulaire)


@login_not_required
@require_POST
def renvoyer(request: HttpRequest) -> HttpResponse:
    """Another code for the same attempt: a minute after the last one, five a day."""
    etape = LoginStageController.enter(request, CodeParCourriel.key)
    if etape is None:
        return redirect("connexion")
    try:
        etape.envoyer()
    except codes.TropDeCodes:
        return _page(request, etape, FormulaireCode())
    return _page(request, etape, FormulaireCode(), renvoye=True)


@login_not_required
@require_GET
def impossible(request: HttpRequest) -> HttpResponse:
    """The right password, an unknown device, and no confirmed address to write to."""
    contexte = {"secours": autres_voies(request)}
    return render(request, "connexion/second_facteur/impossible.html", contexte, status=403)


def _dire(resultat: codes.Resultat) -> str:
    if resultat.motif == "faux":
        reste = "un essai" if resultat.essais_restants == 1 else f"{resultat.essais_restants} essais"
        return f"Ce n’est pas le code demandé avec cet appareil. Regardez le dernier courriel. Il vous reste {reste}."
    return "Ce code ne fonctionne plus. Demandez-en un autre."


def _page(request: HttpRequest, etape: Any, formulaire: FormulaireCode, *, renvoye: bool = False) -> HttpResponse:
    compte = etape.login.user
    prochain, fin = etape.prochain, etape.fin
    ou = trajet(etape.cle_des_envois)
    contexte = {
        "retarde": ou is Trajet.RETARDE, "arrete": ou is Trajet.ARRETE,
        "form": formulaire, "courriel": masquer_courriel(compte.email), "renvoye": renvoye,
        "jusqu_a": formats.heure(fin) if fin else "",
        "expediteur": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "attendre": _attendre(prochain) if prochain and not renvoye else "", "secours": autres_voies(request),
    }  # fmt: skip
    return render(request, "connexion/second_facteur/verifier.html", contexte)


def _attendre(jusqu_a: Any) -> str:
    secondes = int((jusqu_a - temps_reel()).total_seconds())
    if secondes <= 60:
        return "Vous pourrez demander un autre code dans une minute."
    return f"Vous avez demandé trop de codes. Vous pourrez en demander un autre {formats.quand(jusqu_a)}."
