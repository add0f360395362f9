"""One at a time on each subject: whoever sends, however fast, and as soon as the answers say it."""

from __future__ import annotations

import pytest

from ameli.noyau.horloge import maintenant
from demarches.models import Demarche, Verrou
from demarches.moteur import acces, sujets, transitions
from demarches.moteur.declaration import Contexte, Sujet
from demarches.moteur.depot import DepotRefuse, deposer
from tests.catalogue.marche import Marche
from tests.moteur.essai import SERVICE, Choix
from tests.moteur.test_transitions import brouillon_de
from tests.outils.salles import changer
from tests.salles_d_essai import voyage
from tests.salles_d_essai.voyage import Voyage

pytestmark = pytest.mark.django_db
COULEUR = "la couleur bleue"


def par_couleur(contexte: Contexte) -> tuple[Sujet, ...]:
    """One for a colour, whoever asks for it."""
    return (Sujet(Choix.du(contexte).couleur.couleur, COULEUR),)


def par_voyageur(contexte: Contexte) -> tuple[Sujet, ...]:
    return tuple(Sujet(un.prenom, un.prenom) for un in Voyage.du(contexte).voyageurs)


def verrous() -> list[Verrou]:
    return list(Verrou.objects.systeme("test"))


@pytest.fixture
def marc():
    from tests.fabriques import creer_assure, creer_compte

    assure = creer_assure("Marc", "Autre", sexe="M")
    creer_compte(assure)
    return assure


def test_somebody_elses_demarche_is_found_and_nothing_is_said_of_them(essai, lea, marc):
    changer(essai, sujets=par_couleur)
    sienne = deposer(brouillon_de(marc))
    with pytest.raises(DepotRefuse) as refusee:
        deposer(brouillon_de(lea))
    motif = refusee.value.refus.motif
    assert COULEUR in motif and sienne.reference not in motif and "Marc" not in str(refusee.value.refus)
    transitions.passer(sienne, "annuler", acteur=marc.compte.acteur)
    assert verrous() == []


def test_ones_own_is_named_with_its_subject(essai, lea):
    changer(essai, sujets=par_couleur)
    sienne = deposer(brouillon_de(lea))
    with pytest.raises(DepotRefuse) as refusee:
        deposer(brouillon_de(lea))
    assert f"{sienne.reference} pour {COULEUR}" in refusee.value.refus.motif


def test_of_several_subjects_all_are_taken_or_none():
    for service in voyage.installer():
        autre = changer(service, sujets=par_voyageur)
        premiere = Marche(autre).deposer()
        assert premiere.verrous.count() == 2
        seconde = Marche(
            autre,
            {"voyageurs": [{"prenom": "Zoé", "naissance": "01/02/2021"}, {"prenom": "Tom", "naissance": "01/01/2020"}]},
        )
        seconde.commencer()
        seconde.repondre()
        page = seconde.client.post(seconde.adresse("verification"), {"honneur": "on"}).content.decode()
        assert "Nous traitons déjà une demande pour Tom." in page
        assert Verrou.objects.systeme("test").count() == 2 and not Demarche.objects.de(seconde.assure).exists()


def test_the_step_that_makes_the_subject_known_says_at_once_that_it_is_taken():
    for service in voyage.installer():
        autre = changer(service, sujets=par_voyageur)
        Marche(autre).deposer()
        suivante = Marche(autre)
        suivante.commencer()
        assert "déjà en cours" not in suivante.client.get(suivante.adresse("pays")).content.decode()
        suivante.envoyer("pays", {"pays": "es"})
        suivante.envoyer("voyageurs/aaaa", {"prenom": "Tom", "naissance": "01/01/2020"})
        suivante.envoyer("voyageurs", {})
        assert "Une demande est déjà en cours" in suivante.client.get(suivante.adresse("depenses")).content.decode()


def test_a_shared_subject_lets_several_be_open_and_leaves_no_row(essai, lea):
    changer(essai, sujets=lambda contexte: (Sujet("tous", partage=True),))
    un, deux = deposer(brouillon_de(lea)), deposer(brouillon_de(lea))
    assert un.pk != deux.pk and verrous() == []


def test_a_race_between_the_question_and_the_deposit_is_lost_in_words(essai, lea, monkeypatch):
    premiere = deposer(brouillon_de(lea))
    monkeypatch.setattr(acces.sujets, "refus", lambda *_: None)
    with pytest.raises(DepotRefuse):
        deposer(brouillon_de(lea))
    assert Demarche.objects.de(lea).get() == premiere


def test_the_table_of_locks_tells_nothing(essai, lea):
    deposer(brouillon_de(lea))
    (verrou,) = verrous()
    assert len(verrou.empreinte) == 64 and lea.public_id not in verrou.empreinte and "essai" not in verrou.empreinte
    assert sujets.connus(SERVICE, Contexte(lea, lea.compte, maintenant()))[0].cle == lea.public_id
