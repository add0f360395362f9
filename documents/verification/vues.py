"""`/documents/verifier/`: public, and counted."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.connexion.blocage import bloquee
from accounts.securite import lieux, limites
from ameli.noyau.chiffrement import empreinte
from documents.verification.codes import grouper, lire
from documents.verification.controle import Etat, verifier


class FormulaireVerification(forms.Form):
    """What is printed on the paper."""

    code = forms.CharField(
        label="Code de vérification", max_length=40, help_text="16 lettres et chiffres, imprimés près du carré noir et blanc.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "24"}),
        error_messages={"required": "Saisissez le code imprimé sur le document."},
    )  # fmt: skip
    nom = forms.CharField(
        label="Nom d’une personne du document", max_length=100, help_text="Son nom de naissance ou son nom d’usage.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Saisissez le nom qui est écrit sur le document."},
    )  # fmt: skip

    def clean_code(self) -> str:
        code = lire(self.cleaned_data["code"])
        if not code:
            raise ValidationError(
                "Le code a 16 lettres et chiffres. Il n’a jamais de 0, de 1, ni de lettres I, L ou O.", code="forme"
            )
        return code


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """A square that was read fills in the code; the answer comes on the same page."""
    if request.method != "POST":
        code = lire(request.GET.get("code", ""))
        formulaire = FormulaireVerification(initial={"code": grouper(code)} if code else None)
        return _page(request, formulaire, "")
    formulaire = FormulaireVerification(request.POST)
    if not formulaire.is_valid():
        return _page(request, formulaire, "")
    code = formulaire.cleaned_data["code"]
    lieu = lieux.de(request)
    sujets = {"verification_adresse": lieu.reseau, "verification_code": lieu.pour(empreinte("code_verif", code))}
    passage = limites.passer(sujets)
    if passage.refus:
        return bloquee(request, *passage.refus)
    etat = verifier(code, formulaire.cleaned_data["nom"])
    if etat != Etat.INCONNU:  # an office that receives many papers is no machine that guesses
        passage.rendre()
    return _page(request, formulaire, etat.value)


def _page(request: HttpRequest, formulaire: FormulaireVerification, etat: str) -> HttpResponse:
    return render(request, "documents/verifier.html", {"form": formulaire, "etat": etat})
