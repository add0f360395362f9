"""`/a-faire/`: somebody without account gives a number and a code, reads one question, answers it. Nothing else opens.

The number comes in the query string of a mail, which log lines drop, or is copied from a letter.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.connexion.blocage import bloquee
from accounts.models.identifiants import ALPHABET
from accounts.reprises.sans_trace import sans_trace
from accounts.securite import lieux, limites
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.champs import ChampCode, ChampCodeImprime
from demarches.models import AccesTiers, Attente
from demarches.moteur import attentes, registre, tiers
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.declaration import Contexte
from demarches.moteur.passages import TransitionInterdite
from documents.verification.codes import FORME, LONGUEUR, grouper, lire

CLE, LE_TEMPS_DE_REPONDRE = "a_faire", timedelta(minutes=30)
LIMITE = "a_faire_adresse"
INCONNUS = (
    "Ce numéro et ce code ne vont pas ensemble, ou ils ne servent plus. Recopiez ceux de votre dernier message."
    " Sinon, appelez le 36\N{NO-BREAK SPACE}46\N{NO-BREAK SPACE}: votre caisse peut vous en envoyer d’autres."
)
CODE = "Le code a 6 chiffres."


class FormulaireEntree(forms.Form):
    """What was sent by mail or by post."""

    numero = ChampCodeImprime(
        LONGUEUR, ALPHABET, label="Votre numéro", invalid=FORME, help_text="16 lettres et chiffres, dans la lettre ou le courriel.",
        error_messages={"required": "Recopiez le numéro de votre lettre ou de votre courriel."},
    )  # fmt: skip
    code = ChampCode(
        tiers.CHIFFRES, invalid=CODE, label="Votre code", help_text="6 chiffres. Dans une lettre, il est écrit sous le numéro.",
        error_messages={"required": "Recopiez les 6 chiffres de votre code."},
    )  # fmt: skip


class DemandeDeCode(FormulaireEntree):
    """The number is enough."""

    code = ChampCode(tiers.CHIFFRES, invalid=CODE, label="Votre code", required=False)


@sans_trace
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entrer(request: HttpRequest) -> HttpResponse:
    """GET judges nothing. POST sends a code, or opens the question; it answers alike whether the number is somebody's or nobody's."""
    if request.method != "POST":
        numero = lire(request.GET.get("numero", ""))
        return _page(request, FormulaireEntree(initial={"numero": grouper(numero)} if numero else None))
    demande, le = request.POST.get("action") == "code", maintenant()
    formulaire = (DemandeDeCode if demande else FormulaireEntree)(request.POST)
    if not formulaire.is_valid():
        return _page(request, formulaire)
    passage = limites.passer({LIMITE: lieux.reseau(request)})
    if passage.refus:
        return bloquee(request, *passage.refus)
    numero = formulaire.cleaned_data["numero"]
    if demande:
        tiers.envoyer_un_code(numero, le=le)
        return _page(request, FormulaireEntree(initial={"numero": grouper(numero)}), demande=True)
    acces = tiers.reconnaitre(numero, formulaire.cleaned_data["code"], le=le)
    if acces is None:
        formulaire.add_error(None, INCONNUS)
        return _page(request, formulaire)
    passage.rendre()
    request.session.cycle_key()
    request.session[CLE] = {"acces": acces.pk, "numero": acces.numero, "fin": (le + LE_TEMPS_DE_REPONDRE).isoformat()}
    return redirect("demarches:tiers_repondre")


@sans_trace
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: HttpRequest) -> HttpResponse:
    """The question and its form, for half an hour; once answered, the same address thanks."""
    attente, le = _attente(request), maintenant()
    if attente is None:
        return redirect("demarches:tiers_entrer")
    attendu = registre.celui_de(attente.demarche.teleservice).attendu(attente.nom)
    if attente.close_le is not None or attendu.formulaire is None:
        return _fini(request, attente)
    formulaire = attendu.formulaire(request.POST if request.method == "POST" else None, contexte=_contexte(attente, le))
    if request.method == "POST" and formulaire.is_valid():
        return _envoyer(request, attente, formulaire, le)
    return render(request, "suivi/tiers_repondre.html", {"attente": attente, "form": formulaire})


def _envoyer(request: HttpRequest, attente: Attente, formulaire: FormulaireReponse, le: datetime) -> HttpResponse:
    try:
        attentes.recevoir(
            attente, formulaire, acteur=f"tiers:{attente.public_id}", le=le, voie=Attente.Voie.NUMERO
        )  # fmt: skip
    except TransitionInterdite:
        pass  # somebody was faster: the page says that it is over
    return redirect("demarches:tiers_repondre")


def _attente(request: HttpRequest) -> Attente | None:
    """What this browser was let in for, while that lasts and no other number was sent meanwhile."""
    garde = request.session.get(CLE)
    if not garde or datetime.fromisoformat(garde["fin"]) <= maintenant():
        return None
    siens = AccesTiers.objects.systeme("its number and its code were given").filter(
        pk=garde["acces"], numero=garde["numero"]
    )
    acces = siens.select_related("attente__demarche").first()
    return acces.attente if acces is not None else None


def _contexte(attente: Attente, le: datetime) -> Contexte:
    """No account, and nothing of what was answered in the démarche: the form of a third person asks neither."""
    personne: Any = attente.tiers
    compte: Any = None
    return Contexte(personne, compte, le, attente=attente)


def _fini(request: HttpRequest, attente: Attente) -> HttpResponse:
    repondue = attente.voie == Attente.Voie.NUMERO
    return render(request, "suivi/tiers_fini.html", {"repondue": repondue})


def _page(request: HttpRequest, formulaire: forms.Form, *, demande: bool = False) -> HttpResponse:
    return render(request, "suivi/tiers_entrer.html", {"form": formulaire, "demande": demande})
