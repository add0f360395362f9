"""The films of the guide: what is read in them, what is seen, and where they are offered."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from django.test import Client, override_settings
from PIL import Image

from ameli.noyau import formats
from ameli.superviseur import environnement
from demarches.guide import films, images
from demarches.guide.chapitres import CHAPITRES, Vue, chapitre_de
from tests.guide import montage
from tests.guide.appareil import ECHELLE, LARGEUR
from tests.guide.montage import AU_PLUS, PAR_CARTON, Carton, Plan, cartons, images_du_plan, monter, sous_titres
from tests.guide.test_guide import principal

PAGE = Vue(
    "iban--compte",
    "Le nouveau compte",
    "Nous vous demandons\u00a0: l’IBAN. Si besoin\u00a0: le BIC. Appuyez sur «\u00a0Suivant\u00a0».",
)


def plan(hauteur: int = 1500, bouton: int | None = 1400) -> Plan:
    image = Image.new("RGB", (round(LARGEUR * ECHELLE), round(hauteur * ECHELLE)), "white")
    return Plan(PAGE, image, None if bouton is None else {"x": 20, "y": bouton, "width": 300, "height": 48})


def test_subtitles_say_the_title_then_all_that_the_guide_says_in_pieces_that_are_read_at_once():
    (dits,) = cartons([PAGE])
    assert [carton.texte for carton in dits] == [
        PAGE.titre, "Nous vous demandons\u00a0: l’IBAN. Si besoin\u00a0: le BIC.", "Appuyez sur «\u00a0Suivant\u00a0».",
    ]  # fmt: skip
    assert all(carton.duree >= 2.5 for carton in dits)


@pytest.mark.parametrize("chapitre", CHAPITRES, ids=lambda un: un.code)
def test_the_film_of_a_chapter_names_each_of_its_screens_in_less_than_two_minutes(chapitre):
    vues = [vue for _, vues in chapitre.vues for vue in vues]
    dits = cartons(vues)
    assert [un[0].texte for un in dits] == [vue.titre for vue in vues]
    assert sum(carton.duree for un in dits for carton in un) <= AU_PLUS + 0.001 < 120
    assert all(len(carton.texte) <= PAR_CARTON + 20 and carton.duree >= 2 for un in dits for carton in un)


def test_what_has_no_time_to_be_said_leaves_how_it_begins_then_the_button_then_the_title():
    long = Vue("un", "Un écran", f"{'Des mots et des mots. ' * 40}Appuyez sur «\u00a0Valider\u00a0».")
    debut = "Des mots et des mots. Des mots et des mots."
    assert [carton.texte for carton in cartons([long] * 10)[0]] == ["Un écran", debut]
    assert [carton.texte for carton in cartons([long] * 18)[0]] == ["Un écran", "Appuyez sur «\u00a0Valider\u00a0»."]
    assert [carton.texte for carton in cartons([long] * 40)[0]] == ["Un écran"]


def test_subtitles_follow_each_other_without_a_hole():
    assert sous_titres([[Carton("Un", 2.5), Carton("Deux", 60)], [Carton("Trois", 3)]]) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nUn\n\n00:00:02.500 --> 00:01:02.500\nDeux\n\n00:01:02.500 --> 00:01:05.500\nTrois\n"
    )


@pytest.mark.parametrize(("hauteur", "bouton"), [(1500, 1400), (400, 300), (1500, None), (300, None)])
def test_a_screen_lasts_as_long_as_its_subtitles_whatever_its_height(hauteur, bouton):
    vues = list(images_du_plan(plan(hauteur, bouton), 8))
    assert sum(duree for _, duree in vues) == pytest.approx(8)
    assert {image.size for image, _ in vues} == {(630, 1020)}
    fin = vues[-1][0]
    assert (fin.getcolors(100_000) is not None) and (
        any(c == (217, 119, 6) for _, c in fin.getcolors(100_000)) is (bouton is not None)
    )


def test_without_ffmpeg_one_sentence_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(montage.shutil, "which", lambda commande: None)
    with pytest.raises(RuntimeError, match="Il manque ffmpeg"):
        monter([plan()], tmp_path / "film-06.mp4", tmp_path)
    demandes = []
    monkeypatch.setattr(environnement, "trouver", lambda commande: None)
    monkeypatch.setattr(environnement, "installer_paquets", demandes.append)
    for lot in ("dev", "films"):
        environnement.paquets_systeme(lot)
    assert set(demandes[1]) - set(demandes[0]) == {"ffmpeg"}


def un_film(dossier: Path) -> None:
    for genre in ("mp4", "vtt", "webp"):
        (dossier / f"film-06.{genre}").write_bytes(bytes(600_000))
    films.inscrire(dossier, chapitre_de("iban"), (420, 680))


def test_a_film_is_offered_on_the_page_of_its_chapter_when_somebody_made_it(tmp_path):
    un_film(tmp_path)
    with override_settings(GUIDE=tmp_path):
        page = unescape(principal(Client(), chapitre_de("iban").lien))
        assert "<video" not in principal(Client(), chapitre_de("adresse").lien)
    (video,) = re.findall("<video.*?</video>", page)
    for dit in (
        "controls", 'preload="none"', 'width="420" height="680"', f'poster="/static/{tmp_path.name}/film-06.webp"',
        f'<source src="/static/{tmp_path.name}/film-06.mp4" type="video/mp4">',
        f'<track kind="subtitles" srclang="fr" label="Français" src="/static/{tmp_path.name}/film-06.vtt" default>',
    ):  # fmt: skip
        assert dit in video
    assert f"Télécharger le film (MP4, {formats.poids(600_000)})" in page


def test_a_film_of_screens_that_say_something_else_now_is_not_offered(tmp_path, monkeypatch):
    un_film(tmp_path)
    assert films.de(chapitre_de("iban"), tmp_path)
    monkeypatch.setattr(images, "mots", lambda vue: "other words")
    assert films.de(chapitre_de("iban"), tmp_path) is None


def test_subtitles_are_served_as_such(settings):
    assert settings.WHITENOISE_MIMETYPES[".vtt"] == "text/vtt"


def test_two_screens_make_a_film_that_every_browser_plays(tmp_path):
    """Only where ffmpeg is: nothing else asks for it."""
    if shutil.which("ffmpeg") is None:
        return
    film = tmp_path / "film-06.mp4"
    assert monter([plan(), plan(400, 300)], film, tmp_path) == (420, 680)
    dit = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "format=duration:stream=codec_name,pix_fmt", "-of", "csv=p=0", film],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert dit[:2] == ["h264,yuv420p", "mov_text"]
    assert float(dit[2]) == pytest.approx(2 * sum(carton.duree for carton in cartons([PAGE])[0]), abs=0.5)
    assert film.with_suffix(".vtt").read_text().startswith("WEBVTT\n") and film.with_suffix(".webp").is_file()
