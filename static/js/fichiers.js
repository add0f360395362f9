/* data-depot: each file leaves by itself as soon as it is chosen, with its progress; one that is refused costs no other.
   Without this file the button « Ajouter ces fichiers » does the same. */
const jeton = (zone) => zone.closest("form").querySelector("input[name=csrfmiddlewaretoken]").value;
const RESEAU = "Ce fichier n’est pas parti. Vérifiez votre réseau, puis choisissez-le de nouveau.";
const PHRASES = {
  408: "Votre réseau est trop lent en ce moment. Attendez d’en avoir un meilleur, puis choisissez ce fichier de nouveau.",
  413: "Ce fichier est beaucoup trop lourd. Choisissez une photo ou un PDF de 10 Mo au plus.",
  503: "Beaucoup de fichiers arrivent en ce moment. Choisissez celui-ci de nouveau dans quelques minutes.",
};

for (const zone of document.querySelectorAll("[data-depot]")) {
  const formulaire = zone.closest("form");
  const champ = zone.querySelector("input[type=file]");
  const liste = zone.querySelector(".depot__liste");
  const titre = zone.querySelector(".depot__titre");
  const dire = zone.querySelector("[role=status]");
  let enRoute = 0;
  let file = Promise.resolve();

  zone.querySelector("[data-sans-script]").remove();
  const compter = () => {
    titre.hidden = !liste.querySelector("[data-fichier]");
  };

  const envoyer = (fichier, ligne) =>
    new Promise((finir) => {
      const barre = ligne.querySelector("progress");
      const requete = new XMLHttpRequest();
      const corps = new FormData();
      corps.append("pour", zone.dataset.pour);
      corps.append("fichier", fichier);
      requete.upload.addEventListener("progress", (e) => {
        if (e.lengthComputable) barre.value = e.loaded / e.total;
        if (e.loaded === e.total) barre.removeAttribute("value");
      });
      requete.addEventListener("loadend", () => {
        const recu = requete.response;
        if (requete.status === 200 && recu) {
          ligne.replaceWith(montrer(recu));
          dire.textContent = `${fichier.name} : fichier prêt à partir.`;
        } else {
          refuser(ligne, fichier, (requete.status === 422 && recu?.phrase) || PHRASES[requete.status] || RESEAU);
        }
        enRoute -= 1;
        compter();
        finir();
      });
      requete.open("POST", zone.dataset.depot);
      requete.responseType = "json";
      requete.setRequestHeader("X-CSRFToken", jeton(zone));
      requete.send(corps);
    });

  const montrer = (recu) => {
    const ligne = zone.querySelector("template").content.cloneNode(true).querySelector("li");
    const lien = ligne.querySelector("a");
    const bouton = ligne.querySelector("button");
    ligne.querySelector(recu.image ? "span.depot__apercu" : "img").remove();
    if (recu.image) ligne.querySelector("img").src = recu.voir;
    lien.textContent = recu.nom;
    if (recu.voir) lien.href = recu.voir;
    ligne.querySelector(".discret").textContent = `(${recu.poids})`;
    bouton.value = recu.id;
    bouton.dataset.retirer = recu.retirer;
    bouton.querySelector("span").textContent = recu.nom;
    return ligne;
  };

  const attendre = (fichier) => {
    const ligne = document.createElement("li");
    const nom = document.createElement("span");
    const barre = document.createElement("progress");
    ligne.className = "depot__ligne";
    nom.className = "depot__nom";
    nom.textContent = fichier.name;
    barre.max = 1;
    barre.value = 0;
    barre.setAttribute("aria-label", `Envoi de ${fichier.name}`);
    ligne.append(nom, barre);
    liste.append(ligne);
    return ligne;
  };

  const refuser = (ligne, fichier, phrase) => {
    const erreur = document.createElement("p");
    const nom = document.createElement("strong");
    const bouton = document.createElement("button");
    nom.textContent = fichier.name;
    erreur.className = "erreur";
    erreur.append(nom, ` : ${phrase}`);
    bouton.type = "button";
    bouton.className = "lien-bouton";
    bouton.textContent = "Compris";
    bouton.addEventListener("click", () => {
      ligne.remove();
      champ.focus();
    });
    ligne.replaceChildren(erreur, bouton);
    dire.textContent = erreur.textContent;
  };

  champ.addEventListener("change", () => {
    for (const fichier of champ.files) {
      const ligne = attendre(fichier);
      enRoute += 1;
      file = file.then(() => envoyer(fichier, ligne));
    }
    champ.value = "";
  });

  zone.addEventListener("click", async (evenement) => {
    const bouton = evenement.target.closest("[data-retirer]");
    if (!bouton) return;
    evenement.preventDefault();
    const reponse = await fetch(bouton.dataset.retirer, {
      method: "POST",
      headers: { "X-CSRFToken": jeton(zone) },
    }).catch(() => null);
    if (reponse?.ok || reponse?.status === 404) {
      bouton.closest("li").remove();
      dire.textContent = "Fichier retiré.";
      compter();
      champ.focus();
    } else {
      dire.textContent = RESEAU;
    }
  });

  formulaire.addEventListener(
    "submit",
    (evenement) => {
      if (!enRoute) return;
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
      const bouton = evenement.submitter ?? zone.querySelector("button[type=submit]"); // no submitter before Safari 15.4
      file.then(() => bouton.click()); // no requestSubmit before Safari 16
      dire.textContent = "Vos fichiers partent : le formulaire suivra.";
    },
    true,
  );
}
