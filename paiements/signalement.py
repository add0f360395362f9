"""« Je ne reconnais pas ce soin »: one line of a payment, one case, followed up in the messagerie."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.messagerie import ecriture
from accounts.messagerie.formulaires import ChampTexte
from ameli.noyau.formats import date_courte, montant
from paiements.models import Prestation

THEME = "remboursement"
MOTIFS = {
    "inconnu": "Je ne connais pas ce professionnel",
    "absent": "Je n’ai pas reçu ce soin",
    "montant": "Le montant n’est pas le bon",
    "date": "La date n’est pas la bonne",
    "doublon": "Ce soin est compté deux fois",
}


class FormulaireSignalement(forms.Form):
    """What is wrong with the line, and anything that helps."""

    motif = forms.ChoiceField(
        label="Que se passe-t-il ?",
        choices=list(MOTIFS.items()),
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
    """Ask what is wrong, then open the case; a line that has one already leads to it."""
    assure = request.user.assure
    prestations = Prestation.objects.de(assure).filter(base__isnull=False).select_related("professionnel", "personne")
    ligne = get_object_or_404(prestations, paiement__public_id=public_id, rang=rang)
    cle = f"soin:{public_id}:{rang}"
    ouvert = ecriture.fil_deja_ouvert(assure, cle)
    if ouvert is not None:
        return redirect("messagerie:fil", ouvert.public_id)
    formulaire = FormulaireSignalement(request.POST if request.method == "POST" else None)
    refus = None
    if request.method == "POST" and formulaire.is_valid():
        lu = formulaire.cleaned_data
        try:
            fil = ecriture.ecrire(
                assure, theme=THEME, sujet=f"Soin du {date_courte(ligne.soins_le)} que je ne reconnais pas",
                texte=_texte(ligne, public_id, MOTIFS[lu["motif"]], lu["precisions"]), cle=cle,
                acteur=request.user.acteur,
            )  # fmt: skip
        except ecriture.EcritureRefusee as faute:
            refus = faute
        else:
            return redirect("messagerie:envoye", fil.public_id)
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
