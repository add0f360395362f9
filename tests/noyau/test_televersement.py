"""What strangers send: kept when it only shows something, refused with a sentence when it does more."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django import forms
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from PIL import Image

from ameli.noyau.televersement import ChampFichiers, FichierRefuse, verifier
from ameli.noyau.televersement.noms import nommer
from tests.fabriques_fichiers import capture, envoi, grande_image, heic, pdf, photo


def action(**valeurs):
    return pikepdf.Dictionary(**valeurs)


def script():
    return action(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def avec_script_au_debut(document):
    document.Root.OpenAction = script()


def avec_lancement_dans_un_lien(document, page):
    lien = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                  A=action(S=pikepdf.Name.Launch, F="calc.exe"))  # fmt: skip
    page.Annots = pikepdf.Array([lien])


def avec_fichier_joint(document):
    document.attachments["notes.txt"] = b"bonjour"


def avec_script_nomme(document):
    document.Root.Names = action(JavaScript=action(Names=["a", script()]))


def avec_action_de_page(document, page):
    page.AA = action(O=action(S=pikepdf.Name.GoTo))


def avec_formulaire_xfa(document):
    document.Root.AcroForm = action(XFA="<x/>", Fields=[])


def avec_video(document, page):
    page.Annots = pikepdf.Array([action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])])


def avec_ouverture_enchainee(document):
    document.Root.OpenAction = action(S=pikepdf.Name.GoTo, D="debut", Next=script())


def verrouille(mot_de_passe: str) -> dict:
    return {"encryption": pikepdf.Encryption(owner="proprietaire", user=mot_de_passe)}


MAUVAIS = {
    "rien": (b"", "vide"),
    "du texte": (b"bonjour", "n’est pas accepté"),
    "une page web": (b"<html><script>alert(1)</script></html>", "n’est pas accepté"),
    "un dessin SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "n’est pas accepté"),
    "un programme": (b"MZ\x90\0" + b"\0" * 500, "n’est pas accepté"),
    "une photo HEIC": (heic(), "Le plus compatible"),
    "un GIF": (b"GIF89a" + b"\0" * 50, "format d’image"),
    "un document Word": (b"PK\x03\x04" + b"\0" * 50, "en PDF"),
    "un vieux document Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "en PDF"),
    "une photo coupée": (photo(600, 400)[:900], "abîmé"),
    "un début de photo": (b"\xff\xd8\xff\xe0", "abîmé"),
    "un PNG sans image": (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, "abîmé"),
    "41 mégapixels": (grande_image(41_000, 1000), "trop grande"),
    "une bombe": (grande_image(60_000, 60_000), "trop grande"),
    "un PNG qui ment sur sa taille": (grande_image(3000, 3000), "abîmé"),
    "un PDF vide": (b"%PDF-1.7\n", "abîmé"),
    "un PDF coupé": (pdf()[:300], "abîmé"),
    "un PDF sans page": (pdf(0), "aucune page"),
    "un PDF à mot de passe": (pdf(**verrouille("secret")), "mot de passe"),
    "un PDF verrouillé": (pdf(**verrouille("")), "mot de passe"),
    "un script à l’ouverture": (pdf(racine=avec_script_au_debut), "actif"),
    "un script nommé": (pdf(racine=avec_script_nomme), "actif"),
    "un script enchaîné": (pdf(racine=avec_ouverture_enchainee), "actif"),
    "un script dans des objets compressés": (
        pdf(racine=avec_script_au_debut, object_stream_mode=pikepdf.ObjectStreamMode.generate), "actif",
    ),
    "un programme à lancer": (pdf(page=avec_lancement_dans_un_lien), "actif"),
    "une action de page": (pdf(page=avec_action_de_page), "actif"),
    "un formulaire XFA": (pdf(racine=avec_formulaire_xfa), "actif"),
    "une vidéo": (pdf(page=avec_video), "actif"),
    "un fichier joint": (pdf(racine=avec_fichier_joint), "autre fichier"),
    "du texte avant le PDF": (b"<script>\n" + pdf(), "n’est pas accepté"),
}  # fmt: skip


@pytest.mark.parametrize("nom", MAUVAIS)
def test_a_bad_file_is_refused_with_a_sentence(nom):
    octets, attendu = MAUVAIS[nom]
    with pytest.raises(FichierRefuse, match=attendu) as refus:
        verifier(envoi("piece.pdf", octets, "application/pdf"))
    assert refus.value.phrase.endswith(".")


def test_the_type_comes_from_the_content_not_from_the_name():
    sain = verifier(envoi("facture.pdf", photo(), "application/pdf"))
    assert (sain.nom, sain.type_mime) == ("facture.jpg", "image/jpeg")


def test_a_photo_loses_place_camera_and_comment():
    octets = photo()
    assert b"AppareilDeLea" in octets
    sain = verifier(envoi("photo.jpg", octets))
    assert b"AppareilDeLea" not in sain.octets
    assert b"salon de Lea" not in sain.octets
    assert not Image.open(io.BytesIO(sain.octets)).getexif()


def test_a_photo_taken_sideways_comes_back_upright():
    image = Image.open(io.BytesIO(verifier(envoi("photo.jpg", photo(60, 40, orientation=6))).octets))
    assert image.size == (40, 60)
    haut, bas = image.getpixel((20, 5)), image.getpixel((20, 55))
    assert haut[0] < 60
    assert min(bas) > 240


def test_what_was_stuck_behind_a_picture_is_dropped():
    sain = verifier(envoi("photo.jpg", photo() + b"<script>alert(1)</script>"))
    assert b"script" not in sain.octets


@pytest.mark.parametrize(
    ("mode", "garde"), [("RGBA", "RGBA"), ("RGB", "RGB"), ("L", "L"), ("1", "L"), ("P", "RGB"), ("I;16", "L")]
)
def test_a_png_keeps_its_look_and_loses_its_texts(mode, garde):
    sain = verifier(envoi("capture.png", capture(mode)))
    assert sain.type_mime == "image/png"
    assert b"LeaDuprat" not in sain.octets
    assert Image.open(io.BytesIO(sain.octets)).mode == garde


def test_a_photo_for_print_is_made_for_screens():
    sortie = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(sortie, "JPEG")
    assert Image.open(io.BytesIO(verifier(envoi("a.jpg", sortie.getvalue())).octets)).mode == "RGB"


def test_an_ordinary_pdf_is_kept_as_it_is():
    octets = pdf(3)
    sain = verifier(envoi("scan.PDF", octets))
    assert (sain.nom, sain.type_mime, sain.octets) == ("scan.pdf", "application/pdf", octets)


def test_a_pdf_may_choose_its_first_page_and_hold_links():
    def ouvrir(document):
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    def relier(_document, page):
        page.Annots = pikepdf.Array([
            action(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action(S=pikepdf.Name.URI, URI="https://ameli.fr"))
        ])  # fmt: skip

    assert verifier(envoi("a.pdf", pdf(racine=ouvrir, page=relier))).type_mime == "application/pdf"


def test_a_heavy_file_is_refused_without_being_read(settings):
    settings.TELEVERSEMENT = {**settings.TELEVERSEMENT, "octets_maximum": 1_000_000}
    with pytest.raises(FichierRefuse, match="plus de 1\u00a0Mo"):
        verifier(envoi("a.jpg", b"\xff\xd8\xff" + b"\0" * 1_000_000))


def test_an_upload_stays_in_memory_and_never_grows_past_its_limit(settings):
    settings.TELEVERSEMENT = {**settings.TELEVERSEMENT, "octets_maximum": 100_000, "envoi_maximum": 150_000}
    requete = RequestFactory().post("/", {"a": envoi("a", b"x" * 300_000), "b": envoi("b", b"x" * 90_000),
                                          "c": envoi("c", b"x" * 90_000)})  # fmt: skip
    recus = requete.FILES
    assert [recus[n].tronque for n in "abc"] == ["fichier", "", "envoi"]
    assert [len(recus[n].read()) for n in "abc"] == [0, 90_000, 0]
    with pytest.raises(FichierRefuse, match="en plusieurs fois"):
        verifier(recus["c"])


def test_a_reader_that_lasts_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("ameli.noyau.televersement.controle.DUREE", 0.001)
    with pytest.raises(FichierRefuse, match="abîmé"):
        verifier(envoi("a.pdf", pdf()))


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Ordonnance du 3.JPEG", "Ordonnance du 3.jpg"),
        (r"C:\photos\carte.png", "carte.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("acte\u202egpj.exe", "acte gpj.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie x.jpg"),
        ("photo.pdf.exe", "photo.jpg"),
        ('<b>"x"</b>.png', "b.jpg"),
        ("....", "photo.jpg"),
        ("", "photo.jpg"),
        ("é" * 200, "é" * 76 + ".jpg"),
    ],
)
def test_the_name_shown_is_the_persons_without_its_traps(nom, attendu):
    assert nommer(nom, "image/jpeg") == attendu


class Formulaire(forms.Form):
    fichiers = ChampFichiers(label="Vos fichiers", maximum=2)


def remplir(*fichiers):
    return Formulaire({}, MultiValueDict({"fichiers": list(fichiers)}))


def test_the_field_gives_the_checked_files():
    formulaire = remplir(envoi("a.jpg", photo()), envoi("b.pdf", pdf()))
    assert formulaire.is_valid(), formulaire.errors
    assert [sain.nom for sain in formulaire.cleaned_data["fichiers"]] == ["a.jpg", "b.pdf"]


def test_each_error_of_the_field_names_its_file():
    formulaire = remplir(envoi("a.jpg", b""), envoi("b.heic", heic()))
    premiere, seconde = formulaire.errors["fichiers"]
    assert premiere == "«\u00a0a.jpg\u00a0»\u00a0: ce fichier est vide."
    assert seconde.startswith("«\u00a0b.heic\u00a0»\u00a0: les photos au format HEIC")


def test_the_field_says_when_nothing_or_too_much_was_chosen():
    assert remplir().errors["fichiers"] == ["Choisissez un fichier, ou prenez une photo."]
    trop = remplir(*[envoi("a.jpg", photo())] * 3)
    assert trop.errors["fichiers"] == ["Choisissez 2 fichiers au plus à la fois."]


def test_the_control_takes_several_and_offers_the_camera():
    page = Formulaire().as_p()
    assert 'type="file"' in page
    assert "multiple" in page
    assert 'accept="image/jpeg,image/png,application/pdf"' in page
