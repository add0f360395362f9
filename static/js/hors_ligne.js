/* The service worker. `ameli/noyau/installable.py` writes COQUILLE before this line: the name of a cache, the page « Pas de
   réseau » and the files that draw it. Nothing that the site answers is ever added to them: a page that cannot be reached is
   replaced, everything else goes through as if no worker were there. */
const { nom, page, fichiers } = COQUILLE;

/** A new version fills its own cache, takes over at once, and sweeps what another one had kept. */
self.addEventListener("install", (evenement) => {
  const remplir = async () => {
    const garde = await caches.open(nom);
    await garde.addAll([page, ...fichiers].map((adresse) => new Request(adresse, { credentials: "omit" })));
    await self.skipWaiting();
  };
  evenement.waitUntil(remplir());
});
self.addEventListener("activate", (evenement) => {
  const balayer = async () => {
    const autres = (await caches.keys()).filter((un) => un !== nom);
    await Promise.all(autres.map((un) => caches.delete(un)));
    await self.clients.claim();
  };
  evenement.waitUntil(balayer());
});

/** The network always comes first; what is kept answers only where nothing else does. A form never passes through here. */
self.addEventListener("fetch", (evenement) => {
  const { request } = evenement;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/agents/")) return;
  const gardee = request.mode === "navigate" ? page : fichiers.find((fichier) => fichier === pathname);
  if (!gardee) return;
  const secours = async () => (await (await caches.open(nom)).match(gardee)) ?? Response.error();
  evenement.respondWith(fetch(request).catch(secours));
});
