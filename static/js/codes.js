/* data-codes="id": where the browser reads barcodes by itself, its camera fills that field, then data-ensuite="id" has the focus.
   Nothing is shown elsewhere: the photo and the digits do as well. Permission is asked on the click only. */
const PHRASES = {
  ouvre: "La caméra s’ouvre. Votre navigateur peut vous demander votre accord.",
  vue: "Placez le code-barres de l’étiquette devant la caméra.",
  refus: "Vous n’avez pas autorisé la caméra. Envoyez une photo, ou recopiez les chiffres.",
  aucun: "Aucune caméra ne répond ici. Envoyez une photo, ou recopiez les chiffres.",
  ferme: "La caméra est fermée.",
};
const FORMATS = ["ean_13", "ean_8", "upc_a"];
const PAUSE = 150; // milliseconds between two looks
const ACCORD = 2; // looks that must read the same

const installer = (zone) => {
  const [ouvrir, fermer, cadre, dire] = ["ouvrir", "fermer", "cadre", "dire"].map((nom) => zone.querySelector(`[data-${nom}]`));
  const video = zone.querySelector("video");
  const champ = document.getElementById(`id_${zone.dataset.codes}`);
  const suite = document.getElementById(`id_${zone.dataset.ensuite}`);
  const lecteur = new BarcodeDetector({ formats: FORMATS });
  let flux;

  const arreter = () => {
    for (const piste of flux?.getTracks() ?? []) piste.stop();
    flux = undefined;
    cadre.hidden = true;
    ouvrir.hidden = false;
  };

  const regarder = async () => {
    let dernier = "";
    let vus = 0;
    while (flux) {
      const [lu] = await lecteur.detect(video).catch(() => []);
      vus = lu && lu.rawValue === dernier ? vus + 1 : 1;
      dernier = lu?.rawValue ?? "";
      if (dernier && vus >= ACCORD) {
        champ.value = dernier;
        dire.textContent = `Code lu : ${dernier}. Écrivez maintenant le prix.`;
        navigator.vibrate?.(60);
        arreter();
        suite.focus();
        return;
      }
      await new Promise((fait) => setTimeout(fait, PAUSE));
    }
  };

  ouvrir.addEventListener("click", async () => {
    dire.textContent = PHRASES.ouvre;
    try {
      flux = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    } catch (erreur) {
      dire.textContent = erreur.name === "NotAllowedError" ? PHRASES.refus : PHRASES.aucun;
      champ.focus();
      return;
    }
    video.srcObject = flux;
    cadre.hidden = false;
    ouvrir.hidden = true;
    await video.play();
    dire.textContent = PHRASES.vue;
    fermer.focus();
    regarder();
  });
  fermer.addEventListener("click", () => {
    arreter();
    dire.textContent = PHRASES.ferme;
    ouvrir.focus();
  });
  addEventListener("pagehide", arreter);
  document.addEventListener("visibilitychange", () => document.hidden && arreter());
  zone.hidden = false;
};

const connus = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
if (connus.includes("ean_13") && navigator.mediaDevices) document.querySelectorAll("[data-codes]").forEach(installer);
