"""The consents of a request: organisms are asked for those who agree; other adults are told, with an account or not, and may object
(chapter 11).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django import forms

from accounts.dossier import revenus
from accounts.dossier.solidaire.calcul import douze_mois
from accounts.models import Personne
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.c2s import personnes
from demarches.catalogue.c2s.demande import A_LA_MAIN as MOIS_A_LA_MAIN
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.formulaires_ressources import Mois, en_tete
from demarches.catalogue.c2s.foyer import Present
from demarches.moteur import attentes
from demarches.moteur.declaration import Contexte, FormulaireReponse
from demarches.moteur.lues import NON, OUI
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from demarches.moteur.tiers import chemin_vers

OBJECTION = "objection"
CERTIFIE = (
    "Une demande de Complémentaire santé solidaire a été faite pour votre foyer. La personne qui l’a faite a certifié que vous êtes"
    " d’accord pour que votre caisse demande vos revenus aux organismes. Sinon, dites-le ici\N{NO-BREAK SPACE}: ce qui a été reçu sera effacé."
)


class Objection(FormulaireReponse):
    """Somebody certified that this adult agrees: do they?"""

    accord = forms.ChoiceField(
        label="Êtes-vous d’accord\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        choices=((OUI, "Oui, je suis d’accord"), (NON, "Non, je m’oppose")),
        error_messages={"required": "Répondez oui ou non."},
    )  # fmt: skip

    @dataclass(frozen=True)
    class Donnees:
        accord: bool

    @property
    def dit_non(self) -> bool:
        return bool(self.cleaned_data.get("accord") == NON)


def demander(lue: Lue, le: datetime) -> None:
    """Ask the organisms for each adult who agrees; tell the others of them, when they have an account here."""
    demarche = lue.demarche
    for adulte in lue.consentants():
        revenus.consentir(
            demarche.assure, replace(adulte.identite, personne=personnes.trouver(adulte)), cause=demarche.reference, place=adulte.cle,
            mois=douze_mois(jour_de(le)), acteur=demarche.acteur, le=le,
        )  # fmt: skip
        _prevenir(demarche, adulte, personnes.trouver(adulte), le)


def reconnaitre(lue: Lue, adulte: Present, personne: Personne, acteur: str, le: datetime) -> None:
    """Somebody is known at last: if they are one of the adults who agree, they are told, and the organisms that did not know them are asked again."""
    if adulte.cle not in {un.cle for un in lue.consentants()}:
        return
    identite = replace(
        adulte, nom=personne.nom_naissance, naissance=personne.date_naissance, nir=personne.nir or ""
    ).identite
    revenus.reconnaitre(
        replace(identite, prenoms=personne.prenoms, personne=personne), cause=lue.demarche.reference, place=adulte.cle, le=le
    )  # fmt: skip
    _prevenir(lue.demarche, adulte, personne, le)


def _prevenir(demarche: Demarche, adulte: Present, personne: Personne | None, le: datetime) -> None:
    """In their account, or by post to who has none: at their own address, or at that of the household. Nobody is, when the asker's
    address is protected.
    """
    if adulte.soi or personne is None or demarche.assure.adresse_protegee:
        return
    chemin = chemin_vers(personne, demarche.assure)
    if chemin is not None:
        attentes.ouvrir(
            demarche, OBJECTION, le=le, acteur=demarche.acteur, place=adulte.cle, tiers=chemin.assure, joindre=chemin.joindre,
            libelle="Dire si vous êtes d’accord", motif=CERTIFIE if chemin.joindre is not None else "",
        )  # fmt: skip


def entendre(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """A no: nothing is asked any more of this adult, what came is erased, and the asker writes their twelve months."""
    if attente.issue != Attente.Issue.REFUSEE:
        return
    revenus.retirer(cause=demarche.reference, place=attente.place, acteur=acteur, le=le)
    prenom = next((un.prenom for un in Lue(demarche).presents if un.cle == attente.place), "cet adulte")
    attentes.ouvrir(
        demarche, MOIS_A_LA_MAIN, le=le, place=attente.place, libelle=f"Les douze mois de ressources\N{NO-BREAK SPACE}: {prenom}",
        motif=f"Nous ne pouvons pas demander les revenus de {prenom} aux organismes. Écrivez-les ici, mois par mois.",
    )  # fmt: skip


def tout_retirer(demarche: Demarche, acteur: str, le: datetime) -> None:
    """The request is withdrawn: what came is erased."""
    for place in revenus.lire_revenus(cause=demarche.reference):
        revenus.retirer(cause=demarche.reference, place=place, acteur=acteur, le=le)


class MoisALaMain(Mois, FormulaireReponse):
    """The twelve months of the adult who objected; stored as the step of the request stores them."""

    @staticmethod
    def lignes(contexte: Contexte) -> list[tuple[str, str]]:
        attente = contexte.attente
        if attente is None:
            return []
        depot = jour_de(attente.demarche.deposee_le)
        return [(f"{attente.place}.{mois:%Y-%m}", en_tete(mois)) for mois in douze_mois(depot)]
