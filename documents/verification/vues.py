"""`/documents/verifier/`: public, and counted."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.connexion.blocage import bloquee
from accounts.models.identifiants import ALPHABET
from accounts.securite import lieux, limites
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie.champs import ChampCodeImprime, ChampLigne
from documents.models import Document
from documents.verification.codes import FORME, LONGUEUR, grouper, lire
from documents.verification.controle import Etat, etat_de, trouver


class FormulaireVerification(forms.Form):
    """What is printed on the paper."""

    code = ChampCodeImprime(
        LONGUEUR, ALPHABET, label="Code de vérification", invalid=FORME,
        help_text="16 lettres et chiffres, imprimés près du carré noir et blanc.",
        error_messages={"required": "Saisissez le code imprimé sur le document."},
    )  # fmt: skip
    nom = ChampLigne(
        label="Nom d’une personne du document", max_length=100, help_text="Son nom de naissance ou son nom d’usage.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Saisissez le nom qui est écrit sur le document."},
    )  # fmt: skip


@au_plan("Vérifier un document")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """A square that was read fills in the code; the answer comes on the same page."""
    if request.method != "POST":
        code = lire(request.GET.get("code", ""))
        formulaire = FormulaireVerification(initial={"code": grouper(code)} if code else None)
        return _page(request, formulaire)
    formulaire = FormulaireVerification(request.POST)
    if not formulaire.is_valid():
        return _page(request, formulaire)
    code = formulaire.cleaned_data["code"]
    lieu = lieux.de(request)
    sujets = {"verification_adresse": lieu.reseau, "verification_code": lieu.pour(empreinte("code_verif", code))}
    passage = limites.passer(sujets)
    if passage.refus:
        return bloquee(request, *passage.refus)
    document = trouver(code, formulaire.cleaned_data["nom"])
    etat = etat_de(document)
    if etat != Etat.INCONNU:  # an office that receives many papers is no machine that guesses
        passage.rendre()
    return _page(request, formulaire, etat.value, document)


def _page(
    request: HttpRequest, formulaire: FormulaireVerification, etat: str = "", document: Document | None = None
) -> HttpResponse:
    return render(request, "documents/verifier.html", {"form": formulaire, "etat": etat, "document": document})
