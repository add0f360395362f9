"""Somebody who asks for the C2S, the organisms that answer, the agent who decides, and the days that pass."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.dossier import revenus
from accounts.dossier.solidaire.calcul import douze_mois
from accounts.models import Assure, ConsentementRevenus, Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.balayage import prochaine
from demarches.catalogue.c2s.decision import Decision
from demarches.catalogue.c2s.demande import Lue
from demarches.models import Brouillon, Demarche
from demarches.moteur import accords
from demarches.moteur.decisions import Decision as Decidee
from demarches.moteur.fichiers_d_exemple import piece
from demarches.moteur.listes import nouvelle_cle
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.fabriques_fichiers import envoi

CODE = "c2s"
CAISSE = {"gestion": "CAISSE", "contrat": "AUCUN"}


class Demandeur:
    """Somebody with an account, signed in. `foyer` are the typed people of the draft, by their item."""

    def __init__(self, assure: Assure | None = None, **champs: Any) -> None:
        self.assure = assure or creer_assure(**champs)
        self.compte = creer_compte(self.assure)
        self.client = connecter(Client(), self.compte)
        self.cles: list[str] = []

    def commencer(self, **champs: Any) -> Any:
        self.client = connecter(Client(), self.compte)
        self.cles = []
        self.client.post(reverse("demarches:depart", args=[CODE]))
        return self.envoyer(
            "situation", {"familiale": "CELIBATAIRE", "logement": "SANS_DOMICILE", "minimum": "", **champs}
        )

    def ajouter(self, **champs: Any) -> Any:
        """Somebody typed: a son of ten unless said otherwise."""
        self.cles.append(nouvelle_cle(self.cles))
        valeurs = {"lien": "ENFANT", "nom": "Duprat", "prenoms": "Tom", "naissance": date(2016, 3, 2), **champs}
        valeurs["naissance"] = f"{valeurs['naissance']:%d/%m/%Y}"
        return self.envoyer(f"autres/{self.cles[-1]}", valeurs)

    def envoyer(self, place: str, saisie: dict[str, Any]) -> Any:
        return self.client.post(self.adresse(place), {**saisie, "tour": self.brouillon.tour})

    def adresse(self, place: str) -> str:
        return reverse("demarches:etape", args=[CODE, self.brouillon.public_id, place])

    def etape(self, place: str) -> str:
        return self.client.get(self.adresse(place)).content.decode()

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).get(teleservice=CODE, etat="OUVERT")

    def joindre(self, cle: str = "avis") -> None:
        self.envoyer("pieces", {"joindre": cle, cle: envoi("avis.jpg", piece("AVIS"))})

    def demander(self, *autres: dict[str, Any], **dits: Any) -> Demarche:
        """From the start page to the receipt; what is said is told by `preparer`."""
        self.preparer(*autres, **dits)
        fin = self.client.post(self.adresse("verification"), {"honneur": "on"})
        assert fin.status_code == 302, fin.content.decode()
        return Demarche.objects.de(self.assure).latest("id")

    def preparer(
        self, *autres: dict[str, Any], situation: dict[str, Any] | None = None, accords_: dict[str, str] | None = None,
        mois: dict[str, str] | None = None, revenus_: tuple[dict[str, Any], ...] = (), connus: dict[str, Any] | None = None,
        organisme: dict[str, Any] | None = None, suites: dict[str, dict[str, Any]] | None = None,
    ) -> None:  # fmt: skip
        """Up to the check page. `accords_` by first name of who is typed, or « moi »; all agree unless said otherwise."""
        self.commencer(**(situation or {}))
        if connus is not None:
            self._passe("connus", connus)
        for autre in autres:
            assert self.ajouter(**autre).status_code == 302
        self._passe("autres", {})
        for place, saisie in (suites or {}).items():
            self._passe(place, saisie)
        self._passe("organisme", organisme or CAISSE)
        if not self._fini():
            self._ressources(accords_ or {}, mois, revenus_)

    def _ressources(
        self, dits: dict[str, str], mois: dict[str, str] | None, revenus_: tuple[dict[str, Any], ...]
    ) -> None:
        page = self.etape("consentement")
        places = [nom for nom in ("moi", *self.cles, *self._publics()) if f'name="{nom}__accord"' in page]
        self._passe("consentement", {f"{nom}__accord": dits.get(nom, "oui") for nom in places})
        if mois is not None:
            self._passe("mois", mois)
        for revenu in revenus_:
            self._passe(f"revenus/{nouvelle_cle([])}", revenu)
        self._passe("revenus", {})
        self.joindre()

    def _publics(self) -> list[str]:
        return [un.personne.public_id for un in self.assure.beneficiaires.select_related("personne")]

    def _fini(self) -> bool:
        return self.client.get(self.adresse("consentement")).status_code == 404

    def _passe(self, place: str, saisie: dict[str, Any]) -> None:
        reponse = self.envoyer(place, saisie)
        assert reponse.status_code == 302, (place, reponse.context["form"].errors)

    def page(self, nom: str, *arguments: str) -> str:
        self.client = connecter(Client(), self.compte)
        return self.client.get(reverse(nom, args=arguments)).content.decode()

    def suivi(self, demarche: Demarche) -> str:
        return self.page("demarches:detail", demarche.reference)

    @property
    def messages(self) -> list[str]:
        """Subjects of what the caisse wrote."""
        recus = Message.objects.de(self.assure).filter(de=Message.De.CAISSE)
        return list(recus.order_by("id").values_list("sujet", flat=True))

    @property
    def dernier(self) -> str:
        return Message.objects.de(self.assure).filter(de=Message.De.CAISSE).latest("id").corps

    def relire(self, demarche: Demarche) -> Demarche:
        return Demarche.objects.de(self.assure).get(pk=demarche.pk)


def recevoir(demarche: Demarche, place: str, **par_nature: Any) -> None:
    """The organisms answer for this adult: the same amount each month, by nature."""
    montants = [
        {"organisme": "Organisme", "nature": nature, "mois": f"{mois}", "montant": f"{Decimal(montant):.2f}"}
        for nature, montant in par_nature.items()
        for mois in douze_mois(jour_de(demarche.deposee_le))
    ]
    siens = ConsentementRevenus.objects.systeme("test").filter(cause=demarche.reference, place=place)
    siens.update(etat=ConsentementRevenus.Etat.RECU, recu={"montants": montants, "absents": []})


def accorder(demarche: Demarche, **champs: Any) -> Demarche:
    """An agent accepts what the form proposes, unless said otherwise."""
    agent = creer_agent(demarche.caisse)
    propose = {nom: str(valeur) for nom, valeur in Decision(demarche=demarche).initial.items()}
    formulaire = Decision({**propose, **champs}, demarche=demarche)
    assert formulaire.is_valid(), formulaire.errors
    accords.accepter(demarche, agent.compte.acteur, Decidee(donnees=formulaire.a_conserver(), version=demarche.version))
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def refuser(demarche: Demarche, motif: str = "plafond") -> Demarche:
    accords.refuser(demarche, creer_agent(demarche.caisse).compte.acteur, motif=motif)
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def passer(jours: float) -> None:
    """The days pass, from due date to due date."""
    fin = horloge.maintenant() + timedelta(days=jours)
    while (du_le := prochaine(fin)) is not None:
        _mettre_a(du_le)
        balayer()
    _mettre_a(fin)


def _mettre_a(le: Any) -> None:
    avance = le - horloge.temps_reel()
    if avance > horloge.decalage():
        horloge.regler_decalage(avance + timedelta(seconds=1))


def lue(demarche: Demarche) -> Lue:
    return Lue(demarche)


def places(demarche: Demarche) -> set[str]:
    """Whose incomes are asked for."""
    return set(revenus.lire_revenus(cause=demarche.reference))
