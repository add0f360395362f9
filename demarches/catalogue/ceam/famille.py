"""The people for whom a card may be asked, as the registry knows them on one day: three queries, whatever the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from accounts.dossier import foyer
from accounts.models import Assure, CarteEuropeenne
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_serie
from demarches.cartes.lignes import Etat
from demarches.catalogue.ceam.regles import validite
from demarches.catalogue.ceam.regles.validite import Demande, Titulaire
from demarches.catalogue.ceam.regles.voyage import JOURS_DE_LIVRAISON
from demarches.moteur import besoins
from demarches.moteur.declaration import Besoin, Lien


@dataclass(frozen=True)
class Membre(foyer.Membre):
    """One person of the file, with their cards, the latest first."""

    cartes: tuple[CarteEuropeenne, ...] = ()

    @property
    def carte(self) -> CarteEuropeenne | None:
        """The valid card that ends last, or None."""
        valables = [carte for carte in self.cartes if carte.valable(self.le)]
        return max(valables, key=lambda carte: carte.fin or self.le, default=None)

    @property
    def en_chemin(self) -> CarteEuropeenne | None:
        """Ordered, and not in their hands: on its way, or brought back by the post."""
        return next((carte for carte in self.cartes if carte.etat in CarteEuropeenne.ATTENDUES), None)

    @property
    def gestes(self) -> tuple[Demande, ...]:
        """The one thing that may be asked for them today (`validite.gestes`)."""
        return validite.gestes(self.titulaire, self.le)

    @property
    def a_opposer(self) -> CarteEuropeenne | None:
        """The card that can be declared lost on a page of its own, when that is not what may be asked here."""
        return None if Demande.PERTE in self.gestes else self.carte

    @property
    def titulaire(self) -> Titulaire:
        """The same, for the rules."""
        return Titulaire(
            sans_numero=self.personne.sans_numero,
            droits_ouverts=self.droits_ouverts,
            en_chemin=self.en_chemin is not None,
            fins=tuple(carte.fin for carte in self.cartes if carte.fin and carte.valable(self.le)),
            commandes=tuple(
                jour_de(carte.demandee_le)
                for carte in self.cartes
                if carte.etat != CarteEuropeenne.Etat.ANNULEE and carte.motif != CarteEuropeenne.Motif.NON_RECUE
            ),
            attendue_depuis=self._attendue_depuis,
        )

    @property
    def _attendue_depuis(self) -> date | None:
        """When the latest card was ordered, if it is held to have arrived and is not a duplicate already.

        One that the post brought back and that left again counts as if it had been ordered for its last day of arrival.
        """
        derniere = next((carte for carte in self.cartes if carte.etat == CarteEuropeenne.Etat.ACTIVE), None)
        if derniere is None or derniere.motif == CarteEuropeenne.Motif.NON_RECUE:
            return None
        return jour_de(max(derniere.demandee_le, derniere.etat_depuis - JOURS_DE_LIVRAISON))

    @property
    def situation(self) -> str:
        """One sentence for the table of the first step."""
        if self.personne.sans_numero:
            return "Numéro de Sécurité sociale en cours d’attribution"
        if not self.droits_ouverts:
            return "Droits fermés"
        carte = self.carte
        if carte is None or carte.fin is None:
            return self._sans_carte
        lue = f"Carte {masquer_serie(carte.numero)}, valable jusqu’au {formats.jour(carte.fin)}"
        if self.en_chemin:
            return f"{lue}. Nouvelle carte {self._commande}"
        des = validite.renouvelable_des(carte.fin)
        return f"{lue}, {'à renouveler' if des <= self.le else f'à renouveler à partir du {formats.jour(des)}'}"

    @property
    def _commande(self) -> str:
        assert self.en_chemin is not None
        le = formats.jour(self.en_chemin.demandee_le)
        if self.en_chemin.etat == CarteEuropeenne.Etat.DEMANDEE:
            return f"commandée le {le}"
        return f"commandée le {le}, {self.en_chemin.get_etat_display()}"

    @property
    def _sans_carte(self) -> str:
        """What became of the last card, or that there was none."""
        if self.en_chemin:
            return f"Carte {self._commande}"
        derniere = next((carte for carte in self.cartes if carte.etat != CarteEuropeenne.Etat.ANNULEE), None)
        if derniere is None:
            return "Aucune carte valable"
        if derniere.etat != CarteEuropeenne.Etat.ACTIVE:
            return f"Carte {derniere.get_etat_display()} le {formats.jour(derniere.etat_depuis)}"
        return f"Carte expirée depuis le {formats.jour(derniere.fin)}" if derniere.fin else "Aucune carte valable"

    @property
    def etat(self) -> Etat:
        """The state of the card, in a word and a sentence; why nothing may be asked, when nothing may."""
        if self.personne.sans_numero:
            return Etat("Numéro attendu", "info", SANS_NUMERO, "vide")
        if not self.droits_ouverts:
            return Etat("Droits fermés", "erreur", "Appelez le 36 46 pour les rouvrir.", "vide")
        return Etat(*self._mot, f"{self.situation}. {self._pourquoi_rien}".strip(), "carte" if self.carte else "vide")

    def suivre(self, assure: Assure) -> Lien | None:
        """To the order on its way, when it is the own of `assure`."""
        attendue = self.en_chemin
        if attendue is None or not attendue.cause or attendue.demandee_par_id != assure.pk:
            return None
        return Lien("Suivre la commande", reverse("demarches:detail", args=[attendue.cause]))

    def action(self, assure: Assure) -> Lien | None:
        """The one thing that `assure` may do for this person today: ask, or follow what was asked."""
        if not self.gestes:
            return self.suivre(assure)
        mot = "ma" if self.soi else "sa"
        verbe = {Demande.COMMANDER: "Commander", Demande.RENOUVELER: "Renouveler"}.get(self.gestes[0])
        libelle = f"{verbe} {mot} carte" if verbe else "Perdue, volée, pas reçue"
        return Lien(libelle, besoins.depart(Besoin.COMMANDER_CARTE_EUROPEENNE, pour=self.cle))

    @property
    def _mot(self) -> tuple[str, str]:
        if self.en_chemin:
            etat = self.en_chemin.get_etat_display()
            return etat[:1].upper() + etat[1:], "info"
        if self.carte is None:
            return ("Expirée", "neutre") if self.cartes and "expirée" in self.situation else ("Aucune carte", "info")
        return ("À renouveler", "attention") if Demande.RENOUVELER in self.gestes else ("Valable", "succes")

    @property
    def _pourquoi_rien(self) -> str:
        if self.gestes:
            return ""
        if self.en_chemin:
            return REVENUE if self.en_chemin.etat == CarteEuropeenne.Etat.RETOURNEE else ""
        return PLAFOND


REVENUE = "La poste nous a rendu cette carte. Vérifiez votre adresse, puis écrivez-nous : nous la renvoyons."
SANS_NUMERO = "Numéro de Sécurité sociale en cours d’attribution. La carte se commandera dès qu’il sera connu."
PLAFOND = "Trois cartes ont déjà été commandées en un an. Appelez le 36 46."


def lire(assure: Assure, le: datetime) -> list[Membre]:
    """The insured person first, then those they cover and who live. `assure.personne` must be loaded."""
    vivants = [membre for membre in foyer.lire(assure, le).presents if membre.soi or not membre.decede]
    cartes: dict[int, list[CarteEuropeenne]] = {membre.personne.pk: [] for membre in vivants}
    for carte in CarteEuropeenne.objects.de(assure).filter(personne__in=cartes).order_by("-demandee_le", "-id"):
        cartes[carte.personne_id].append(carte)
    return [Membre(**vars(membre), cartes=tuple(cartes[membre.personne.pk])) for membre in vivants]
