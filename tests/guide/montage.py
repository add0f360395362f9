"""How a film of the guide is cut: what its subtitles say, how long each stays, what is seen meanwhile."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect

from demarches.guide.chapitres import Vue
from tests.guide.appareil import ECHELLE, LARGEUR, encadrer

FENETRE, BANDE = 560, 120  # of a page, what is seen at a time; under it, the place of the subtitles
PAR_SECONDE = 12
AU_PLUS = 115  # seconds
PAR_CARTON = 62  # letters: two lines under the picture
LECTURE = 14  # letters a second
NUIT = "#10305F"
SANS_FFMPEG = "Il manque ffmpeg : installez ce paquet, puis recommencez."


@dataclass(frozen=True)
class Plan:
    """A screen of the film: the whole page, and its button there."""

    vue: Vue
    image: Image.Image
    boite: FloatRect | None


@dataclass(frozen=True)
class Carton:
    """A subtitle, and how many seconds it stays."""

    texte: str
    duree: float


def cartons(vues: list[Vue]) -> list[list[Carton]]:
    """Those of each screen. All that the guide says when there is time; else less of it, for longer: the eye goes down whole pages."""
    for mots in (_tout, _titre_et_debut, _titre_et_bouton, _titre):
        dits = [[(texte, max(2.5, 1 + len(texte) / LECTURE)) for texte in mots(vue)] for vue in vues]
        duree = sum(une for un in dits for _, une in un)
        if duree <= AU_PLUS:
            break
    rythme = 1 if mots is _tout else min(2, AU_PLUS / duree)
    return [[Carton(texte, une * rythme) for texte, une in un] for un in dits]


def _titre(vue: Vue) -> list[str]:
    return [vue.titre]


def _titre_et_debut(vue: Vue) -> list[str]:
    return _tout(vue)[:2]


def _titre_et_bouton(vue: Vue) -> list[str]:
    return [vue.titre, *re.findall(r"Appuyez sur [^.]+\.", vue.texte)]


def _tout(vue: Vue) -> list[str]:
    """The title, then its sentences: short ones together, a long one in pieces."""
    lignes = [vue.titre]
    for morceau in (morceau for phrase in re.split(r"(?<=\.) ", vue.texte) for morceau in couper(phrase)):
        if len(lignes) > 1 and len(lignes[-1]) + len(morceau) < PAR_CARTON:
            lignes[-1] += f" {morceau}"
        else:
            lignes.append(morceau)
    return lignes


def couper(phrase: str) -> Iterator[str]:
    """In pieces that are read at once, about as long as each other."""
    vise, morceau = len(phrase) / max(1, -(-len(phrase) // PAR_CARTON)), ""
    for mot in phrase.split(" "):
        if morceau and len(morceau) + 1 + len(mot) / 2 > vise:
            yield morceau
            morceau = mot
        else:
            morceau = f"{morceau} {mot}".strip()
    if morceau:
        yield morceau


def sous_titres(dits: list[list[Carton]]) -> str:
    """As WebVTT."""
    lignes, debut = ["WEBVTT", ""], 0.0
    for carton in (carton for un in dits for carton in un):
        fin = debut + carton.duree
        lignes += [f"{_instant(debut)} --> {_instant(fin)}", carton.texte, ""]
        debut = fin
    return "\n".join(lignes)


def _instant(secondes: float) -> str:
    minutes, reste = divmod(round(secondes * 1000), 60_000)
    return f"00:{minutes:02}:{reste // 1000:02}.{reste % 1000:03}"


def images_du_plan(plan: Plan, duree: float) -> Iterator[tuple[Image.Image, float]]:
    """The top of the page, then its button, framed; each picture with how long it stays."""
    fin = plan.boite["y"] + plan.boite["height"] + 40 if plan.boite else plan.image.height / ECHELLE
    chemin = max(0.0, min(fin, plan.image.height / ECHELLE) - FENETRE)
    pas = round(PAR_SECONDE * min(2.5, chemin / 450)) if chemin else 0
    montree = plan.image.copy()
    if plan.boite:
        encadrer(montree, plan.boite, 0)
    fixe = duree - pas / PAR_SECONDE
    yield cadrer(plan.image, 0), fixe / 2
    for rang in range(1, pas + 1):
        part = rang / pas
        yield cadrer(plan.image, chemin * part * part * (3 - 2 * part)), 1 / PAR_SECONDE
    yield cadrer(montree, chemin), fixe / 2


def cadrer(page: Image.Image, haut: float) -> Image.Image:
    """What is seen of a page from there, over the place of the subtitles."""
    largeur, hauteur = round(LARGEUR * ECHELLE), round(FENETRE * ECHELLE)
    cadre = Image.new("RGB", (largeur, hauteur + round(BANDE * ECHELLE)), NUIT)
    cadre.paste(page.getpixel((0, 0)), (0, 0, largeur, hauteur))
    y = round(haut * ECHELLE)
    cadre.paste(page.crop((0, y, largeur, min(page.height, y + hauteur))), (0, 0))
    return cadre


def monter(plans: list[Plan], film: Path, chantier: Path) -> tuple[int, int]:
    """Write the film, its subtitles (beside it, and inside for whoever keeps it) and the picture that stands for it. Its size on a page."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        raise RuntimeError(SANS_FFMPEG)
    dits = cartons([plan.vue for plan in plans])
    film.with_suffix(".vtt").write_text(sous_titres(dits), encoding="utf-8")
    liste, derniere = [], ""
    for rang, (plan, un) in enumerate(zip(plans, dits, strict=True)):
        vues = images_du_plan(plan, sum(carton.duree for carton in un))
        for place, (image, duree) in enumerate(vues):
            derniere = f"{rang:03}-{place:03}.png"
            image.save(chantier / derniere, compress_level=1)
            liste += [f"file '{derniere}'", f"duration {duree:.3f}"]
    (chantier / "liste.txt").write_text("\n".join([*liste, f"file '{derniere}'"]))
    affiche = Image.open(chantier / "000-000.png")
    affiche.quantize(48).convert("RGB").save(film.with_suffix(".webp"), lossless=True, method=6)
    subprocess.run(
        [ffmpeg, "-y", "-loglevel", "error", "-f", "concat", "-i", chantier / "liste.txt", "-i", film.with_suffix(".vtt"),
         "-map", "0:v", "-map", "1:s", "-vf", f"fps={PAR_SECONDE},format=yuv420p", "-c:v", "libx264", "-preset", "slow", "-crf", "24",
         "-c:s", "mov_text", "-metadata:s:s:0", "language=fra", "-movflags", "+faststart", film],
        check=True,
    )  # fmt: skip
    return round(affiche.width / ECHELLE), round(affiche.height / ECHELLE)
