"""« Je ne reconnais pas ce soin »: one line of a payment, one case, followed up in the messagerie."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.messagerie import ecriture
from accounts.messagerie.formulaires import ChampTexte
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.formats import date_courte, montant
from ameli.noyau.horloge import aujourdhui
from paiements.dossiers import frise, ouvrir
from paiements.models import Prestation, Signalement

THEME = "remboursement"


class FormulaireSignalement(forms.Form):
    """What is wrong with the line, and anything that helps."""

    motif = forms.ChoiceField(
        label="Que se passe-t-il ?",
        choices=Signalement.Motif.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui ne va pas.", "invalid_choice": "Choisissez dans la liste."},
    )
    precisions = ChampTexte(
        label="Précisions",
        required=False,
        error_messages={"max_length": "Votre texte est trop long."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def signaler(request: HttpRequest, public_id: str, rang: int) -> HttpResponse:
    """Ask what is wrong, then open the case; of a line that has one already, show where it stands."""
    assure = dossier_de(request)
    prestations = Prestation.objects.de(assure).filter(base__isnull=False)
    ligne = get_object_or_404(
        prestations.select_related("professionnel", "personne", "signalement__fil"),
        paiement__public_id=public_id, rang=rang,
    )  # fmt: skip
    dossier = getattr(ligne, "signalement", None)
    if dossier is not None:
        contexte = {"ligne": ligne, "public_id": public_id, "dossier": dossier, "frise": frise(dossier, aujourdhui())}
        return render(request, "paiements/signalement.html", contexte)
    formulaire = FormulaireSignalement(request.POST if request.method == "POST" else None)
    refus = None
    if request.method == "POST" and formulaire.is_valid():
        lu = formulaire.cleaned_data
        try:
            ouvert = ouvrir(
                Signalement, assure, theme=THEME, sujet=f"Soin du {date_courte(ligne.soins_le)} que je ne reconnais pas",
                texte=_texte(ligne, public_id, Signalement.Motif(lu["motif"]).label, lu["precisions"]),
                cle=f"soin:{public_id}:{rang}", motif=lu["motif"], acteur=acteur_de(request), prestation=ligne,
            )  # fmt: skip
        except ecriture.EcritureRefusee as faute:
            refus = faute
        else:
            return redirect("messagerie:envoye", ouvert.fil.public_id)
    contexte = {"form": formulaire, "ligne": ligne, "public_id": public_id, "refus": refus}
    return render(request, "paiements/signaler.html", contexte)


def _texte(ligne: Prestation, public_id: str, motif: str, precisions: str) -> str:
    """What an agent needs to find the line, then the words of the person."""
    lignes = [
        f"{motif}.",
        f"Soin : {ligne.libelle}, le {date_courte(ligne.soins_le)}, pour {ligne.personne.prenom}.",
        f"Professionnel : {ligne.professionnel.nom if ligne.professionnel else 'non précisé'}.",
        f"Montant payé : {montant(ligne.paye)}. Montant versé : {montant(ligne.verse)}.",
        f"Paiement {public_id}, ligne {ligne.rang}.",
    ]
    return "\n".join([*lignes, *(["", precisions] if precisions else [])])
