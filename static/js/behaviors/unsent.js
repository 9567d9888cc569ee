// Says that nothing was answered, when the network fails while htmx sends.

document.addEventListener("htmx:error", ({ detail }) => {
  const places = ["#flashes", "#unsent-template"].map((id) => document.querySelector(id));
  if (detail.ctx && places.every(Boolean)) {
    places[0].replaceChildren(places[1].content.cloneNode(true));
    places[0].scrollIntoView({ block: "center" });
  }
});
