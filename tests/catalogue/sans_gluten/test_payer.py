"""After the last button: the month under its lock, what agents decide of each product, the payment line by line, the reminders."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection, connections
from django.urls import reverse

from accounts.models import Beneficiaire, Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import est_ouvre, ouvres
from ameli.noyau.echeances import balayer
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import auteur
from demarches.catalogue.sans_gluten import compteur, effets, guichet, regles
from demarches.catalogue.sans_gluten.models import AccordCoeliaque, LigneSansGluten, ProduitSansGluten
from demarches.models import Brouillon, Demarche, Etat
from demarches.moteur import accords as du_moteur
from demarches.moteur import corrections, sujets, transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.depot import deposer
from demarches.moteur.registre import celui_de
from paiements.models import Paiement, Prestation
from tests.catalogue.sans_gluten.acteurs import GALETTE, PAIN, Acheteuse, compte_de, dans, image
from tests.fabriques import creer_agent, creer_assure, creer_caisse, creer_complementaire, creer_enfant
from tests.fabriques_codes import avec_cle
from tests.fabriques_fichiers import photo

pytestmark = pytest.mark.django_db
INCONNU = avec_cle("049811100222")


def attendre(delai: timedelta) -> None:
    horloge.regler_decalage(delai)
    balayer()


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def avec_un_inconnu(acheteuse: Acheteuse) -> Demarche:
    """Two galettes, and a product that the table does not know."""
    brouillon = acheteuse.remplir([(GALETTE, "18,95", 2)])
    acheteuse.acheter(brouillon, "zzzz", code=INCONNU, prix="3,00", photo=image(photo(300, 200)))
    acheteuse.envoyer(brouillon, "produits", {})
    brouillon.refresh_from_db()
    return deposer(brouillon)


def juger(demarche: Demarche, **verdicts) -> None:
    agent = creer_agent(demarche.caisse)
    assert du_moteur.accepter(relire(demarche), agent.compte.acteur, Decision(verdicts=verdicts))


def test_the_deposit_leads_to_home_which_says_it_without_the_name_of_the_disease(camille):
    brouillon = camille.remplir([(GALETTE, "18,95", 1)])
    adresse = reverse("demarches:etape", args=["sans-gluten", brouillon.public_id, "verification"])
    camille.client.get(adresse)
    reponse = camille.client.post(adresse, {"honneur": "on", "tour": brouillon.tour}, follow=True)
    page = reponse.content.decode()
    assert reponse.redirect_chain[-1][0] == "/"
    assert "Votre demande est bien prise en compte" in page and "Prise en charge de produits" in page
    assert "cœliaque" not in page and "gluten" not in page.replace("sans-gluten", "")
    assert all("gluten" not in un.sujet for un in Message.objects.de(camille.assure))


def test_two_requests_share_the_month_and_the_second_is_told_what_it_lost(camille):
    premiere = camille.remplir([(GALETTE, "18,95", 8)])  # 30,48
    camille.client.post(reverse("demarches:depart", args=["sans-gluten"]))
    deposer(premiere)
    seconde = camille.demander((GALETTE, "18,95", 8))
    assert compte_de(seconde) == D("15.25")
    recu = Message.objects.de(camille.assure).latest("id").corps.replace("\xa0", " ")
    assert "15,25 €" in recu and "a retiré 15,23 €" in recu


@pytest.mark.django_db(transaction=True)
def test_two_telephones_at_the_same_instant_never_take_more_than_the_month(camille):
    """30,48 each, together: one of them is cut to what is left, and reads it."""
    brouillons = [camille.remplir([(GALETTE, "18,95", 8)]) for _ in range(2)]
    depart, envoyees = threading.Barrier(2), []

    def envoyer(brouillon: Brouillon) -> None:
        depart.wait()
        try:
            envoyees.append(deposer(brouillon))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=envoyer, args=(un,)) for un in brouillons]
    [fil.start() for fil in fils]
    [fil.join() for fil in fils]
    assert sorted(map(compte_de, envoyees)) == [D("15.25"), D("30.48")]
    dites = [un.corps.replace("\xa0", " ") for un in Message.objects.de(camille.assure)]
    assert sum("a retiré 15,23 €" in dite for dite in dites) == 1


def test_a_deposit_holds_the_person_and_the_month(camille):
    deposer(camille.remplir([(GALETTE, "18,95", 1)]))
    with connection.cursor() as curseur:
        curseur.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert curseur.fetchone()[0] >= 1


def test_five_working_days_later_it_is_paid_a_line_a_product(camille):
    demarche = camille.demander((GALETTE, "18,95", 2), (PAIN, "4,20", 1))
    delai = regles.PAIEMENT.apres(maintenant()) - maintenant()
    attendre(delai - timedelta(hours=1))
    assert relire(demarche).etat == Etat.DEPOSEE
    attendre(delai + timedelta(minutes=1))
    assert relire(demarche).etat == Etat.ACCEPTEE
    paiement = Paiement.objects.de(camille.assure).get()
    assert est_ouvre(paiement.emis_le)
    lignes = list(
        Prestation.objects.de(camille.assure)
        .filter(paiement=paiement)
        .order_by("rang")
        .values_list("code", "unites", "paye", "base", "verse", "retenue")
    )
    assert lignes == [
        ("PSG", 2, D("37.90"), D("12.70"), D("7.62"), D(0)), ("PSG", 1, D("4.20"), D("1.44"), D("0.86"), D(0)),
    ]  # fmt: skip
    assert paiement.montant == D("8.48")
    suivi = reverse("demarches:detail", args=[demarche.reference])
    assert "rien n’est arrivé" not in camille.client.get(suivi).content.decode()
    Paiement.objects.de(camille.assure).update(montant=0)
    assert "rien n’est arrivé sur le compte" in camille.client.get(suivi).content.decode()


def test_the_complementary_cover_is_told_of_the_payment(camille):
    gaves = creer_complementaire(camille.assure)
    effets.payer(camille.demander((GALETTE, "18,95", 1)), maintenant())
    paiement = Paiement.objects.de(camille.assure).get()
    assert paiement.complementaire == gaves and paiement.transmis_le is not None


def test_what_is_above_the_most_of_the_month_is_not_paid_and_the_line_says_why(camille):
    demarche = camille.demander((GALETTE, "18,95", 12), (GALETTE, "18,95", 1))
    effets.payer(demarche, maintenant())
    versees = list(Prestation.objects.de(camille.assure).order_by("rang").values_list("verse", "motif_taux"))
    assert versees == [(D("45.72"), "HAB"), (D("0.01"), "PDM")]


def test_in_alsace_moselle_nine_tenths_are_paid(db):
    mathilde = Acheteuse(
        creer_assure("Mathilde", "Weber", caisse=creer_caisse("671", "CPAM du Bas-Rhin", departement="67"))
    )
    assert compte_de(mathilde.demander((GALETTE, "18,95", 1))) == D("5.72")


def test_cancelled_or_refused_it_gives_its_place_back(camille):
    demarche = camille.demander((GALETTE, "18,95", 8))
    transitions.passer(demarche, "annuler", acteur=camille.compte.acteur)
    assert compte_de(demarche) == 0
    refusee = camille.demander((GALETTE, "18,95", 8))
    du_moteur.refuser(refusee, creer_agent(refusee.caisse).compte.acteur, motif="hors_periode")
    assert compte_de(refusee) == 0


def test_a_correction_takes_the_place_of_the_request_in_the_month(camille):
    demarche = camille.demander((GALETTE, "18,95", 12))
    brouillon = corrections.ouvrir(demarche, camille.compte, le=maintenant())
    page = camille.page(brouillon, "verification").replace("\xa0", " ")
    assert "Le plafond du mois retire" not in page
    correction = deposer(brouillon)
    assert (compte_de(demarche), compte_de(correction)) == (0, D("45.72"))


def test_an_unknown_product_waits_for_an_agent_and_the_clock_pays_nothing(camille):
    demarche = avec_un_inconnu(camille)
    attendre(regles.PAIEMENT.apres(maintenant()) - maintenant() + timedelta(days=1))
    assert relire(demarche).etat == Etat.EN_COURS and not Paiement.objects.de(camille.assure).exists()
    libelles = [une.libelle for une in guichet.a_juger(demarche)]
    assert INCONNU in libelles[-1] and "Galette" in libelles[0]


def test_an_agent_teaches_the_table_and_the_next_request_waits_for_nobody(camille):
    demarche = avec_un_inconnu(camille)
    oui, appris = {"accorde": "oui"}, {"designation": "Petits fours", "famille": "biscuits", "grammes": 100}
    juger(demarche, aacd=oui, zzzz={**oui, **appris})
    assert str(ProduitSansGluten.objects.get(code=INCONNU)).startswith("Petits fours, 100")
    assert compte_de(demarche) == D("7.62") + D("0.76")
    assert not camille.demander((INCONNU, "3,00", 1)).alertes


def test_a_refused_product_says_why_and_the_others_are_paid(camille):
    demarche = avec_un_inconnu(camille)
    juger(demarche, aacd={"accorde": "oui"}, zzzz={"accorde": "non", "motif": "agrement"})
    assert relire(demarche).etat == Etat.ACCEPTEE and compte_de(demarche) == D("7.62")
    page = camille.suivi(demarche)
    assert "pas d’agrément" in page and "Refusée" in page
    assert "pas d’agrément" in Message.objects.de(camille.assure).latest("id").corps


def test_the_form_of_an_agent_asks_what_an_unknown_label_says(camille):
    demarche = avec_un_inconnu(camille)

    def verdict(cle: str, **saisie):
        donnees = {f"{cle}-{nom}": valeur for nom, valeur in saisie.items()}
        return guichet.VerdictProduit(donnees, prefix=cle, motifs=regles.MOTIFS, demarche=demarche)

    assert verdict("aacd", accorde="oui").is_valid()
    vide = verdict("zzzz", accorde="oui")
    assert not vide.is_valid() and {"designation", "famille", "grammes"} <= vide.errors.keys()
    assert verdict("zzzz", accorde="oui", designation="Sablés", famille="biscuits", grammes="150").is_valid()
    assert verdict("zzzz", accorde="non", motif="illisible").is_valid()


def test_two_parents_share_the_month_of_a_child_and_read_nothing_of_each_other(camille):
    from tests.fabriques import creer_personne

    fils = creer_personne("Enzo", "Bordenave", date_naissance=dans(-365 * 9))
    pere = Acheteuse(creer_assure("Paul", "Essai", sexe="M"), accord=False)
    for parent in (camille, pere):
        Beneficiaire.objects.create(
            parent_referent=parent is camille,
            assure=parent.assure,
            personne=fils,
            rang=2,
            lien=Beneficiaire.Lien.ENFANT,
            droits_du=parent.assure.droits_du,
        )
    camille.accorder(fils, dans(-100))
    camille.demander((GALETTE, "18,95", 8), personne=fils)
    demarche = pere.demander((GALETTE, "18,95", 8), personne=fils)
    assert compte_de(demarche) == D("33.54") - D("30.48")
    jauge = compteur.lire(fils, aujourdhui().replace(day=1), pour=pere.assure)
    assert (jauge.reste, jauge.nombre) == (0, 1)
    assert LigneSansGluten.objects.de(pere.assure).count() == 1


def test_a_child_with_an_account_asks_alone_and_the_mother_reads_what_is_left(camille):
    enzo = Acheteuse(creer_assure("Enzo", "Bordenave", date_naissance=dans(-365 * 16 - 100)))
    Beneficiaire.objects.create(
        assure=camille.assure, personne=enzo.assure.personne, rang=2, lien=Beneficiaire.Lien.ENFANT,
        droits_du=camille.assure.droits_du,
    )  # fmt: skip
    demarche = enzo.demander((GALETTE, "18,95", 4))
    assert camille.client.get(reverse("demarches:detail", args=[demarche.reference])).status_code == 404
    jauge = compteur.lire(enzo.assure.personne, aujourdhui().replace(day=1), pour=camille.assure)
    assert (jauge.reste, jauge.nombre) == (D("45.73") - D("15.24"), 0)


@pytest.mark.parametrize("avant", [60, 15])
def test_the_end_of_an_agreement_is_told_before_it_comes(camille, avant):
    AccordCoeliaque.objects.de(camille.assure).delete()
    camille.accorder(camille.assure.personne, dans(-100), dans(avant + 1))
    attendre(timedelta(days=1, hours=12))
    message = Message.objects.de(camille.assure).latest("id")
    assert message.sujet == "Une prise en charge finit bientôt" and "voyez votre médecin" in message.corps


def test_nothing_is_said_of_the_agreement_of_somebody_who_died(camille):
    fille = creer_enfant(camille.assure, "Lina", date_naissance=dans(-365 * 8)).personne
    camille.accorder(fille, dans(-100), dans(16))
    with auteur("systeme:essai", "essai"):
        fille.date_deces = aujourdhui()
        fille.save()
    attendre(timedelta(days=20))
    assert not Message.objects.de(camille.assure).exists()


def test_once_over_an_agreement_says_what_stays_open(camille):
    AccordCoeliaque.objects.de(camille.assure).delete()
    camille.accorder(camille.assure.personne, dans(-100), dans(2))
    attendre(timedelta(days=3))
    assert "restent ouverts" in Message.objects.de(camille.assure).latest("id").corps


@pytest.mark.ce_lundi("a month whose last days are still to come")
def test_what_was_begun_is_reminded_of_in_the_last_days_of_the_month(camille):
    camille.remplir([(GALETTE, "18,95", 1)])
    fin = regles.dernier_du_mois(aujourdhui().replace(day=1))
    attendre(timedelta(days=(fin - aujourdhui()).days - 3))
    assert not Message.objects.de(camille.assure).exists()
    attendre(timedelta(days=(fin - aujourdhui()).days + 5))
    assert "à terminer" in Message.objects.de(camille.assure).order_by("id").first().sujet


def test_what_was_sent_is_reminded_of_no_more(camille):
    camille.demander((GALETTE, "18,95", 1))
    attendre(timedelta(days=8))
    assert "Une demande est à terminer" not in {un.sujet for un in Message.objects.de(camille.assure)}


def test_the_subject_of_a_deposit_and_of_a_payment_is_one(camille):
    brouillon = camille.remplir([(GALETTE, "18,95", 1)])
    (sujet,) = sujets.connus(celui_de("sans-gluten"), camille.parcours(brouillon).contexte)
    assert sujet.partage and sujet.libelle.startswith("Camille, ")
    assert ouvres(5) == regles.PAIEMENT
