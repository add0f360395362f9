"""From a démarche to the calculation: what was answered, what the organisms said, what an agent corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.dossier import revenus
from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Calcul, Demande, Ligne, Zone, calculer, plafond_pour
from accounts.dossier.solidaire.voisins import Revenus
from ameli.noyau.calendrier import ajouter_mois, jour_de
from demarches.catalogue.c2s import foyer
from demarches.catalogue.c2s.formulaires_ressources import CHAQUE_MOIS, Mois, Revenu
from demarches.catalogue.c2s.foyer import Present
from demarches.catalogue.c2s.reponses import C2s
from demarches.moteur.declaration import Contexte
from demarches.moteur.lues import lire, par_ligne
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente

A_LA_MAIN = "mois_a_la_main"  # the wait for the twelve months of an adult who has objected


@dataclass
class Lue:
    """A request that was sent, read once."""

    demarche: Demarche

    @cached_property
    def reponses(self) -> C2s:
        return C2s.de(self.demarche)

    @cached_property
    def contexte(self) -> Contexte:
        """As it was on the day of the deposit."""
        sienne = self.demarche
        return Contexte(sienne.assure, sienne.compte, sienne.deposee_le, reponses=sienne.reponses)

    @cached_property
    def presents(self) -> list[Present]:
        return foyer.du_contexte(self.contexte)

    @cached_property
    def recus(self) -> dict[str, Revenus]:
        """By place of each adult who consents, what the organisms said so far."""
        return dict(revenus.lire_revenus(cause=self.demarche.reference))

    @property
    def jour(self) -> date:
        return jour_de(self.demarche.deposee_le)

    @property
    def zone(self) -> Zone:
        return Zone.du_departement(self.demarche.caisse.departement)

    def consentants(self) -> list[Present]:
        """The adults for whom the organisms are asked."""
        oui = {un.cle for un in self.reponses.consentement or () if un.accord}
        return [un for un in self.presents if un.cle in oui]

    def lignes(self) -> tuple[Ligne, ...]:
        """Every income, whoever told it."""
        return (*self.declarees(), *self._recues())

    def declarees(self) -> tuple[Ligne, ...]:
        """What the person wrote."""
        return (*self._ecrites(), *self._dites())

    def calcul(self) -> Calcul:
        """What it comes to, with what an agent has settled. Raises SansChiffre."""
        calcul, regle = calculer(self.demande, bareme.lire()), self.demarche.demande_c2s.retenu
        return self.regler(calcul, Decimal(regle["ressources"]), regle["personnes"]) if regle else calcul

    def regler(self, calcul: Calcul, ressources: Decimal, personnes: int) -> Calcul:
        """The same with other resources and another number of people, whose ceilings follow."""
        if personnes != calcul.personnes:
            gratuite, participation = (
                plafond_pour(personnes, self.zone, self.jour, genre, bareme.lire())
                for genre in ("gratuite", "participation")
            )
            calcul = replace(calcul, personnes=personnes, plafond=gratuite, plafond_participation=participation)
        return replace(calcul, ressources=ressources)

    @cached_property
    def demande(self) -> Demande:
        situation = self.reponses.situation
        return Demande(
            depot=self.jour, zone=self.zone, membres=tuple(un.membre for un in self.presents),
            logement=situation.logement, lignes=self.lignes(), aide_logement=situation.aide or Decimal(0),
        )  # fmt: skip

    def _ecrites(self) -> Iterator[Ligne]:
        for mois in (*(self.reponses.mois or ()), *corrigees(self.demarche)):
            for nature, montant in mois.montants:
                yield Ligne(mois.qui, nature, mois.mois, montant)

    def _dites(self) -> Iterator[Ligne]:
        for revenu in self.reponses.revenus or ():
            yield from etaler(revenu, self.jour)

    def _recues(self) -> Iterator[Ligne]:
        for place, recu in self.recus.items():
            for un in recu.montants:
                yield Ligne(place, un.nature, un.mois, un.montant)


def etaler(revenu: Revenu.Donnees, depot: date) -> Iterator[Ligne]:
    """A declared sum, month by month; rent and interest count as a whole, in their year."""
    if revenu.frequence != CHAQUE_MOIS:
        yield Ligne(revenu.qui, revenu.nature, revenu.du, revenu.montant)
        return
    mois, dernier = revenu.du.replace(day=1), revenu.au or revenu.du
    while mois <= dernier:
        yield Ligne(revenu.qui, revenu.nature, mois, revenu.montant)
        mois = ajouter_mois(mois, 1)


def corrigees(demarche: Demarche) -> list[Mois.Donnees]:
    """The months written by hand after an adult has objected."""
    siennes = Attente.objects.systeme("the démarche was found in a perimeter").filter(demarche=demarche, nom=A_LA_MAIN)
    reponses = siennes.exclude(close_le=None).order_by("id").values_list("reponse", flat=True)
    return [lire(Mois.Donnees, ligne) for reponse in reponses if reponse for ligne in par_ligne(reponse)]
