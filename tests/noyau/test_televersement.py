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
from ameli.noyau.televersement.controle import LECTEUR
from ameli.noyau.televersement.noms import nommer
from tests.fabriques_fichiers import capture, envoi, heic, pdf, photo
from tests.noyau.mauvais_fichiers import BONS, MAUVAIS, MAUVAIS_NOMS, bruit, enregistrer


def test_at_least_sixty_of_them_are_tried():
    assert len(MAUVAIS) + len(MAUVAIS_NOMS) >= 60
    assert len(MAUVAIS) >= 60


@pytest.mark.parametrize("nom", MAUVAIS)
def test_a_bad_file_is_refused_with_a_sentence(nom):
    fait, attendu = MAUVAIS[nom]
    octets = fait() if callable(fait) else fait
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
    """Telephones put a short film behind a photo."""
    sain = verifier(envoi("photo.jpg", photo() + b"\0\0\0\x18ftypmp42" + b"film de Lea" * 9))
    assert b"film de Lea" not in sain.octets


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


def test_a_pdf_is_rebuilt_with_its_pages_and_nothing_else():
    def garnir(document):
        document.docinfo["/Author"] = "LeaDuprat"
        document.Root.PageLabels = pikepdf.Dictionary(Nums=[])
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    def annoter(_document, page):
        page.Annots = pikepdf.Array([
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                               A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://piege.example"))
        ])  # fmt: skip
        page.PieceInfo = pikepdf.Dictionary(Secret="LeaDuprat")

    sain = verifier(envoi("scan.PDF", pdf(3, racine=garnir, page=annoter) + b"\n" + b"reste" * 20))
    assert (sain.nom, sain.type_mime) == ("scan.pdf", "application/pdf")
    for parti in (b"LeaDuprat", b"piege.example", b"reste"):
        assert parti not in sain.octets
    with pikepdf.open(io.BytesIO(sain.octets)) as refait:
        assert len(refait.pages) == 3
        assert set(refait.Root.keys()) <= {"/Type", "/Pages"}
        assert not refait.docinfo


def test_the_same_pdf_is_rebuilt_to_the_same_bytes():
    octets = pdf(2)
    assert verifier(envoi("a.pdf", octets)).octets == verifier(envoi("b.pdf", octets)).octets


def test_what_was_typed_in_a_form_stays_on_the_page():
    def remplir_un_champ(document, page):
        champ = document.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="nom", V="DUPRAT", F=4,
            DA="/Helv 12 Tf 0 g", Rect=[10, 100, 150, 120], P=page.obj,
        ))  # fmt: skip
        page.Annots = pikepdf.Array([champ])
        police = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        document.Root.AcroForm = pikepdf.Dictionary(
            Fields=[champ], NeedAppearances=True, DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=police))
        )

    with pikepdf.open(io.BytesIO(verifier(envoi("cerfa.pdf", pdf(page=remplir_un_champ))).octets)) as refait:
        assert "/AcroForm" not in refait.Root
        textes = [x.read_bytes() for x in refait.pages[0].get("/Resources").get("/XObject").as_dict().values()]
        assert any(b"DUPRAT" in texte for texte in textes)


@pytest.mark.parametrize("nom", BONS)
def test_photos_and_pdfs_of_telephones_and_scanners_are_accepted(nom):
    sain = verifier(envoi(f"{nom}.jpg", BONS[nom]()))
    assert sain.octets
    assert sain.type_mime in ("image/jpeg", "image/png", "application/pdf")


def test_the_photo_of_an_iphone_is_read_and_kept_as_a_jpeg():
    pillow_heif = pytest.importorskip("pillow_heif")
    sortie = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), "teal")).save(sortie)
    sain = verifier(envoi("IMG_0001.HEIC", sortie.getvalue()))
    assert (sain.nom, sain.type_mime) == ("IMG_0001.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(sain.octets)).size == (640, 480)


def test_where_heic_cannot_be_read_a_sentence_says_what_to_do(monkeypatch, tmp_path):
    """The reader of a place without pillow-heif."""
    ailleurs = tmp_path / "lecteur.py"
    ailleurs.write_text(LECTEUR.read_text(encoding="utf-8").replace("import pillow_heif", "import pillow_heif_absent"))
    monkeypatch.setattr("ameli.noyau.televersement.controle.LECTEUR", ailleurs)
    with pytest.raises(FichierRefuse, match="Le plus compatible"):
        verifier(envoi("IMG_0001.HEIC", heic()))


def test_a_heavy_file_is_refused_without_being_read(settings):
    settings.TELEVERSEMENT = {**settings.TELEVERSEMENT, "octets_maximum": 1_000_000}
    with pytest.raises(FichierRefuse, match="plus de 1\u00a0Mo"):
        verifier(envoi("a.jpg", b"\xff\xd8\xff" + b"\0" * 1_000_000))


@pytest.mark.parametrize("maximum", [None, 5_000_000, 2_000_000])
def test_the_hint_of_a_field_and_its_error_say_the_same_size(maximum):
    champ = ChampFichiers(octets_maximum=maximum)
    taille = f"{(maximum or 10_000_000) // 1_000_000}\u00a0Mo"
    assert f"{taille} au plus" in champ.help_text
    for poids in (champ.octets_maximum + 1, 11_000_000):
        with pytest.raises(forms.ValidationError) as refus:
            champ.clean([envoi("a.jpg", b"\xff\xd8\xff" + bytes(poids - 3))])
        assert f"plus de {taille}." in refus.value.messages[0]


def test_what_is_kept_of_a_photo_weighs_no_more_than_what_may_be_sent():
    """The photo of an iPhone weighs twice as much once it is a JPEG."""
    bruyante = bruit(1600, 1200)
    for octets in (enregistrer(bruyante, "JPEG", quality=50), enregistrer(bruyante, "WEBP", quality=60)):
        sain = verifier(envoi("photo.jpg", octets), 800_000)
        assert len(sain.octets) <= 800_000
    lourde = verifier(envoi("a.png", enregistrer(bruyante.quantize(16), "PNG")), 1_200_000)
    assert lourde.type_mime == "image/jpeg" and len(lourde.octets) <= 1_200_000


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
    monkeypatch.setattr("ameli.noyau.televersement.isole.DUREE", 0.001)
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


@pytest.mark.parametrize("nom", MAUVAIS_NOMS)
def test_a_bad_name_neither_leads_elsewhere_nor_deceives(nom):
    propre = nommer(nom, "application/pdf")
    assert propre.endswith(".pdf")
    assert len(propre) <= 80
    assert not set(propre) & set('/\\<>"|?*:;%&$`\r\n\t\0\u202e\u200f\u2066')
    assert not propre.startswith((".", "-", " "))
    assert propre.lower().count(".exe") == 0


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
    assert seconde.startswith("«\u00a0b.heic\u00a0»\u00a0: ")


def test_the_field_says_when_nothing_or_too_much_was_chosen():
    assert remplir().errors["fichiers"] == ["Choisissez un fichier, ou prenez une photo."]
    trop = remplir(*[envoi("a.jpg", photo())] * 3)
    assert trop.errors["fichiers"] == ["Choisissez 2 fichiers au plus à la fois."]
    with pytest.raises(forms.ValidationError, match="Choisissez un seul fichier à la fois."):
        ChampFichiers(maximum=1).clean([envoi("a.jpg", photo())] * 2)


def test_the_control_takes_several_and_offers_the_camera():
    page = Formulaire().as_p()
    assert 'type="file"' in page
    assert "multiple" in page
    assert 'accept="image/jpeg,image/png,application/pdf"' in page
