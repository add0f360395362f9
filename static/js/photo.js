/* data-camera="user" or "environment" around the control of a file: the camera of the browser fills that same control.
   Permission is asked on the click only. The camera stops as soon as nobody looks through it. */
const PHRASES = {
  ouvre: "L’appareil photo s’ouvre. Votre navigateur peut vous demander votre accord.",
  vue: "L’appareil photo est ouvert. Cadrez, puis appuyez sur « Prendre la photo ».",
  prise: "La photo est prise. Regardez-la : si elle convient, continuez. Sinon, reprenez-la.",
  ferme: "L’appareil photo est fermé.",
  refus: "Vous n’avez pas autorisé l’appareil photo. Autorisez-le dans votre navigateur, ou choisissez un fichier.",
  aucun: "Aucun appareil photo ne répond ici. Choisissez un fichier.",
};
let arreter = () => {};

const installer = (zone) => {
  const chercher = (nom) => zone.querySelector(`[data-${nom}]`);
  const noms = ["ouvrir", "prendre", "reprendre", "fermer", "cadre", "image", "fichier"];
  const [ouvrir, prendre, reprendre, fermer, cadre, image, fichier] = noms.map(chercher);
  const video = zone.querySelector("video");
  const dire = (nom) => {
    chercher("dire").textContent = PHRASES[nom] ?? "";
  };

  /** "", "vue" (looking) or "prise" (a photo is there). */
  const montrer = (etat) => {
    cadre.hidden = !etat;
    ouvrir.hidden = etat !== "";
    for (const utile of [video, prendre, fermer, ...zone.querySelectorAll("[data-repere]")]) utile.hidden = etat !== "vue";
    image.hidden = reprendre.hidden = etat !== "prise";
  };

  const regarder = async () => {
    arreter();
    dire("ouvre");
    let flux;
    try {
      flux = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: zone.dataset.camera, width: { ideal: 1920 }, height: { ideal: 1440 } },
      });
    } catch (erreur) {
      dire(erreur.name === "NotAllowedError" ? "refus" : "aucun");
      chercher("telephone").hidden = false;
      fichier.focus();
      return;
    }
    arreter();
    arreter = () => {
      for (const piste of flux.getTracks()) piste.stop();
      video.srcObject = null;
      arreter = () => {};
      if (!video.hidden) montrer("");
    };
    video.srcObject = flux;
    await video.play(); // nothing to take before
    montrer("vue");
    dire("vue");
    prendre.focus();
  };

  const photographier = () => {
    const { videoWidth: largeur, videoHeight: hauteur } = video;
    const rapport = zone.dataset.camera === "user" ? 35 / 45 : largeur / hauteur;
    image.width = Math.min(largeur, hauteur * rapport);
    image.height = Math.min(hauteur, largeur / rapport);
    image.getContext("2d").drawImage(video, (image.width - largeur) / 2, (image.height - hauteur) / 2);
    image.toBlob(
      (octets) => {
        const choix = new DataTransfer();
        choix.items.add(new File([octets], "photo.jpg", { type: "image/jpeg" }));
        fichier.files = choix.files;
        montrer("prise");
        arreter();
        dire("prise");
        reprendre.focus();
      },
      "image/jpeg",
      0.92,
    );
  };

  ouvrir.addEventListener("click", regarder);
  reprendre.addEventListener("click", regarder);
  prendre.addEventListener("click", photographier);
  fermer.addEventListener("click", () => {
    arreter();
    dire("ferme");
    ouvrir.focus();
  });
  fichier.addEventListener("change", () => {
    arreter();
    montrer("");
    dire("");
  });
  chercher("telephone").hidden = true;
  chercher("ou").hidden = false;
  montrer("");
};

const appareils = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
for (const zone of document.querySelectorAll("[data-camera]")) {
  if (appareils.some((appareil) => appareil.kind === "videoinput")) installer(zone);
  else zone.querySelector("[data-dire]").textContent = PHRASES.aucun;
}
addEventListener("pagehide", () => arreter());
document.addEventListener("visibilitychange", () => document.hidden && arreter());
