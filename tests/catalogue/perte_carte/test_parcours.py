"""A card is lost: worth nothing at once, everywhere; four days to order; reminders; the way out."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion.code_provisoire import borne
from accounts.connexion.premiere_visite import preuve
from accounts.informations import cartes_vitale, commandes_vitale
from accounts.models import Assure, CarteVitale, Message, Opposition
from ameli.noyau import formats, horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois.models import Envoi
from ameli.noyau.models import Entree
from demarches.cartes import titulaires
from demarches.catalogue.commande_carte import demandeurs
from demarches.models import Demarche, Etat
from demarches.moteur import transitions
from demarches.moteur.declaration import Contexte
from tests.fabriques import connecter, creer_agent, creer_assure, creer_carte, creer_compte, creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
SERIE = "1012345678"


class Declarant:
    """Somebody in front of the démarche."""

    def __init__(self, assure: Assure | None = None) -> None:
        self.assure = assure or creer_assure(serie=SERIE)
        self.compte = getattr(self.assure, "compte", None) or creer_compte(self.assure)
        self.client = connecter(Client(), self.compte)

    def commencer(self) -> str:
        return self.client.post(reverse("demarches:depart", args=["perte-carte-vitale"])).url

    def declarer(self, personne: Any = None, motif: str = "PERTE", **donnees: Any) -> Demarche:
        etape = self.commencer()
        qui = (personne or self.assure.personne).public_id
        suite = self.client.post(etape, {"personne": qui, "motif": motif, **donnees})
        assert suite.status_code == 302, suite.content.decode()
        fin = self.client.post(suite.url, {"restitution": "on"})
        assert self.client.post(fin.url, {"honneur": "on"}).status_code == 302
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    @property
    def carte(self) -> CarteVitale:
        return CarteVitale.objects.get(personne=self.assure.personne, serie_empreinte=cartes_vitale.empreinte_de(SERIE))

    @property
    def sujets(self) -> list[str]:
        return list(Message.objects.de(self.assure).order_by("id").values_list("sujet", flat=True))

    def plus_tard(self, demarche: Demarche, **duree: float) -> None:
        manque = demarche.deposee_le + timedelta(**duree) - horloge.maintenant()
        if manque > timedelta(0):
            horloge.regler_decalage(horloge.decalage() + manque)
        balayer()
        self.client = connecter(Client(), self.compte)


@pytest.fixture
def lea() -> Declarant:
    return Declarant()


class TestLaCarteNeVautPlusRien:
    @pytest.mark.parametrize(
        ("motif", "etat", "donnees"),
        [("PERTE", "PERDUE", {}), ("VOL", "VOLEE", {}), ("DYSFONCTIONNEMENT", "DEFAILLANTE", {"panne": "puce"})],
    )
    def test_from_the_deposit_on_in_the_same_transaction(self, lea, motif, etat, donnees):
        demarche = lea.declarer(motif=motif, **donnees)
        assert lea.carte.etat == etat and lea.carte.etat_depuis == demarche.deposee_le
        opposition = Opposition.objects.de(lea.assure).get()
        assert (opposition.motif, opposition.cause, opposition.levee_le) == (motif, demarche.reference, None)
        assert Entree.objects.filter(genre="carte_vitale.opposee", assure_ref=lea.assure.public_id).count() == 1

    def test_every_place_that_asks_for_a_serial_refuses_it_from_that_second(self, lea):
        contexte = Contexte(lea.assure, lea.compte, horloge.maintenant())
        assert cartes_vitale.reconnaitre(contexte.assure.personne_id, SERIE) is not None
        lea.declarer()
        assert cartes_vitale.reconnaitre(contexte.assure.personne_id, SERIE) is None
        assert cartes_vitale.active(lea.assure.personne_id) is None
        assert cartes_vitale.reconnaitre(lea.assure.personne_id, SERIE) is None

    def test_the_first_visit_refuses_it(self, lea):
        neuf = creer_assure("Hugo", "Neuf", serie=SERIE[:-1] + "0", iban="FR7630004001230000123456705", sexe="M")
        personne = neuf.personne
        reponses = preuve.Reponses(
            nir=personne.nir, nom=personne.nom_naissance, naissance=personne.date_naissance, code_postal="40100",
            serie=(SERIE[:-1] + "0")[-7:], iban="3456705",
        )  # fmt: skip
        assert preuve.verifier(reponses) == neuf
        carte = cartes_vitale.active(personne.pk)
        cartes_vitale.opposer(
            neuf, personne, carte=carte.public_id, motif="VOL", le=horloge.maintenant(),
            commander_avant=horloge.maintenant(), cause="D-ESSAI", acteur="horloge",
        )  # fmt: skip
        assert preuve.verifier(reponses) is None

    def test_no_other_module_decides_by_itself_which_serial_proves_something(self):
        """One place: whoever compares a serial goes through accounts.informations.cartes_vitale."""
        from pathlib import Path

        from django.conf import settings

        ailleurs = [
            chemin.relative_to(settings.RACINE).as_posix()
            for dossier in ("accounts", "demarches", "documents", "paiements")
            for chemin in (Path(settings.RACINE) / dossier).rglob("*.py")
            if "migrations" not in chemin.parts and "serie_empreinte" in chemin.read_text(encoding="utf-8")
        ]
        assert sorted(ailleurs) == [
            "accounts/admin/cartes.py", "accounts/importation/fichiers.py",  # which writes it, by lots
            "accounts/informations/cartes_vitale.py", "accounts/models/carte.py",
        ]  # fmt: skip
        assert "cartes_vitale" in Path(borne.__file__).read_text(encoding="utf-8")

    def test_one_that_is_found_again_stays_worthless(self, lea):
        lea.declarer()
        page = lea.client.get(reverse("demarches:depart", args=["perte-carte-vitale"])).content.decode()
        assert "Votre carte est déjà déclarée" in page
        assert lea.carte.etat == "PERDUE"


class TestLaCarteEnPanne:
    """It is good until the new one is active: a state of its own (chapter 9)."""

    @pytest.fixture
    def panne(self, lea) -> Demarche:
        return lea.declarer(motif="DYSFONCTIONNEMENT", panne="puce")

    def test_it_still_proves_who_one_is_and_nothing_says_that_it_is_worthless(self, lea, panne):
        contexte = Contexte(lea.assure, lea.compte, horloge.maintenant())
        assert cartes_vitale.reconnaitre(contexte.assure.personne_id, SERIE) is not None
        assert cartes_vitale.reconnaitre(lea.assure.personne_id, SERIE) == lea.carte
        assert lea.client.get(reverse("demarches:depart", args=["iban"])).status_code == 200
        dits = [
            Message.objects.de(lea.assure).get().corps,
            mail(),
            lu(lea, "confirmation", panne),
            lu(lea, "detail", panne),
        ]
        for dit in dits:
            assert "ne vaut plus rien" not in dit and "invalidée" not in dit and "retrouve" not in dit
        assert "reste valable jusqu’à l’arrivée de la nouvelle" in dits[0] and "reste valable" in dits[1]

    def test_it_is_given_back_once_the_new_one_is_there(self, lea):
        etape = lea.commencer()
        qui = lea.assure.personne.public_id
        suite = lea.client.post(etape, {"personne": qui, "motif": "DYSFONCTIONNEMENT", "panne": "puce"})
        page = lea.client.get(suite.url).content.decode()
        assert "quand j’aurai reçu la nouvelle" in page and "si je la retrouve" not in page
        assert "reste valable" in page and "ne vaut plus rien" not in page

    def test_the_new_one_is_ordered_and_replaces_it_on_the_day_it_is_active(self, lea, panne):
        candidat = demandeurs.lire(lea.assure, horloge.maintenant())[0]
        assert candidat.possible and candidat.origine == "DYSFONCTIONNEMENT"
        commandes_vitale.commander(
            lea.assure,
            lea.assure.personne,
            origine=candidat.origine,
            le=panne.deposee_le,
            cause="D-ORDRE",
            acteur="horloge",
        )
        assert lea.carte.etat == "DEFAILLANTE"
        commandes_vitale.recevoir(lea.assure, "D-ORDRE", le=panne.deposee_le, acteur="horloge")
        assert lea.carte.etat == "REMPLACEE" and cartes_vitale.active(lea.assure.personne_id).etat == "ACTIVE"

    def test_nothing_ordered_in_time_takes_nothing_away(self, lea, panne):
        lea.plus_tard(panne, days=5)
        assert lea.carte.etat == "DEFAILLANTE" and not Demarche.objects.de(lea.assure).get().ouverte
        lea.declarer(motif="DYSFONCTIONNEMENT", panne="puce")
        assert Opposition.objects.de(lea.assure).count() == 2

    def test_declared_twice_it_is_told_so_but_lost_meanwhile_it_is_worth_nothing_at_once(self, lea, panne):
        etape, qui = lea.commencer(), lea.assure.personne.public_id
        page = lea.client.post(etape, {"personne": qui, "motif": "DYSFONCTIONNEMENT", "panne": "puce"}).content.decode()
        assert "La panne de cette carte est déjà déclarée" in page
        perte = lea.declarer(motif="PERTE")
        assert lea.carte.etat == "PERDUE" and cartes_vitale.active(lea.assure.personne_id) is None
        assert not Demarche.objects.de(lea.assure).get(pk=panne.pk).ouverte and perte.ouverte

    def test_lost_while_the_new_one_is_on_its_way_nothing_is_left_to_order(self, lea, panne):
        commandes_vitale.commander(
            lea.assure,
            lea.assure.personne,
            origine="DYSFONCTIONNEMENT",
            le=panne.deposee_le,
            cause="D-ORDRE",
            acteur="horloge",
        )
        perte = lea.declarer(motif="VOL")
        assert lea.carte.etat == "VOLEE" and perte.etat == Etat.ACCEPTEE
        assert (
            "déjà commandée" in Message.objects.de(lea.assure).order_by("-id")[0].corps and "déjà commandée" in mail()
        )

    def test_a_mistake_taken_back_by_two_agents_leaves_it_as_it_was(self, lea, panne):
        assert cartes_vitale.lever(lea.assure, panne.reference, le=panne.deposee_le, acteur="agent:A1")
        assert lea.carte.etat == "ACTIVE"


class TestQuiEtQuoi:
    def test_a_child_of_eleven_years_and_364_days_is_absent_and_one_of_twelve_is_there(self, lea):
        jour = horloge.aujourdhui()
        douze = creer_enfant(lea.assure, "Grand", date_naissance=date(jour.year - 12, jour.month, min(jour.day, 28)))
        onze = creer_enfant(lea.assure, "Petit", date_naissance=date(jour.year - 12, jour.month, min(jour.day, 28)) + timedelta(days=4 if jour.day >= 28 else 1))  # fmt: skip
        for enfant in (douze, onze):
            creer_carte(enfant.personne)
        page = lea.client.get(lea.commencer()).content.decode()
        assert f'value="{douze.personne.public_id}"' in page
        assert (
            f'value="{onze.personne.public_id}"' not in page and "Sur votre carte" in page and "à 12\u00a0ans" in page
        )

    def test_the_card_of_a_child_is_declared_and_ours_still_serves(self, lea):
        enfant = creer_enfant(lea.assure, "Zoé", date_naissance=date(2012, 3, 1))
        carte = creer_carte(enfant.personne)
        lea.declarer(enfant.personne, motif="VOL")
        carte.refresh_from_db()
        assert (carte.etat, lea.carte.etat) == ("VOLEE", "ACTIVE")

    def test_without_the_undertaking_nothing_is_declared_and_the_answers_are_kept(self, lea):
        etape = lea.commencer()
        suite = lea.client.post(etape, {"personne": lea.assure.personne.public_id, "motif": "VOL"})
        page = lea.client.post(suite.url, {}).content.decode()
        assert "Cochez la case pour vous engager" in page and lea.carte.etat == "ACTIVE"
        assert "checked" in lea.client.get(etape).content.decode()

    def test_the_serial_is_shown_masked(self, lea):
        page = lea.client.get(lea.commencer()).content.decode()
        assert SERIE not in page and "5678" in page

    def test_somebody_else_s_card_cannot_be_declared(self, lea):
        autre = creer_assure("Marc", "Autre", sexe="M")
        reponse = lea.client.post(lea.commencer(), {"personne": autre.personne.public_id, "motif": "PERTE"})
        assert reponse.status_code == 200
        assert CarteVitale.objects.get(personne=autre.personne).etat == "ACTIVE"

    def test_both_parents_at_once_make_one_opposition(self, lea):
        enfant = creer_enfant(lea.assure, "Zoé", date_naissance=date(2012, 3, 1))
        carte = creer_carte(enfant.personne)
        etape = lea.commencer()
        suite = lea.client.post(etape, {"personne": enfant.personne.public_id, "motif": "PERTE"})
        fin = lea.client.post(suite.url, {"restitution": "on"})
        cartes_vitale.opposer(
            lea.assure, enfant.personne, carte=carte.public_id, motif="VOL", le=horloge.maintenant(),
            commander_avant=horloge.maintenant() + timedelta(days=4), cause="D-AUTRE", acteur="horloge",
        )  # fmt: skip
        assert lea.client.post(fin.url, {"honneur": "on"}).url == etape
        assert Opposition.objects.de(lea.assure).count() == 1

    def test_a_family_costs_four_queries_however_large_it_is(self, lea):
        for rang in range(4):
            creer_carte(creer_enfant(lea.assure, f"Enfant{rang}", date_naissance=date(2012, 3, 1)).personne)
        le = horloge.maintenant()
        with requetes() as vues:
            titulaires.lire(lea.assure, le)
        assert len(vues) == 4


class TestQuatreJours:
    def test_the_confirmation_leads_to_the_order_and_says_how_long(self, lea):
        demarche = lea.declarer()
        page = lea.client.get(reverse("demarches:confirmation", args=[demarche.reference])).content.decode()
        assert "Votre déclaration est prise en compte" in page and ">Continuer : commander la carte Vitale<" in page
        assert reverse("demarches:depart", args=["commande-carte-vitale"]) in page
        assert "Il vous reste 4\u00a0jours" in page and "attestation de droits" in page
        assert lea.sujets == ["Votre carte Vitale est invalidée"]
        assert len(re.findall(r'class="bouton"', page)) == 1

    def test_the_mail_says_what_is_left_to_do_and_until_when(self, lea):
        lea.declarer()
        assert "C’était vous ? Il vous reste 4 jours pour commander la nouvelle carte" in mail()
        fin = formats.jour(horloge.aujourdhui() + timedelta(days=4)).replace("\u00a0", " ")
        assert f"jusqu’au {fin} inclus" in mail() and "rien à faire" not in mail()

    @pytest.mark.parametrize(
        ("reste", "dit"),
        [
            (timedelta(days=2, hours=9), "Il vous reste 2 jours"),
            (timedelta(hours=14, minutes=30), "Il vous reste 14 heures"),
            (timedelta(minutes=40, seconds=30), "Il vous reste 40 minutes"),
        ],
    )
    def test_the_home_says_what_is_left_to_do_and_the_time_left_to_the_last_minute(self, lea, reste, dit):
        demarche = lea.declarer()
        apres = demarche.prevue_le - demarche.deposee_le - reste
        lea.plus_tard(demarche, seconds=apres.total_seconds())
        page = lea.client.get("/").content.decode().replace("\u00a0", " ")
        assert f"{dit} pour commander la nouvelle carte en ligne" in page
        assert reverse("demarches:depart", args=["commande-carte-vitale"]) in page

    def test_two_reminders_then_the_way_out_and_a_new_declaration_opens_four_new_days(self, lea):
        demarche = lea.declarer()
        lea.plus_tard(demarche, days=2, minutes=1)
        assert lea.sujets[1:] == ["Commandez votre nouvelle carte Vitale"]
        lea.plus_tard(demarche, days=3, minutes=1)
        lea.plus_tard(demarche, days=3, minutes=2)
        assert len(lea.sujets) == 3
        lea.plus_tard(demarche, days=5)
        assert lea.sujets[3:] == ["Votre nouvelle carte Vitale n’est pas commandée"]
        demarche = Demarche.objects.de(lea.assure).get(pk=demarche.pk)
        assert demarche.etat == Etat.ACCEPTEE and lea.carte.etat == "PERDUE"
        refus = lea.client.get(reverse("demarches:depart", args=["commande-carte-vitale"])).content.decode()
        assert "pour commander en ligne après la déclaration sont passés" in refus and "formulaire papier" in refus
        lea.declarer()
        assert Opposition.objects.de(lea.assure).count() == 2
        assert lea.client.post(reverse("demarches:depart", args=["commande-carte-vitale"])).status_code == 302

    def test_a_sweep_that_dies_in_the_middle_of_each_due_date_loses_and_repeats_nothing(self, lea, monkeypatch):
        demarche = lea.declarer()
        for jours, messages in ((2.1, 2), (3.1, 3), (5, 4)):
            for cible in ("prevenir",):
                vrai = getattr(transitions, cible)
                monkeypatch.setattr(transitions, cible, _mourir_apres(vrai))
                with pytest.raises(KeyboardInterrupt):
                    lea.plus_tard(demarche, days=jours)
                monkeypatch.setattr(transitions, cible, vrai)
            assert len(lea.sujets) == messages - 1
            lea.plus_tard(demarche, days=jours)
            lea.plus_tard(demarche, days=jours)
            assert len(lea.sujets) == messages
        assert not Echeance.objects.filter(objet=demarche.objet, etat=Echeance.Etat.EN_ATTENTE).exists()

    def test_more_time_given_by_an_agent_is_waited_for(self, lea):
        demarche = lea.declarer()
        opposition = Opposition.objects.de(lea.assure).get()
        cartes_vitale.prolonger(
            opposition, jours=8, acteur=creer_agent(lea.assure.caisse).compte.acteur, motif="Hospitalisée",
            le=demarche.deposee_le,
        )  # fmt: skip
        lea.plus_tard(demarche, days=5)
        assert Demarche.objects.de(lea.assure).get().ouverte
        assert lea.client.get(reverse("demarches:depart", args=["commande-carte-vitale"])).status_code == 200
        lea.plus_tard(demarche, days=9)
        assert not Demarche.objects.de(lea.assure).get().ouverte


def mail() -> str:
    """The last alert, in words."""
    contenu = Envoi.objects.filter(gabarit="perte_carte_alerte").order_by("-id")[0].contenu
    return str(json.loads(contenu)["texte"]).replace("\u00a0", " ")


def lu(personne: Declarant, page: str, demarche: Demarche) -> str:
    return personne.client.get(reverse(f"demarches:{page}", args=[demarche.reference])).content.decode()


def _mourir_apres(vrai: Any) -> Any:
    """What is done is done, then the process dies before it is kept."""

    def mourir(*args: Any, **kwargs: Any) -> None:
        vrai(*args, **kwargs)
        raise KeyboardInterrupt

    return mourir
