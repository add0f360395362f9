"""Care abroad: bills in other currencies, the rate of a payment, the cap on the refund (chapter 21; worked cases)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Exoneration, LiaisonComplementaire
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.models import Entree
from documents.editions import decompte
from paiements import baremes, cours, etranger, patients
from paiements.calcul.etranger import SoinEtranger, rembourser
from paiements.calcul.mots import Genre, MotifRetenue, Protection
from paiements.calcul.patient import Patient, Periode
from paiements.calcul.retenues import Compteurs
from paiements.detail import lire
from paiements.devises import devises
from paiements.etranger import SoinFacture
from paiements.models import CoursDevise, DepenseEtrangere, Retenue
from tests.fabriques import connecter, creer_agent, creer_assure, creer_complementaire

CHLOE = Patient(date(2004, 5, 2))
ZOE = Patient(date(2014, 3, 9))
AOUT = date(2026, 8, 12)
LUNDI = datetime(2026, 11, 30, 9, tzinfo=UTC)


def net(lignes) -> D:
    return sum((ligne.net for ligne in lignes), D(0))


def soin(paye: str, *, patient: Patient = CHLOE, **champs) -> D:
    return net(rembourser(SoinEtranger("G", AOUT, D(paye), **champs), patient, Compteurs()))


def publier(devise: str, valeur: str, le: date) -> CoursDevise:
    return CoursDevise.objects.create(
        devise=devise, valeur=D(valeur), publie_le=le, source="essai", ecrit_le=LUNDI, ecrit_par="agent:X"
    )


# The calculation


def test_a_consultation_of_60_euros_at_the_french_tariff_gives_19():
    assert soin("60.00") == D("19.00")


def test_the_cap_is_on_the_refund_and_never_more_than_was_spent_is_paid_back():
    assert soin("15.00") == D("13.00"), "min(15, 21) − 2: cut on the base it would be 8,50"
    assert soin("21.00") == soin("60.00")


def test_without_a_family_doctor_nobody_loses_points_abroad():
    assert soin("75.00") == D("19.00"), "30 × 30 % − 2 would be 7,00"


def test_a_minor_leaves_no_participation():
    lignes = rembourser(SoinEtranger("G", AOUT, D("60.00")), ZOE, Compteurs())
    assert net(lignes) == D("21.00") and lignes[0].motif_retenue is MotifRetenue.MINEUR


def test_the_solidarity_cover_pays_the_rest_but_never_past_the_bill():
    solidaire = Patient(date(1990, 1, 1), (Periode(Protection.C2S, date(2026, 1, 1)),))
    assert soin("60.00", patient=solidaire) == D("30.00"), "21 and 9, nothing is withheld"
    assert soin("25.00", patient=solidaire) == D("25.00")
    assert soin("15.00", patient=solidaire) == D("15.00")


def test_what_the_state_of_stay_says_is_paid_whole_within_the_bill():
    assert soin("60.00", etat=D("42.10")) == D("42.10")
    assert soin("60.00", etat=D("75.00")) == D("60.00")


def test_the_words_say_the_french_base_then_the_cap(db):
    from paiements.calcul.explication import expliquer

    ligne = rembourser(SoinEtranger("G", AOUT, D("15.00")), CHLOE, Compteurs())[0]
    mots = " ".join(etape.texte for etape in expliquer(ligne)).replace("\u00a0", " ")
    assert "base de remboursement française : 30,00 €" in mots
    assert "30,00 € × 70 % = 21,00 €. Nous ne versons jamais plus que ce qui a été payé : 15,00 €" in mots
    assert sum(etape.effet for etape in expliquer(ligne)) == ligne.net


# Rates


@pytest.mark.django_db
def test_a_sunday_takes_the_last_rate_that_was_published_before_it():
    publier("JPY", "0.0061", date(2026, 11, 27))
    publier("JPY", "0.0070", date(2026, 11, 30))
    dimanche = cours.au("JPY", date(2026, 11, 29))
    assert (dimanche.en_euros(D(8500)), dimanche.publie_le) == (D("51.85"), date(2026, 11, 27))
    assert cours.au("JPY", date(2026, 11, 30)).valeur == D("0.0070")
    with pytest.raises(cours.CoursInconnu):
        cours.au("JPY", date(2026, 11, 26))


@pytest.mark.django_db
def test_the_day_of_reference_is_a_dated_setting(monkeypatch):
    publier("CAD", "0.6250", date(2026, 10, 30))
    publier("CAD", "0.6400", date(2026, 11, 20))
    assert cours.au("CAD", date(2026, 11, 29)).valeur == D("0.6400")
    serie = baremes.Serie("change", (date(2017, 5, 1),), ({"jour_de_reference": "mois"},))
    monkeypatch.setattr(cours.baremes, "baremes", lambda: {"change": serie})
    assert cours.au("CAD", date(2026, 11, 29)).valeur == D("0.6250")


def test_a_currency_without_decimals_takes_none():
    assert devises()["JPY"].accepte(D("8500")) and not devises()["JPY"].accepte(D("8500.50"))
    assert devises()["JPY"].en_mots(D(8500)).replace("\u202f", " ").replace("\u00a0", " ") == "8 500 JPY"
    assert devises()["TND"].accepte(D("12.345"))


# Paid


@pytest.fixture
def chloe(db):
    publier("CAD", "0.6250", date(2026, 11, 27))
    return creer_assure("Chloé", "Vergès", date_naissance=date(2004, 5, 2))


def payer(assure, *soins: SoinFacture):
    return etranger.payer(assure, assure.personne, soins, rang=1, du_le=LUNDI)


def test_a_bill_of_120_canadian_dollars_is_75_euros_and_gives_19(chloe):
    paiement = payer(chloe, SoinFacture("a", AOUT, D(120), "CAD", "G"))
    ligne = paiement.prestations.get()
    assert (paiement.montant, ligne.paye, ligne.base, ligne.verse, ligne.retenue) == (
        D("19.00"), D("75.00"), D("30.00"), D("21.00"), D("2.00"),
    )  # fmt: skip
    garde = DepenseEtrangere.objects.de(chloe).get()
    assert (garde.facture.replace("\u00a0", " "), garde.valeur, garde.publie_le) == (
        "120,00 CAD", D("0.625"), date(2026, 11, 27),
    )  # fmt: skip


def test_the_rate_of_a_payment_stays_when_another_is_published(chloe):
    paiement = payer(chloe, SoinFacture("a", AOUT, D(120), "CAD", "G"))
    publier("CAD", "0.9000", date(2026, 11, 28))
    assert DepenseEtrangere.objects.de(chloe).get().valeur == D("0.625")
    detail = lire(chloe, paiement.public_id)
    mots = " ".join(etape.texte for etape in detail.groupes[0].lignes[0].etapes).replace("\u00a0", " ")
    assert "Facture de 120,00 CAD : 75,00 €, au cours publié le 27 novembre 2026 (1 CAD = 0,6250 €)." in mots
    papier = decompte.composer(chloe, detail, instant=LUNDI)
    assert "0,6250" in papier.groupes[0].soins[0].precision


def test_the_detail_of_a_payment_costs_no_query_more(chloe, django_assert_num_queries):
    paiement = payer(chloe, SoinFacture("a", AOUT, D(120), "CAD", "G"))
    with django_assert_num_queries(3):
        lire(chloe, paiement.public_id)


def test_the_ceiling_of_the_year_counts_what_was_withheld_in_france(chloe):
    ancienne = payer(chloe, SoinFacture("a", AOUT, D(60), "EUR", "G")).prestations.get()
    Retenue.objects.create(
        assure=chloe, personne=chloe.personne, prestation=ancienne, genre="PF", annee=2026, acte_le=AOUT, montant=D(48),
        paiement=None,
    )  # fmt: skip
    compteurs = patients.compteurs(chloe, chloe.personne, {2026})
    assert compteurs.annee(2026, "PF") == D(50)
    assert compteurs.retenir(Genre.PF, AOUT, "x", 1, D(21))[0] == D(0)


def test_what_protects_somebody_is_read_in_the_file(chloe):
    Exoneration.objects.create(assure=chloe, personne=chloe.personne, nature="INVALIDITE", du=date(2026, 1, 1))
    creer_complementaire(chloe, nature=LiaisonComplementaire.Nature.C2S, du=date(2026, 1, 1))
    natures = {une.nature for une in patients.lire(chloe, chloe.personne).protections}
    assert natures == {Protection.INVALIDITE, Protection.C2S}


# The table of an operator


def test_an_operator_adds_a_rate_and_the_journal_says_who(client, db):
    agent = creer_agent(superviseur=False)
    roles.donner(agent.compte, ["exploitant"])
    connecter(client, agent.compte)
    hier, avant = (f"{aujourdhui() - timedelta(days=n):%d/%m/%Y}" for n in (1, 2))
    ajout = {"devise": "CHF", "publie_le": hier, "valeur": "1,0712", "source": "BCE"}
    client.post(reverse("admin:paiements_coursdevise_add"), ajout)
    assert CoursDevise.objects.get().valeur == D("1.0712")
    assert Entree.objects.filter(genre="cours.ecrit", acteur=agent.compte.acteur).exists()
    for faux in ({"valeur": "0"}, {"publie_le": "20/11/2099"}, {"devise": "EUR"}):
        client.post(reverse("admin:paiements_coursdevise_add"), {**ajout, "publie_le": avant, **faux})
    assert CoursDevise.objects.count() == 1


def test_an_agent_without_the_role_adds_no_rate(client, db):
    connecter(client, creer_agent(superviseur=False).compte)
    assert client.get(reverse("admin:paiements_coursdevise_add")).status_code == 403
