"""« Que dois-je faire ? », « Suis-je couvert ? », « Qu’ai-je reçu ? »: what home says of rights, money and cards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts import a_faire
from accounts.a_faire import Ligne, Regard, Urgence
from accounts.informations.cartes_europeennes import nouveau_numero
from accounts.models import (
    Assure,
    CarteEuropeenne,
    CarteVitale,
    CommandeCarteVitale,
    Compte,
    MedecinTraitant,
    Opposition,
    Personne,
)
from ameli.noyau.calendrier import PARIS, ajouter_mois
from ameli.noyau.journal import auteur
from demarches.cartes.regles import limite_de_commande
from demarches.catalogue.iban.teleservice import SERVICE as IBAN
from demarches.catalogue.perte_carte.teleservice import SERVICE as PERTE
from demarches.moteur import invitations
from paiements.models import Avis, Contestation, Echeancier, Paiement, Retenue, Tiers
from tests.fabriques import creer_carte, creer_complementaire, creer_enfant
from tests.outils.requetes import requetes
from tests.paiements.dossier import creer_avis, payer, payer_une_consultation
from tests.suivi.salle import LUNDI, commencer, ecrire_a, envoyer, lu

pytestmark = pytest.mark.django_db
JOUR = LUNDI.date()


def lignes(assure: Assure, le: datetime = LUNDI) -> list[Ligne]:
    compte = Compte.objects.select_related("assure__personne").get(assure=assure)
    return a_faire.lire(Regard(compte.assure, compte, le))


def changer(assure: Assure, **champs: date | None) -> None:
    """The registry says something else of this file."""
    with auteur("systeme:données d'essai"):
        Assure.objects.systeme("changed by the test").filter(pk=assure.pk).update(**champs)


def titres(assure: Assure, le: datetime = LUNDI) -> list[str]:
    return [ligne.titre for ligne in lignes(assure, le)]


def devoir(assure: Assure, montant: str) -> Retenue:
    """A franchise that waits to be withheld."""
    acte = payer_une_consultation(assure, date(2026, 3, 2))
    return Retenue.objects.create(
        assure=assure, personne=assure.personne, prestation=acte, genre="PF", annee=2026, acte_le=acte.soins_le,
        montant=Decimal(montant),
    )  # fmt: skip


def contester(assure: Assure, avis: Avis) -> None:
    """The person contests the line of the notice; nobody has answered."""
    Contestation.objects.create(
        ligne=avis.lignes.get(), fil=ecrire_a(assure), motif="autre", assure=assure, ouvert_le=LUNDI
    )


def declarer(assure: Assure, personne, le: datetime = LUNDI, etat: str = CarteVitale.Etat.PERDUE) -> Opposition:
    """Their card is declared at `le`."""
    carte = CarteVitale.objects.filter(personne=personne).first() or creer_carte(personne)
    CarteVitale.objects.filter(pk=carte.pk).update(etat=etat)
    return Opposition.objects.create(
        carte=carte, personne=personne, declaree_par=assure, motif="PERTE", le=le,
        commander_avant=limite_de_commande(le), cause="D-ESSAI",
    )  # fmt: skip


def porter(assure: Assure, personne, fin: date, etat: str = CarteEuropeenne.Etat.ACTIVE) -> CarteEuropeenne:
    """A European card until `fin`."""
    return CarteEuropeenne.objects.create(
        personne=personne, demandee_par=assure, numero=nouveau_numero("401"),
        motif="PREMIERE", etat=etat, demandee_le=LUNDI, etat_depuis=LUNDI, debut=ajouter_mois(fin, -24), fin=fin,
    )  # fmt: skip


# The list


def test_what_does_most_harm_comes_first_then_the_nearest_day(monkeypatch, lea):
    def une(titre: str, urgence: Urgence, le: date | None = None) -> Ligne:
        return Ligne("essai", titre, "", "/", "Voir", "info", "jusqu’au", le=le, urgence=urgence)

    donnees = [
        une("brouillon", Urgence.NORMALE), une("bientôt", Urgence.NORMALE, JOUR), une("dette", Urgence.PRESSE),
        une("plus tard", Urgence.PRESSE, JOUR + timedelta(days=9)), une("demain", Urgence.PRESSE, JOUR),
        une("fermé", Urgence.PERDU),
    ]  # fmt: skip
    monkeypatch.setattr(a_faire, "SOURCES", [lambda _: donnees[:3], lambda _: donnees[3:]])
    assert titres(lea) == ["fermé", "demain", "plus tard", "dette", "bientôt", "brouillon"]


def test_only_the_first_thing_to_do_has_the_filled_button(connectee, lea):
    changer(lea, droits_au=JOUR - timedelta(days=1))
    commencer(lea, IBAN)
    page = lu(connectee.get("/"))
    assert "2 choses à faire" in page
    assert page.count('class="bouton" href=') == 1
    assert 'class="bouton" href="/messagerie/ecrire/droits/"' in page


def test_what_several_floors_need_is_read_once(lea):
    demandes = []
    regard = Regard(lea, lea.compte, LUNDI)

    def lire(assure, le):
        demandes.append((assure, le))
        return "lu"

    assert [regard.lire(lire), regard.lire(lire)] == ["lu", "lu"]
    assert demandes == [(lea, LUNDI)]


def test_everything_at_once_costs_ten_queries(connectee, lea):
    changer(lea, droits_au=JOUR - timedelta(days=1))
    devoir(lea, "120.00")
    creer_avis(lea, "50.00")
    enfant = creer_enfant(lea)
    declarer(lea, lea.personne)
    porter(lea, enfant.personne, JOUR + timedelta(days=20))
    payer(lea, JOUR, etat=Paiement.Etat.EN_ATTENTE)
    ecrire_a(lea)
    envoyer(lea, IBAN, etat="A_COMPLETER", prevue_le=None)
    connectee.post(reverse("demarches:depart", args=["adresse"]))
    connectee.get("/")
    with requetes() as faites:
        page = lu(connectee.get("/"))
    assert "7 choses à faire" in page
    assert len(faites) == 11, faites  # one is the clock, which the practice site alone reads in the database


def test_a_draft_is_judged_with_one_query_at_most(connectee, lea):
    connectee.get("/")
    with requetes() as sans:
        connectee.get("/")
    connectee.post(reverse("demarches:depart", args=["iban"]))
    connectee.get("/")
    with requetes() as avec:
        assert "Terminer «" in lu(connectee.get("/"))
    assert len(avec) == len(sans) + 1 <= 12, avec


# Rights


@pytest.mark.parametrize(
    ("au", "attendu"),
    [
        (None, []), (JOUR + timedelta(days=61), []), (JOUR + timedelta(days=60), ["Vos droits finissent bientôt"]),
        (JOUR, ["Vos droits finissent bientôt"]), (JOUR - timedelta(days=1), ["Vos droits sont fermés"]),
    ],
)  # fmt: skip
def test_rights_that_ended_or_are_about_to_are_said(lea, au, attendu):
    changer(lea, droits_au=au)
    assert titres(lea) == attendu


def test_closed_rights_say_since_when_in_the_list_and_in_the_answer(connectee, lea):
    changer(lea, droits_au=date(2026, 7, 31))
    page = lu(connectee.get("/"))
    assert "Vos soins ne sont plus remboursés." in page
    assert "Depuis le 31 juillet 2026." in page
    assert '<span class="pastille pastille--erreur">Non</span>' in page
    assert "Mon attestation de droits" not in page
    assert "Ne sert plus" in page


def test_rights_that_never_began_are_not_said_to_have_ended(connectee, lea):
    changer(lea, droits_du=None)
    assert "Ils n’ont pas encore été ouverts." in lu(connectee.get("/"))
    changer(lea, droits_du=JOUR + timedelta(days=8))
    assert "Ils s’ouvrent le 1er décembre 2026." in lu(connectee.get("/"))


def test_rights_of_a_child_are_said_when_they_end_before_those_of_the_parent(lea):
    creer_enfant(lea, "Zoé", droits_au=JOUR + timedelta(days=10))
    creer_enfant(lea, "Anna", droits_au=JOUR - timedelta(days=400))
    assert titres(lea) == ["Les droits de Zoé finissent bientôt"]
    changer(lea, droits_au=JOUR + timedelta(days=10))
    assert titres(lea) == ["Vos droits finissent bientôt"]


def test_the_answer_names_who_is_covered_and_what_with(connectee, lea):
    creer_enfant(lea, "Zoé")
    creer_enfant(lea, "Anna", droits_au=JOUR - timedelta(days=400))
    MedecinTraitant.objects.create(
        assure=lea, personne=lea.personne, nom="Dr Anne Lartigue", commune="Dax", depuis=JOUR
    )
    creer_complementaire(lea, "Mutuelle des Gaves")
    creer_complementaire(lea, "Ancienne", du=date(2018, 1, 1), au=date(2019, 1, 1))
    page = lu(connectee.get("/"))
    for attendu in ("Pour vous et Zoé.", "Dr Anne Lartigue", "Mutuelle des Gaves", "Mon attestation de droits"):
        assert attendu in page
    assert "Anna" not in page


def test_two_covers_at_once_are_to_be_chosen(connectee, lea):
    for nom in ("Mutuelle des Gaves", "Mutuelle des Anciens"):
        creer_complementaire(lea, nom)
    invitations.revoir_tous(LUNDI)
    page = lu(connectee.get("/"))
    assert "Deux complémentaires sont enregistrées pour vous" in page
    assert "2, à choisir" in page


# Money


@pytest.mark.parametrize(
    ("du", "dit", "bouton"), [("99.99", False, ""), ("100.00", True, "Payer"), ("150.01", True, "Voir le détail")]
)
def test_a_balance_of_100_euros_and_more_is_said(connectee, lea, du, dit, bouton):
    devoir(lea, du)
    page = lu(connectee.get("/"))
    assert ("de participations et franchises à régler" in page) is dit
    assert not bouton or f">{bouton}<" in page


def test_a_balance_and_a_notice_say_which_care_they_come_from_so_that_they_are_two_debts(lea):
    devoir(lea, "120.00")
    avis = creer_avis(lea, "50.00", "22.50")
    avis.lignes.filter(rang=1).update(annee=2023, regle=Decimal("50.00"))
    textes = [ligne.texte for ligne in lignes(lea)]
    assert textes[0].startswith("Soins de 2026. Elles ne sont sur aucun avis envoyé.")
    assert "franchises. Soins de 2024. Avis du" in textes[1], "a line that is paid counts no more"
    creer_avis(lea, "348.17", nature="INDU-IJ", reference="4012605000004562C")
    (indu,) = [ligne.texte for ligne in lignes(lea) if "348,17" in ligne.titre]
    assert "Soins" not in indu


def test_what_is_being_paid_by_months_is_not_asked_for(lea):
    avis = creer_avis(lea, "348.17", nature="INDU-IJ")
    assert titres(lea) == ["Un avis de 348,17\u00a0€ est à payer"]
    Echeancier.objects.create(avis=avis, montant=Decimal("348.17"), demande_le=LUNDI)
    assert titres(lea) == []


def test_a_debt_whose_recourse_suspends_it_is_not_asked_for(lea):
    avis = creer_avis(lea, "348.17", nature="INDU-IJ")
    contester(lea, avis)
    assert titres(lea) == []
    contester(lea, creer_avis(lea, "60.00", reference="4012603000009999A", nature="PENAL"))
    assert titres(lea) == ["Un avis de 60,00\u00a0€ est à payer"], "observations suspend nothing"


def test_without_a_kiosk_nothing_leads_to_it(connectee, lea, settings):
    settings.KIOSQUE = {**settings.KIOSQUE, "adresse": ""}
    devoir(lea, "120.00")
    creer_avis(lea, "50.00")
    page = lu(connectee.get("/"))
    assert "/mes-paiements/creances/" not in page
    assert 'href="/mes-paiements/retenues/">Voir le détail' in page


def test_the_last_payment_is_the_last_that_reached_the_person(connectee, lea):
    pharmacie = Tiers.objects.create(genre=Tiers.Genre.PROFESSIONNEL, nom="Pharmacie des Arènes", commune="Dax")
    payer(lea, date(2026, 11, 16), "21.00", iban_masque="FR76 •••• •••• 705")
    payer(lea, date(2026, 11, 20), "300.00", destinataire=pharmacie, famille=Paiement.Famille.TIERS)
    payer(lea, date(2026, 11, 19), "5.00", etat=Paiement.Etat.REJETE)
    payer(lea, date(2025, 12, 31), "1000.00")
    page = lu(connectee.get("/"))
    assert '<h2 class="montant montant--grand" id="recu">21,00 €</h2>' in page
    assert "Médecin. Versé lundi 16 novembre sur le compte •••• 705." in page
    assert "Reçu en 2026" in page
    assert "300,00" not in page and "1 021,00" not in page


def test_a_payment_of_nothing_says_where_the_money_went(connectee, lea):
    payer(lea, date(2026, 11, 16), "0.00", iban_masque="FR76 •••• •••• 705")
    page = lu(connectee.get("/"))
    assert "Médecin, lundi 16 novembre. Rien n’a été versé : ce que vous deviez déjà" in page
    assert "Versé lundi" not in page


def test_a_payment_of_another_year_says_its_year(connectee, lea):
    payer(lea, date(2025, 12, 31), "1000.00")
    page = lu(connectee.get("/"))
    assert "Versé le 31 décembre 2025." in page
    assert "Reçu en 2026" not in page


def test_money_that_waits_for_an_account_is_to_be_claimed(connectee, lea):
    payer(lea, date(2026, 11, 16), "242.41", etat=Paiement.Etat.EN_ATTENTE)
    page = lu(connectee.get("/"))
    assert "242,41 € vous attendent" in page
    assert "Aucun paiement récent" in page


def test_a_held_payment_says_when_it_leaves(connectee, lea):
    payer(lea, JOUR, "24.60", etat=Paiement.Etat.RETENU, disponible_le=date(2026, 12, 2))
    page = lu(connectee.get("/"))
    assert "Prévu le 2 décembre 2026" in page
    assert "24,60 €" in page


# Cards


def test_a_lost_card_counts_the_days_left_to_order(lea):
    declarer(lea, lea.personne)
    dites = [(ligne.titre, ligne.reste, ligne.le) for ligne in lignes(lea)]
    assert dites == [("Commander votre carte Vitale", "Il reste 4\u00a0jours", date(2026, 11, 27))]
    assert [ligne.reste for ligne in lignes(lea, LUNDI + timedelta(days=3))] == ["Il reste 1\u00a0jour"]
    assert [ligne.reste for ligne in lignes(lea, LUNDI + timedelta(days=4))] == ["Il reste 14\u00a0heures"]
    assert titres(lea, LUNDI + timedelta(days=5)) == ["Remplacer votre carte Vitale"]


def test_a_card_whose_declaration_is_open_is_told_once(lea):
    opposition = declarer(lea, lea.personne)
    envoyer(lea, PERTE, reference=opposition.cause)
    assert "Commander votre carte Vitale" not in titres(lea)


def test_a_card_that_is_ordered_lifted_or_replaced_is_not_to_be_ordered(lea):
    opposition = declarer(lea, lea.personne)
    commande = CommandeCarteVitale.objects.create(
        personne=lea.personne, demandee_par=lea, origine="PERTE", demandee_le=LUNDI, etat_depuis=LUNDI, cause="D-X"
    )
    assert titres(lea) == []
    CommandeCarteVitale.objects.systeme("given up").filter(pk=commande.pk).update(etat="ANNULEE")
    assert titres(lea) == ["Commander votre carte Vitale"]
    CarteVitale.objects.filter(pk=opposition.carte_id).update(etat="REMPLACEE")
    assert titres(lea) == []
    CarteVitale.objects.filter(pk=opposition.carte_id).update(etat="PERDUE")
    Opposition.objects.systeme("lifted").filter(pk=opposition.pk).update(levee_le=LUNDI)
    assert titres(lea) == []


def test_the_card_of_a_child_bears_their_name_and_a_neighbour_s_is_not_told(lea, voisin):
    declarer(lea, creer_enfant(lea, "Zoé").personne)
    assert titres(lea) == ["Commander la carte Vitale de Zoé"]
    assert titres(voisin) == []


@pytest.mark.parametrize(
    ("fin", "attendu"),
    [
        (date(2027, 1, 24), []), (date(2027, 1, 23), ["Votre carte européenne finit bientôt"]),
        (JOUR, ["Votre carte européenne finit bientôt"]), (JOUR - timedelta(days=1), ["Votre carte européenne est finie"]),
        (JOUR - timedelta(days=61), []),
    ],
)  # fmt: skip
def test_a_european_card_is_to_be_renewed_around_its_end(lea, fin, attendu):
    porter(lea, lea.personne, fin)
    assert titres(lea) == attendu


def test_a_european_card_whose_next_one_is_on_its_way_is_not_to_be_renewed(lea):
    porter(lea, lea.personne, JOUR + timedelta(days=9))
    porter(lea, lea.personne, JOUR + timedelta(days=700), etat=CarteEuropeenne.Etat.FABRICATION)
    assert titres(lea) == []


def test_the_day_of_a_line_is_that_of_paris(lea):
    assert Regard(lea, lea.compte, datetime(2026, 11, 24, 0, 30, tzinfo=PARIS)).jour == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("sexe", "question"),
    [(Personne.Sexe.FEMME, "Suis-je couverte"), (Personne.Sexe.HOMME, "Suis-je couvert\N{NO-BREAK SPACE}?")],
)
def test_the_question_of_home_is_said_by_a_woman_as_by_a_man(lea, connectee, sexe, question):
    with auteur("systeme:test"):
        Personne.objects.filter(pk=lea.personne_id).update(sexe=sexe)
    assert question in connectee.get("/").content.decode()
