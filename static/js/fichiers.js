/* data-depot: each file leaves by itself as soon as it is chosen, with its progress, one after the other on the whole page; one
   that is refused costs no other. Without this file the buttons of the form do the same.
   An empty data-depot is the address of the form itself, which is told the field, and says what state of the draft it left. */
const jeton = (zone) => zone.closest("form").querySelector("input[name=csrfmiddlewaretoken]").value;
const RESEAU = "Ce fichier n’est pas parti. Vérifiez votre réseau, puis choisissez-le de nouveau.";
const PHRASES = {
  408: "Votre réseau est trop lent en ce moment. Attendez d’en avoir un meilleur, puis choisissez ce fichier de nouveau.",
  413: "Ce fichier est beaucoup trop lourd. Choisissez une photo ou un PDF de 10 Mo au plus.",
  503: "Beaucoup de fichiers arrivent en ce moment. Choisissez celui-ci de nouveau dans quelques minutes.",
};
let enRoute = 0;
let file = Promise.resolve();

/** What the form holds, but for files: they leave one by one. */
const tape = (formulaire) => {
  const corps = new FormData();
  for (const [nom, valeur] of new FormData(formulaire)) if (typeof valeur === "string") corps.append(nom, valeur);
  return corps;
};
const noter = (recu) => {
  if (recu?.tour !== undefined) for (const champ of document.querySelectorAll("input[name=tour]")) champ.value = recu.tour;
};

for (const zone of document.querySelectorAll("[data-depot]")) {
  const formulaire = zone.closest("form");
  const { depot, pour, champ: nom } = zone.dataset;
  const adresse = depot || formulaire.getAttribute("action") || location.href; // a button may be named "action"
  const choix = [...zone.querySelectorAll("input[type=file]")];
  const liste = zone.querySelector(".depot__liste");
  const titre = zone.querySelector(".depot__titre");
  const dire = zone.querySelector(".depot__dire");

  zone.querySelector("[data-sans-script]")?.remove();
  const compter = () => {
    titre.hidden = !liste.querySelector("[data-fichier]");
  };

  const envoyer = (fichier, ligne) =>
    new Promise((finir) => {
      const barre = ligne.querySelector("progress");
      const requete = new XMLHttpRequest();
      const corps = depot ? new FormData() : tape(formulaire);
      if (depot) corps.append("pour", pour);
      else corps.append("champ", nom);
      corps.append("fichier", fichier);
      requete.upload.addEventListener("progress", (e) => {
        if (e.lengthComputable) barre.value = e.loaded / e.total;
        if (e.loaded === e.total) barre.removeAttribute("value");
      });
      requete.addEventListener("loadend", () => {
        const recu = requete.response;
        if (requete.status === 200 && recu) {
          if (!("plusieurs" in zone.dataset)) for (const avant of liste.querySelectorAll("[data-fichier]")) avant.remove();
          ligne.replaceWith(montrer(recu));
          noter(recu);
          dire.textContent = `${fichier.name} : fichier prêt à partir.`;
        } else {
          const dite = `${fichier.name} : ${PHRASES[requete.status] || RESEAU}`;
          refuser(ligne, (requete.status === 422 && recu?.phrase) || dite);
        }
        enRoute -= 1;
        compter();
        finir();
      });
      requete.open("POST", adresse);
      requete.responseType = "json";
      requete.setRequestHeader("Accept", "application/json");
      requete.setRequestHeader("X-CSRFToken", jeton(zone));
      requete.send(corps);
    });

  const montrer = (recu) => {
    const ligne = zone.querySelector("template").content.cloneNode(true).querySelector("li");
    const lien = ligne.querySelector("a");
    const bouton = ligne.querySelector("button");
    const cle = ligne.querySelector("input[type=hidden]");
    ligne.querySelector(recu.image ? "span.depot__apercu" : "img").remove();
    if (recu.image) ligne.querySelector("img").src = recu.voir;
    const memes = [...liste.children].filter((autre) => autre.dataset.nom?.toLowerCase() === recu.nom.toLowerCase()).length;
    const nom = memes ? `${recu.nom} (${memes + 1})` : recu.nom;
    const suite = zone.dataset.libelle ? `, ${zone.dataset.libelle}` : "";
    const lue = document.createElement("span");
    lue.className = "hors-ecran";
    lue.textContent = suite;
    ligne.dataset.nom = recu.nom;
    lien.textContent = nom;
    if (suite) lien.append(lue);
    if (recu.voir) lien.href = recu.voir;
    ligne.querySelector(".discret").textContent = `(${recu.poids})`;
    bouton.value = recu.valeur;
    if (recu.retirer) bouton.dataset.retirer = recu.retirer;
    bouton.querySelector("span").textContent = nom + suite;
    if (cle) cle.value = recu.id;
    return ligne;
  };

  const attendre = (fichier) => {
    const ligne = document.createElement("li");
    const titre = document.createElement("span");
    const barre = document.createElement("progress");
    ligne.className = "depot__ligne";
    titre.className = "depot__nom";
    titre.textContent = fichier.name;
    barre.max = 1;
    barre.value = 0;
    barre.setAttribute("aria-label", `Envoi de ${fichier.name}`);
    ligne.append(titre, barre);
    liste.append(ligne);
    return ligne;
  };

  const refuser = (ligne, phrase) => {
    const erreur = document.createElement("p");
    const bouton = document.createElement("button");
    erreur.className = "erreur";
    erreur.textContent = phrase;
    bouton.type = "button";
    bouton.className = "lien-bouton";
    bouton.textContent = "Compris";
    bouton.addEventListener("click", () => {
      ligne.remove();
      choix.at(-1).focus();
    });
    ligne.textContent = "";
    ligne.append(erreur, bouton);
    dire.textContent = erreur.textContent;
  };

  for (const champ of choix) {
    champ.addEventListener("change", () => {
      for (const fichier of champ.files) {
        const ligne = attendre(fichier);
        enRoute += 1;
        file = file.then(() => envoyer(fichier, ligne));
      }
      champ.value = "";
    });
  }

  zone.addEventListener("click", async (evenement) => {
    const bouton = evenement.target.closest("button[name=retirer]");
    if (!bouton) return;
    evenement.preventDefault();
    const corps = bouton.dataset.retirer ? null : tape(formulaire);
    corps?.append("retirer", bouton.value);
    const reponse = await fetch(bouton.dataset.retirer || adresse, {
      method: "POST",
      body: corps,
      headers: { "X-CSRFToken": jeton(zone), Accept: "application/json" },
    }).catch(() => null);
    if (reponse?.ok || reponse?.status === 404) {
      if (reponse.status === 200) noter(await reponse.json());
      bouton.closest("li").remove();
      dire.textContent = "Fichier retiré.";
      compter();
      choix.at(-1).focus();
    } else {
      dire.textContent = RESEAU;
    }
  });
}

for (const formulaire of new Set([...document.querySelectorAll("[data-depot]")].map((zone) => zone.closest("form")))) {
  let presse = formulaire.querySelector("button[type=submit]"); // the event itself does not say which button it was before Safari 15.4
  formulaire.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest("button, input");
    if (bouton?.type === "submit") presse = bouton;
  });
  formulaire.addEventListener(
    "submit",
    (evenement) => {
      if (!enRoute) return;
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
      file.then(() => presse.click()); // no requestSubmit before Safari 16
      formulaire.querySelector(".depot__dire").textContent = "Vos fichiers partent : le formulaire suivra.";
    },
    true,
  );
}
