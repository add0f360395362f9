/* data-codes="id": where the browser reads barcodes by itself, its camera fills that field, then data-ensuite="id" has the focus.
   With data-liste (the address of the list) it stays open: each other label adds a line there, to be finished later; the same one
   again, once it has left the picture, adds one to its number (data-nombre="id"). Nothing is shown elsewhere: the photo and the
   digits do as well. Permission is asked on the click only. */
const PHRASES = {
  ouvre: "La caméra s’ouvre. Votre navigateur peut vous demander votre accord.",
  vue: "Placez le code-barres de l’étiquette devant la caméra.",
  refus: "Vous n’avez pas autorisé la caméra. Envoyez une photo, ou recopiez les chiffres.",
  aucun: "Aucune caméra ne répond ici. Envoyez une photo, ou recopiez les chiffres.",
  ferme: "La caméra est fermée.",
  perdue: "Cette étiquette n’est pas ajoutée. Rechargez la page, puis montrez-la de nouveau.",
};
const FORMATS = ["ean_13", "ean_8", "upc_a"];
const PAUSE = 150; // milliseconds between two looks
const ACCORD = 2; // looks that must read the same
const ABSENCE = 8; // looks without a label, after which it may count once more
const LETTRES = "abcdefghjkmnpqrstuvwxyz";

/** Four letters: the identity of a line, as the server draws them. */
const nouvelleCle = () => [...crypto.getRandomValues(new Uint8Array(4))].map((n) => LETTRES[n % LETTRES.length]).join("");

/** The line of the list at this address is told these values: what is wrong with its code, or with its photo, in a sentence. */
const poster = async (formulaire, adresse, valeurs) => {
  const corps = new FormData();
  for (const nom of ["csrfmiddlewaretoken", "tour"]) corps.append(nom, formulaire.elements[nom].value);
  for (const [nom, valeur] of Object.entries(valeurs)) corps.append(nom, valeur);
  const reponse = await fetch(adresse, { method: "POST", body: corps }).catch(() => null);
  if (!reponse?.ok || reponse.redirected) return { code: PHRASES.perdue };
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
  const dite = (nom) => page.querySelector(`#id_${nom}_error p`)?.lastChild.textContent.trim() ?? "";
  return { code: dite("code"), photo: dite("photo") };
};

const installer = (zone) => {
  const noms = ["ouvrir", "fermer", "cadre", "dire", "lues"];
  const [ouvrir, fermer, cadre, dire, liste] = noms.map((nom) => zone.querySelector(`[data-${nom}]`));
  const [champ, suite, nombre] = ["codes", "ensuite", "nombre"].map((nom) => document.getElementById(`id_${zone.dataset[nom]}`));
  const video = zone.querySelector("video");
  const lecteur = new BarcodeDetector({ formats: FORMATS });
  const lues = new Map(); // code → its line: cle (empty for that of this page), combien
  let flux;

  const arreter = () => {
    for (const piste of flux?.getTracks() ?? []) piste.stop();
    flux = undefined;
    cadre.hidden = true;
    ouvrir.hidden = false;
  };

  const montrer = () => {
    liste.textContent = "";
    liste.append(
      ...[...lues].map(([code, { combien }]) => {
        const ligne = document.createElement("li");
        ligne.textContent = `Étiquette ${code} : ${combien}`;
        return ligne;
      }),
    );
  };

  /** Is this page still without a code, or with one that was refused? */
  const libre = () => (!champ.value || champ.getAttribute("aria-invalid") === "true") && ![...lues.values()].some(({ cle }) => !cle);

  /** One label was read: what to say of it. A line whose code cannot be goes away again. */
  const prendre = async (code) => {
    const connue = lues.get(code);
    const { cle, combien } = connue ?? { cle: champ.value === code || libre() ? "" : nouvelleCle(), combien: 0 };
    const faute = cle ? await poster(champ.form, `${zone.dataset.liste}${cle}/`, { code, quantite: combien + 1 }) : {};
    if (faute.code) {
      if (!connue) await poster(champ.form, `${zone.dataset.liste}${cle}/`, { action: "retirer" });
      return faute.code;
    }
    if (!cle) [champ.value, nombre.value] = [code, combien + 1];
    lues.set(code, { cle, combien: combien + 1 });
    montrer();
    return `Code lu : ${code}. Étiquettes lues : ${lues.size}. ${faute.photo ?? ""}`;
  };

  const finir = () => {
    arreter();
    const autres = lues.size - 1;
    if (autres > 0) dire.textContent = `Écrivez le prix de ce produit. Les autres sont dans la liste, à compléter : ${autres}.`;
    else dire.textContent = lues.size ? `Code lu : ${champ.value}. Écrivez maintenant le prix.` : PHRASES.ferme;
    (lues.size ? suite : ouvrir).focus();
  };

  const regarder = async () => {
    let [dernier, pris, vus, absences] = ["", "", 0, 0];
    while (flux) {
      const [lu] = await lecteur.detect(video).catch(() => []);
      const code = lu?.rawValue ?? "";
      vus = code && code === dernier ? vus + 1 : 1;
      dernier = code;
      absences = code === pris ? 0 : absences + 1;
      if (absences >= ABSENCE) pris = "";
      if (code && code !== pris && vus >= ACCORD) {
        [pris, absences] = [code, 0];
        const phrase = await prendre(code);
        navigator.vibrate?.(60);
        if (!zone.dataset.liste) return finir();
        dire.textContent = `${phrase} Montrez l’étiquette suivante, ou fermez la caméra.`;
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
  fermer.addEventListener("click", finir);
  zone.addEventListener("keydown", (evenement) => evenement.key === "Escape" && flux && finir());
  addEventListener("pagehide", arreter);
  document.addEventListener("visibilitychange", () => document.hidden && arreter());
  zone.hidden = false;
};

const connus = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
if (connus.includes("ean_13") && navigator.mediaDevices) document.querySelectorAll("[data-codes]").forEach(installer);
