"""Masked data shown in clear: by POST, once, written with the reason of the opening in the journal that the person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.masquage import masquer_courriel, masquer_nir, masquer_telephone

REVELEE = "donnee.revelee"
declarer_genre(REVELEE, "{acteur} : donnée affichée en entier – {motif}")


@dataclass(frozen=True)
class Donnee:
    """One piece of data: its name, how it is shown to all, and in clear."""

    libelle: str
    masquee: str
    claire: str


class Revelation(forms.Form):
    """Which one. Why is known: the file was opened for a reason."""

    donnee = forms.ChoiceField(label="Donnée à afficher", widget=forms.RadioSelect)

    def __init__(self, donnees: dict[str, Donnee], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["donnee"].choices = [(cle, f"{d.libelle} : {d.masquee}") for cle, d in donnees.items()]


def donnees_de_la_personne(assure: Assure) -> dict[str, Donnee]:
    """Number, address and phone of the person's account."""
    nir, compte = assure.personne.nir, getattr(assure, "compte", None)
    donnees = {"nir": Donnee("Numéro de Sécurité sociale", masquer_nir(nir), formats.nir(nir))}
    if compte is not None:
        donnees["courriel"] = Donnee("Adresse électronique", masquer_courriel(compte.email), compte.email)
        if compte.telephone:
            donnees["telephone"] = Donnee(
                "Téléphone", masquer_telephone(compte.telephone), formats.telephone(compte.telephone)
            )
    return donnees


class Devoilable:
    """Mixed into an admin of the perimeter (DuPerimetre): `<pk>/reveler/`. The admin says which data, whose, and about what."""

    def donnees_masquees(self, objet: Any) -> dict[str, Donnee]:
        """By a short key; nothing here stands in an address in clear."""
        raise Http404

    def assure_de(self, objet: Any) -> Assure:
        """The person who will read in the journal that it was shown."""
        return objet

    def objet_du_journal(self, objet: Any) -> str:
        return f"{objet._meta.model_name}:{objet.public_id}"

    def nom_de_la_page(self, nom: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{nom}"

    def urls_de_revelation(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.reveler)
        return [path("<int:pk>/reveler/", vue, name=self.nom_de_la_page("reveler"))]

    def reveler(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks which; POST writes the journal and shows the data on its own answer, nowhere else."""
        objet = self.get_object(request, str(pk))
        donnees = self.donnees_masquees(objet)
        saisies = request.POST if request.method == "POST" else None
        formulaire = Revelation(donnees, saisies, initial={"donnee": next(iter(donnees))})
        revelee = None
        if saisies is not None and formulaire.is_valid():
            choix = formulaire.cleaned_data["donnee"]
            revelee = donnees[choix]
            with transaction.atomic():
                journaliser(
                    REVELEE, acteur=request.user.acteur, assure_ref=self.assure_de(objet).public_id,
                    objet=self.objet_du_journal(objet), motif=f"{revelee.libelle} ({objet.acces.motif.lower()})",
                    donnees={"donnee": choix, "raison": objet.acces.raison},
                )  # fmt: skip
        retour = reverse(f"admin:{self.nom_de_la_page('change')}", args=[objet.pk])
        contexte = {
            **self.admin_site.each_context(request),
            "title": "Afficher une donnée masquée",
            "formulaire": formulaire,
            "revelee": revelee,
            "raison": objet.acces.motif,
            "retour": retour,
            "bouton": "Révéler",
        }
        return render(request, "admin/revelation.html", contexte)
