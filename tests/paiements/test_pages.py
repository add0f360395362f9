"""« Mes paiements » and one payment: what is shown, to whom, and at what cost."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from ameli.noyau import formats, horloge
from ameli.noyau.formats import INSECABLE
from paiements.models import Paiement, Prestation, Retenue, RevenuRemplacement
from tests.fabriques import connecter, creer_agent, creer_assure, creer_complementaire, creer_compte, creer_enfant
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer, payer_une_consultation

pytestmark = pytest.mark.django_db
LISTE = "/mes-paiements/"


def texte(reponse) -> str:
    """What is read, without tags, with plain spaces."""
    assert reponse.status_code == 200
    page = html.unescape(re.sub(r"<[^>]*>", " ", reponse.content.decode().split("<main", 1)[1]))
    return re.sub(r"\s+", " ", page.replace(INSECABLE, " ").replace("\u202f", " "))


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


@pytest.fixture
def jour(lea) -> date:
    return horloge.aujourdhui()


def detail(paiement: Paiement) -> str:
    return reverse("paiements:detail", args=[paiement.public_id])


def test_a_visitor_signs_in_and_an_agent_has_no_payments(client, lea):
    assert client.get(LISTE).url.startswith("/connexion/")
    assert connecter(client, creer_agent().compte).get(LISTE).status_code == 404


def test_the_tab_leads_to_the_list(connectee):
    assert f'href="{LISTE}"' in connectee.get("/").content.decode()


def test_months_have_their_total_and_what_others_received_is_told_apart(connectee, lea, pharmacie, jour):
    premier = jour.replace(day=1)
    payer(lea, premier, "19.00")
    payer(lea, premier, "4.33", famille="TIERS", destinataire=pharmacie, postes=2)
    page = texte(connectee.get(LISTE))
    assert "Reçu : 19,00 €" in page
    assert "Pharmacie" in page and "1 paiement direct à un professionnel (tiers payant) : 4,33 €" in page
    assert "Médecin" in page
    creer_enfant(lea)
    assert "pour Léa" in texte(connectee.get(LISTE))


def test_what_professionals_received_is_folded_by_month_unless_there_is_nothing_else_or_it_is_looked_for(
    connectee, lea, pharmacie, jour
):
    def plis(recherche: dict[str, str] | None = None) -> list[str]:
        return re.findall(
            r'<details class="releve__directs"( open)?>', connectee.get(LISTE, recherche).content.decode()
        )

    payer(lea, jour, "4.33", famille="TIERS", destinataire=pharmacie, postes=2)
    payer(lea, jour, "2.10", famille="TIERS", destinataire=pharmacie, postes=2)
    assert plis() == [" open"]
    payer(lea, jour)
    assert plis() == [""]
    assert "2 paiements directs à un professionnel (tiers payant) : 6,43 €" in texte(connectee.get(LISTE))
    assert plis({"famille": "TIERS"}) == [" open"]


def test_the_head_says_what_the_year_brought_and_what_is_on_its_way(connectee, lea, pharmacie, jour):
    payer(lea, jour, "19.00")
    payer(lea, jour, "4.33", famille="TIERS", destinataire=pharmacie, postes=2)
    payer(lea, date(jour.year - 1, 3, 2), "30.00")
    demain = jour + timedelta(days=1)
    assert f"Reçu en {jour.year} 19,00 €" in texte(connectee.get(LISTE))
    payer(lea, jour, "7.00", etat="RETENU", disponible_le=demain)
    payer(lea, jour, "8.00", etat="REJETE", disponible_le=demain)
    payer(lea, jour - timedelta(days=60), "9.00", etat="REJETE", disponible_le=jour - timedelta(days=50))
    payer(lea, jour, "6.00", etat="ATTENTE")
    page = texte(connectee.get(LISTE))
    assert f"Virement prévu 7,00 € le {formats.jour(demain)}".replace(INSECABLE, " ") in page
    assert f"Retourné par la banque 8,00 € nouveau virement le {formats.jour(demain)}".replace(INSECABLE, " ") in page
    assert "En attente d’un compte bancaire 6,00 €" in page


def test_a_year_and_a_person_are_one_click_each_and_the_head_follows_the_year_alone(connectee, lea, jour):
    creer_enfant(lea)
    payer(lea, jour, "19.00")
    avant = jour.year - 1
    payer(lea, date(avant, 3, 2), "30.00")
    payer(lea, date(avant, 3, 9), "25.00", rangs=0b10)
    page = html.unescape(connectee.get(LISTE).content.decode())
    l_an_passe = re.search(rf'href="([^"]+)">{avant}</a>', page)[1]
    lu = connectee.get(l_an_passe)
    assert f"Reçu en {avant} 55,00 €" in texte(lu) and "19,00 €" not in texte(lu)
    assert '<details class="recherche">' in lu.content.decode()
    de_lenfant = re.search(r'href="([^"]*qui=2[^"]*)"', html.unescape(lu.content.decode()))[1]
    lu = texte(connectee.get(de_lenfant))
    assert "25,00 €" in lu and "30,00 €" not in lu and "Reçu en" not in lu


@pytest.mark.parametrize("ecart", [0, 1, 2])
def test_each_year_of_the_head_is_a_search_without_fault(connectee, lea, jour, ecart):
    payer(lea, jour)
    page = html.unescape(connectee.get(LISTE).content.decode())
    annee = jour.year - ecart
    adresse = re.search(rf'href="([^"]+)"(?: aria-current="true")?>{annee}</a>', page)[1]
    assert f"Reçu en {annee} " in texte(connectee.get(adresse))


def test_a_file_without_payment_says_when_they_come(connectee):
    page = texte(connectee.get(LISTE))
    assert "Aucun paiement pour le moment" in page and "27 mois" not in page


def test_the_search_keeps_what_was_typed_and_says_when_nothing_fits(connectee, lea, jour):
    payer(lea, jour)
    reponse = connectee.get(LISTE, {"famille": "RENTE", "du": f"{jour:%d/%m/%Y}"})
    assert "Aucun paiement ne correspond" in texte(reponse)
    assert f'value="{jour:%d/%m/%Y}"' in reponse.content.decode()
    assert '<details class="recherche" open>' in reponse.content.decode()


@pytest.mark.parametrize(
    ("recherche", "faute"),
    [
        ({"du": "31/02/2026"}, "Saisissez une date qui existe"),
        ({"du": "01/01/2020"}, "Choisissez une date à partir du"),
        ({"au": "01/01/2090"}, "qui n’est pas dans l’avenir"),
        ({"qui": "7"}, "Choisissez une personne de la liste"),
        ({"famille": "ZZZ"}, "Choisissez dans la liste"),
    ],
)
def test_a_faulty_search_is_corrected_and_the_whole_list_stays(connectee, lea, jour, recherche, faute):
    payer(lea, jour)
    creer_enfant(lea)
    reponse = connectee.get(LISTE, recherche)
    page = texte(reponse)
    assert faute in page and "Médecin" in page
    assert "<title>Erreur :" in reponse.content.decode().replace(INSECABLE, " ")


def test_the_search_is_kept_from_page_to_page(connectee, lea, jour):
    for n in range(35):
        payer(lea, jour - timedelta(days=n), rangs=0b10)
    creer_enfant(lea)
    contenu = html.unescape(connectee.get(LISTE, {"qui": "2", "famille": ["SOINS", "IJ"]}).content.decode())
    suivante = re.search(r'rel="next" href="([^"]+)"', contenu)[1]
    assert suivante.startswith(f"{LISTE}?qui=2&famille=SOINS&famille=IJ&apres=")
    page = connectee.get(suivante).content.decode()
    assert page.count('class="paiement"') == 5
    assert 'rel="prev" href="/mes-paiements/?qui=2&amp;famille=SOINS&amp;famille=IJ"' in page


def test_states_of_a_transfer_are_told_with_their_dates(connectee, lea, jour):
    payer(lea, jour, etat="REJETE", disponible_le=date(2026, 3, 14))
    payer(lea, jour, etat="RETENU", disponible_le=date(2026, 3, 15))
    payer(lea, jour, etat="ATTENTE", a_transmettre=True)
    page = texte(connectee.get(LISTE))
    for attendu in (
        "Retourné par la banque", "Nouveau virement le 14 mars 2026", "En attente du nouveau compte",
        "Virement prévu le 15 mars 2026", "En attente d’un compte", "À transmettre à ma complémentaire", "Reçu : 0,00 €",
    ):  # fmt: skip
        assert attendu in page


def test_the_list_costs_eight_queries_at_any_depth(connectee, lea, jour):
    creer_enfant(lea)
    Paiement.objects.bulk_create(
        Paiement(assure=lea, emis_le=jour - timedelta(days=n // 3), montant=1, famille="SOINS", rangs=3, postes=3)
        for n in range(400)
    )
    adresse, pages = LISTE, []
    while adresse and len(pages) < 8:
        with requetes() as faites:
            contenu = html.unescape(connectee.get(adresse).content.decode())
        pages.append(faites)
        trouvee = re.search(r'rel="next" href="([^"]+)"', contenu)
        adresse = trouvee and trouvee[1]
    premiere, *suivantes = pages
    assert len(premiere) == 8 and len(suivantes) == 7  # the head of the year; then the place where a page begins
    for faites in suivantes:
        assert len(faites) == 8 and faites == suivantes[0], "\n".join(faites)


def test_a_consultation_explains_itself(connectee, lea, jour):
    ligne = payer_une_consultation(lea, jour)
    Retenue.objects.create(
        assure=lea, personne=lea.personne, prestation=ligne, genre="PF", annee=ligne.soins_le.year,
        acte_le=ligne.soins_le, montant=Decimal(2), paiement=ligne.paiement, recupere_le=jour,
    )  # fmt: skip
    page = texte(connectee.get(detail(ligne.paiement)))
    for attendu in (
        "19,00 €", "Consultation de médecin généraliste", "Montant payé 30,00 €", "Taux 70 %", "Pourquoi ce montant ?",
        "30,00 € × 70 % = 21,00 €.", "La participation forfaitaire est retenue : −2,00 €.", "retenue sur ce paiement",
        "21,00 € à verser, moins 2,00 € de retenues : 19,00 €", ligne.paiement.numero,
    ):  # fmt: skip
        assert attendu in page, attendu


def test_a_withholding_and_its_act_lead_to_each_other(connectee, lea, pharmacie, jour):
    chez = payer(lea, jour - timedelta(days=30), "5.33", famille="TIERS", destinataire=pharmacie, postes=2)
    boite = Prestation.objects.create(
        paiement=chez, rang=1, code="PH7", soins_le=jour - timedelta(days=36), personne=lea.personne,
        professionnel=pharmacie, paye=Decimal("8.20"), base=Decimal("8.20"), taux=65, verse=Decimal("5.33"),
        motif_taux="HAB", retenue=Decimal(1), motif_retenue="DUE",
    )  # fmt: skip
    consultation = payer_une_consultation(lea, jour, montant="18.00")
    retenue = Retenue.objects.create(
        assure=lea, personne=lea.personne, prestation=boite, genre="FRB", annee=boite.soins_le.year,
        acte_le=boite.soins_le, montant=Decimal(1), paiement=consultation.paiement, recupere_le=jour,
    )  # fmt: skip
    depuis_la_retenue = connectee.get(detail(consultation.paiement)).content.decode()
    assert f'href="{detail(chez)}#ligne-1"' in depuis_la_retenue
    depuis_l_acte = connectee.get(detail(chez))
    assert f'href="{detail(consultation.paiement)}#retenues"' in depuis_l_acte.content.decode()
    assert "n’est pas retenue sur ce versement" in texte(depuis_l_acte)
    Retenue.objects.de(lea).filter(pk=retenue.pk).update(paiement=None, recupere_le=None)
    assert "à retenir sur un prochain versement" in texte(connectee.get(detail(chez)))


def test_an_allowance_shows_what_it_is_made_of(connectee, lea, jour):
    paiement = payer(lea, jour, "354.28", famille="IJ", postes=8192)
    ligne = Prestation.objects.create(
        paiement=paiement, rang=1, code="IJN", soins_le=date(2025, 3, 4), personne=lea.personne, paye=0,
        verse=Decimal("354.28"), motif_taux="FOR",
    )  # fmt: skip
    RevenuRemplacement.objects.create(
        prestation=ligne, du=date(2025, 3, 4), au=date(2025, 3, 14), jours=11, journalier=Decimal("34.52"),
        brut=Decimal("379.72"), csg=Decimal("23.54"), crds=Decimal("1.90"),
    )  # fmt: skip
    page = texte(connectee.get(detail(paiement)))
    for attendu in ("Du 04/03/2025 au 14/03/2025, 11 jours à 34,52 €", "CSG −23,54 €", "Montant net 354,28 €"):
        assert attendu in page
    assert "Indemnités journalières" in texte(connectee.get(LISTE))


def test_a_returned_transfer_and_the_one_that_replaces_it_lead_to_each_other(connectee, lea, jour):
    ligne = payer_une_consultation(lea, jour - timedelta(days=7), etat="REJETE", disponible_le=jour)
    nouveau = payer(lea, jour, remplace=ligne.paiement)
    assert detail(nouveau) in connectee.get(detail(ligne.paiement)).content.decode()
    page = connectee.get(detail(nouveau))
    assert detail(ligne.paiement) in page.content.decode()
    assert "Consultation de médecin généraliste" in texte(page)


def test_what_the_complementary_cover_knows_is_told(connectee, lea, jour):
    mutuelle = creer_complementaire(lea, "Mutuelle des Gaves", du=jour)
    dit = payer_une_consultation(lea, jour, complementaire=mutuelle, transmis_le=date(2026, 3, 14)).paiement
    assert "Transmis à Mutuelle des Gaves le 14 mars 2026" in texte(connectee.get(detail(dit)))
    a_dire = payer_une_consultation(lea, jour, a_transmettre=True).paiement
    assert "Décompte à envoyer à votre complémentaire" in texte(connectee.get(detail(a_dire)))


def test_a_held_payment_says_until_when_and_one_without_account_what_to_do(connectee, lea, jour):
    retenu = payer(lea, jour, etat="RETENU", disponible_le=date(2026, 3, 15))
    assert "Le virement est prévu le 15 mars 2026" in texte(connectee.get(detail(retenu)))
    assert "Nous ne connaissons pas votre compte" in texte(connectee.get(detail(payer(lea, jour, etat="ATTENTE"))))


def test_another_person_s_payment_is_not_found(connectee, jour):
    autre = payer(creer_assure("Marc", "Lafitte", sexe="M"), jour)
    assert connectee.get(detail(autre)).status_code == 404
    assert connectee.get("/mes-paiements/zzzz/").status_code == 404


def test_one_payment_costs_at_most_five_queries_however_long(connectee, lea, pharmacie, jour):
    paiement = payer(lea, jour, "21.00", etat="REJETE", destinataire=None)
    for rang in range(1, 26):
        ligne = Prestation.objects.create(
            paiement=paiement, rang=rang, code="G", soins_le=jour, personne=lea.personne, professionnel=pharmacie,
            paye=Decimal(30), base=Decimal(30), taux=70, verse=Decimal(21), motif_taux="HAB", retenue=Decimal(2),
            motif_retenue="DUE",
        )  # fmt: skip
        Retenue.objects.create(
            assure=lea, personne=lea.personne, prestation=ligne, genre="PF", annee=jour.year, acte_le=jour,
            montant=Decimal(2), paiement=paiement, recupere_le=jour,
        )  # fmt: skip
    connectee.get(LISTE)
    with requetes() as faites:
        assert connectee.get(detail(paiement)).status_code == 200
    assert len(faites) <= 5, faites
