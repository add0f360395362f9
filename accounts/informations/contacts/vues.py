"""Pages of « Mes informations » that change a contact, and the two public links of their mails."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.connexion.reauthentification import recente
from accounts.informations.contacts import changements
from accounts.informations.contacts.formulaires import (
    FormulaireCodeSms,
    FormulaireFixe,
    FormulaireMobile,
    FormulaireNouveauCourriel,
)
from accounts.informations.contacts.regles import ANNULABLE
from accounts.models import ChangementContact
from accounts.securite import codes, limites
from accounts.securite.mots import phrase
from ameli.noyau import formats
from ameli.noyau.plan import au_plan

Quoi = ChangementContact.Quoi
GABARITS = "informations/contacts"


@au_plan("Changer mon adresse de courriel")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def courriel(request: HttpRequest) -> HttpResponse:
    """A new address, or the one that waits for its link."""
    compte = request.user
    if compte.email_valide_le is None:  # never confirmed: its own page corrects it
        return redirect("adresse_a_confirmer")
    formulaire = FormulaireNouveauCourriel(request.POST or None, compte=compte)
    if request.method == "POST" and formulaire.is_valid():
        prise = limites.prendre("courriel_change", compte.public_id)
        if prise.permis:
            changements.demander_courriel(compte, formulaire.cleaned_data["courriel"])
            return redirect("informations:courriel")
        formulaire.add_error(None, phrase("courriel_change", prise.jusqu_a))
    contexte = {
        "form": formulaire, "attendu": changements.en_attente(compte, Quoi.COURRIEL), "actuelle": compte.email,
        "expediteur": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }  # fmt: skip
    return render(request, f"{GABARITS}/courriel.html", contexte)


@require_POST
def abandonner(request: HttpRequest) -> HttpResponse:
    """Give up the address that waits."""
    attendu = changements.en_attente(request.user, Quoi.COURRIEL)
    if attendu is not None:
        changements.abandonner(request.user, attendu)
        messages.success(request, "Le changement d’adresse est abandonné.")
    return redirect("informations:accueil")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def courriel_confirmer(request: HttpRequest) -> HttpResponse:
    """The link sent to the new address: GET shows, POST acts."""
    if request.method == "POST":
        issue = changements.confirmer_courriel(request.POST.get("jeton", ""))
        return render(request, f"{GABARITS}/{issue}.html", status=404 if issue == "perdu" else 200)
    jeton = request.GET.get("jeton", "")
    changement = changements.courriel_vivant(jeton)
    if changement is None:
        return render(request, f"{GABARITS}/perdu.html", status=404)
    return render(request, f"{GABARITS}/confirmer.html", {"jeton": jeton, "nouveau": changement.nouveau})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_annuler(request: HttpRequest) -> HttpResponse:
    """The link sent to the old channel, ten days, without signing in: GET shows, POST acts."""
    if request.method == "POST":
        changement = changements.annuler(request.POST.get("jeton", ""), geler="geler" in request.POST)
        if changement is None:
            return render(request, f"{GABARITS}/perdu.html", status=404)
        if request.user.is_authenticated and request.user.pk == changement.compte_id:
            logout(request)
        changement.compte.refresh_from_db(fields=["gele_le"])
        return render(request, f"{GABARITS}/annule.html", {"gele": changement.compte.gele_le is not None})
    jeton = request.GET.get("jeton", "")
    changement = changements.annulation_vivante(jeton)
    if changement is None:
        return render(request, f"{GABARITS}/perdu.html", status=404)
    contexte = {
        "jeton": jeton,
        "quoi": changements.NOMS[Quoi(changement.quoi)],
        "le": changement.effet_le,
        "jours": ANNULABLE.days,
    }
    return render(request, f"{GABARITS}/annuler.html", contexte)


@au_plan("Changer mon téléphone mobile")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def telephone(request: HttpRequest) -> HttpResponse:
    """A new mobile: a code goes to it."""
    formulaire = FormulaireMobile(request.POST or None, compte=request.user)
    if request.method == "POST" and formulaire.is_valid():
        try:
            changements.demander_mobile(request.user, formulaire.cleaned_data["telephone"])
            return redirect("informations:telephone_code")
        except codes.TropDeCodes as attente:
            formulaire.add_error(None, _trop(attente))
    return render(request, f"{GABARITS}/telephone.html", {"form": formulaire, "actuel": request.user.telephone})


@require_http_methods(["GET", "HEAD", "POST"])
@recente
def telephone_code(request: HttpRequest) -> HttpResponse:
    """The code received on the new mobile."""
    changement = changements.en_attente(request.user, Quoi.MOBILE)
    if changement is None:
        return redirect("informations:telephone")
    formulaire = FormulaireCodeSms(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        resultat = changements.confirmer_mobile(changement, formulaire.cleaned_data["code"])
        if resultat.valide:
            messages.success(request, "Votre numéro de mobile est changé.")
            return redirect("informations:accueil")
        formulaire.add_error("code", _code_refuse(resultat))
    contexte = {"form": formulaire, "numero": changement.nouveau}
    return render(request, f"{GABARITS}/telephone_code.html", contexte)


@au_plan("Changer mon téléphone fixe")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def fixe(request: HttpRequest) -> HttpResponse:
    formulaire = FormulaireFixe(
        request.POST or None, initial={"telephone": formats.telephone(request.user.telephone_fixe)}
    )
    if request.method == "POST" and formulaire.is_valid():
        changements.remplacer_fixe(request.user, formulaire.cleaned_data["telephone"])
        messages.success(request, "Votre téléphone fixe est enregistré.")
        return redirect("informations:accueil")
    return render(request, f"{GABARITS}/fixe.html", {"form": formulaire})


def _trop(attente: codes.TropDeCodes) -> ValidationError:
    return ValidationError(
        f"Un code vient de partir. Vous pourrez en demander un autre {formats.quand(attente.jusqu_a)}."
    )


def _code_refuse(resultat: codes.Resultat) -> str:
    if resultat.motif == "faux":
        reste = "un essai" if resultat.essais_restants == 1 else f"{resultat.essais_restants} essais"
        return f"Ce n’est pas le code reçu. Il vous reste {reste}."
    return "Ce code ne fonctionne plus. Revenez en arrière et recommencez."
