"""What the room shows beside its steps: the cards of a foyer, preparing a journey, a certificate now, a card that must be worth nothing, its days in a calendar."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.informations import cartes_europeennes
from accounts.models import CarteEuropeenne
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau import ics
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.plan import au_plan
from demarches.cartes import foyer as cartes
from demarches.cartes.lignes import Ligne
from demarches.catalogue.ceam import famille, gestes, voyage
from demarches.catalogue.ceam.regles import pays, validite
from demarches.catalogue.ceam.regles.voyage import Sejour

Etat = CarteEuropeenne.Etat


class Perte(forms.Form):
    """What happened to the card."""

    etat = forms.ChoiceField(
        label="Que s’est-il passé ?", widget=forms.RadioSelect,
        choices=[(Etat.PERDUE.value, "Elle est perdue"), (Etat.VOLEE.value, "Elle est volée")],
        error_messages={"required": "Choisissez la perte ou le vol."},
    )  # fmt: skip


@au_plan("Les cartes européennes de votre foyer")
@require_safe
def foyer(request: HttpRequest) -> HttpResponse:
    """Who has which card, and what can be done today."""
    assure = dossier_de(request)
    return cartes.montrer(
        request,
        "Les cartes européennes de votre foyer",
        "Cartes européennes",
        (
            Ligne(un.nom, un.personne.prenom, un.etat, lien=un.action(assure))
            for un in famille.lire(assure, maintenant())
        ),
    )


@au_plan("Préparer un voyage en Europe")
@require_http_methods(["GET", "HEAD", "POST"])
def preparer(request: HttpRequest) -> HttpResponse:
    """A country and two days; the answer is on the same page and nothing is kept."""
    assure, le = dossier_de(request), maintenant()
    formulaire = voyage.FormulaireVoyage(request.POST or None, jour=jour_de(le))
    contexte: dict[str, object] = {"form": formulaire}
    if request.method == "POST" and formulaire.is_valid():
        voulu = formulaire.cleaned_data
        sejour = Sejour(voulu["depart"], voulu["retour"])
        partants = voyage.voyageurs(assure, sejour, le)
        contexte |= {
            "sejour": sejour,
            "pays": pays.COUVERTS[voulu["pays"]],
            "note": pays.note(voulu["pays"]),
            "voyageurs": partants,
            "a_commander": sum(voyageur.commandable for voyageur in partants),
        }
    return render(request, "ceam/voyage.html", contexte)


@require_POST
def certifier(request: HttpRequest, public_id: str) -> HttpResponse:
    """A certificate for a card that is awaited: the departure comes before it."""
    assure, le = dossier_de(request), maintenant()
    carte = get_object_or_404(
        CarteEuropeenne.objects.de(assure).filter(etat__in=CarteEuropeenne.ATTENDUES).select_related("personne"),
        public_id=public_id,
    )
    membre = next((m for m in famille.lire(assure, le) if m.personne.pk == carte.personne_id), None)
    if membre is None or not membre.droits_ouverts:
        raise Http404
    certificat = cartes_europeennes.certifier(
        assure, carte, debut=membre.le, fin=validite.fin_de_certificat(membre.le, membre.droits_au), le=le,
        acteur=acteur_de(request),
    )  # fmt: skip
    return redirect("documents:certificat_europeen", certificat.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def opposer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lost or stolen while another card is awaited, or while none may be ordered: the card is worth nothing at once."""
    assure = dossier_de(request)
    carte = get_object_or_404(
        CarteEuropeenne.objects.de(assure).filter(etat=Etat.ACTIVE).select_related("personne", "demandee_par"),
        public_id=public_id,
    )
    formulaire = Perte(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        etat = formulaire.cleaned_data["etat"]
        try:
            gestes.opposer(carte, etat=etat, le=maintenant(), acteur=acteur_de(request))
        except cartes_europeennes.PasMaintenant:
            messages.info(request, "Cette carte ne valait déjà plus rien.")
        else:
            messages.success(request, f"C’est noté. La carte de {carte.personne.prenom} ne vaut plus rien.")
        return redirect("messagerie:liste")
    return render(request, "ceam/opposition.html", {"form": formulaire, "carte": carte})


@require_safe
def calendrier(request: HttpRequest, public_id: str) -> HttpResponse:
    """The day from which a card can be renewed, and its last day, for the person's own calendar."""
    cartes = CarteEuropeenne.objects.de(dossier_de(request)).filter(etat=Etat.ACTIVE).select_related("personne")
    carte = get_object_or_404(cartes, public_id=public_id)
    if carte.fin is None or not carte.valable(aujourdhui()):
        raise Http404
    prenom = carte.personne.prenom
    des = max(validite.renouvelable_des(carte.fin), carte.debut or carte.fin)
    return ics.reponse(
        "carte-europeenne.ics",
        [
            ics.Jour(f"{carte.public_id}-renouveler", des, f"Carte européenne de {prenom} : à renouveler"),
            ics.Jour(f"{carte.public_id}-fin", carte.fin, f"Carte européenne de {prenom} : dernier jour"),
        ],
        ecrit_le=maintenant(),
    )
