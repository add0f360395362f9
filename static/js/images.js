/* data-image: a picture that is looked at closely. Its buttons come from here; without script a link opens it in full. */
const PAS = 4;
const QUARTS = 4;

for (const figure of document.querySelectorAll("[data-image]")) {
  const image = figure.querySelector("img");
  const outils = document.createElement("div");
  const etat = document.createElement("span");
  let zoom = 0;
  let tour = 0;
  const montrer = () => {
    image.dataset.zoom = String(zoom);
    image.dataset.tour = String(tour);
    etat.textContent = `Taille ${zoom + 1} sur ${PAS}${tour ? `, tournée de ${tour * 90} degrés` : ""}`;
  };
  const bouton = (signe, nom, touche, agir) => {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = signe;
    b.dataset.outil = touche;
    b.setAttribute("aria-label", `${signe} ${nom} : ${image.alt}`);
    b.title = nom;
    b.addEventListener("click", () => {
      agir();
      montrer();
    });
    outils.append(b);
  };
  outils.className = "photos__outils";
  bouton("+", "Agrandir", "+", () => (zoom = Math.min(zoom + 1, PAS - 1)));
  bouton("−", "Réduire", "-", () => (zoom = Math.max(zoom - 1, 0)));
  bouton("↻", "Tourner", "t", () => (tour = (tour + 1) % QUARTS));
  etat.className = "visually-hidden";
  etat.setAttribute("role", "status");
  outils.append(etat);
  figure.prepend(outils);
  image.dataset.zoom = "0";
  image.dataset.tour = "0";
}

/* data-rendre: closing the page gives back what it held; sending its form does not. */
const tenu = document.querySelector("form[data-rendre]");
if (tenu) {
  let envoi = false;
  addEventListener("submit", () => (envoi = true));
  addEventListener("pagehide", () => {
    if (envoi) return;
    const corps = new FormData();
    corps.set("csrfmiddlewaretoken", tenu.elements.csrfmiddlewaretoken.value);
    corps.set("jeton", tenu.dataset.jeton);
    navigator.sendBeacon(tenu.dataset.rendre, corps);
  });
}
