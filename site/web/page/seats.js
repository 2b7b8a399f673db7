// A control that stands in the strip of one tab while that tab is open, and elsewhere at other times: one control,
// and one name, in the place where it is looked for. An element with data-seat is a place for the slot of that name.

const root = document.documentElement;

export function seat(view = root.dataset.view) {
  const places = [...document.querySelectorAll("[data-seat]")];
  for (const name of new Set(places.map(({ dataset }) => dataset.seat))) {
    const mine = places.filter(({ dataset }) => dataset.seat === name);
    const place = mine.find(({ dataset }) => dataset.tab === view) ?? mine.find(({ dataset }) => dataset.tab === undefined);
    const control = document.querySelector(`[data-slot="${name}"]`);
    if (control.parentElement !== place) place.append(control);
  }
}

export function seatControls() {
  seat();
  new MutationObserver(() => seat()).observe(root, { attributeFilter: ["data-view"] });
}
