"""`/mes-delais/`: the question; `/mes-delais/<id>/`: the answer that was given, read again as often as wanted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.dossier.caisses import regime_special
from accounts.securite.dossier import dossier_de
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.plan import au_plan
from demarches.delais import estimation as calcul
from demarches.delais import grille, lecture
from demarches.delais.formulaires import FormulaireDelai
from demarches.delais.models import Estimation

MONTREES = 5


@au_plan("Mes délais")
@require_http_methods(["GET", "HEAD", "POST"])
def demander(request: HttpRequest) -> HttpResponse:
    """The form. « Continuer » brings the precisions of the theme where no script does; « Valider » gives the estimate."""
    assure, le = dossier_de(request), maintenant()
    jour = jour_de(le)
    formulaire = FormulaireDelai(request.POST or None, jour=jour)
    if request.method == "POST":
        if formulaire.is_valid():
            voulu = formulaire.cleaned_data
            _, precision = grille.PRECISIONS[voulu["precision"]]
            faite = calcul.demander(
                assure, precision=precision, canal=voulu["canal"], deposee_le=voulu["deposee_le"], le=le
            )
            return redirect("demarches:delai", faite.public_id)
        if "continuer" in request.POST:
            for nom in ("precision", "canal", "deposee_le"):  # they come next
                formulaire.errors.pop(nom, None)
    dernieres = list(Estimation.objects.de(assure).order_by("-faite_le", "-id")[:MONTREES])
    return render(
        request, "delais/demander.html",
        {
            "form": formulaire, "thematiques": grille.THEMATIQUES, "dernieres": dernieres, "caisse": assure.caisse,
            "regime_special": regime_special(assure.caisse.code, le=jour),
        },
    )  # fmt: skip


@require_safe
def reponse(request: HttpRequest, public_id: str) -> HttpResponse:
    """The estimate, or what is known for sure when the démarche is in the account."""
    return render(request, "delais/reponse.html", {"reponse": lecture.lire(_trouver(request, public_id), maintenant())})


@require_POST
def rappeler(request: HttpRequest, public_id: str) -> HttpResponse:
    """« Me prévenir », or no more."""
    faite = _trouver(request, public_id)
    oui = request.POST.get("rappel") == "oui"
    calcul.rappeler(faite, oui)
    messages.success(request, "C’est noté. Vous recevrez un message." if oui else "Vous ne recevrez pas de message.")
    return redirect("demarches:delai", public_id)


@require_POST
def oublier(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person takes it off the list."""
    calcul.oublier(_trouver(request, public_id))
    messages.success(request, "L’estimation est effacée.")
    return redirect("demarches:delais")


def _trouver(request: HttpRequest, public_id: str) -> Estimation:
    mienne = Estimation.objects.de(dossier_de(request)).select_related("assure__caisse", "caisse")
    return get_object_or_404(mienne, public_id=public_id)
