"use strict";
// Filters, and the other end of a link lit up under pointer and focus. Without this script the page is complete.
(() => {
  const form = document.querySelector("form");
  const rows = [...document.querySelectorAll(".row[data-field]")];
  const links = new Map();
  for (const link of document.querySelectorAll(".source a[href^='#r']")) {
    const key = link.hash.slice(1);
    links.set(key, [...(links.get(key) || []), link]);
  }
  const light = (event, on) => {
    const link = event.target.closest("a");
    const row = link && link.closest(".source") ? document.getElementById(link.hash.slice(1)) : event.target.closest(".row");
    if (!row) return;
    row.classList.toggle("on", on);
    for (const mark of links.get(row.id) || []) mark.classList.toggle("on", on);
  };
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => light(event, true));
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => light(event, false));
  if (!form) return;
  const apply = () => {
    const wanted = [...form.querySelectorAll("select")].filter((select) => select.value);
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every((select) => row.dataset[select.name] === select.value);
      row.hidden = !fits;
      shown += fits;
      for (const mark of links.get(row.id) || []) mark.classList.toggle("off", !fits);
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".row:not([hidden])");
    form.querySelector("output").value = `${shown} of ${rows.length} values`;
  };
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
