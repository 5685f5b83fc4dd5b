"use strict";
// Filters of the index. Without this script all reports are listed.
(() => {
  const form = document.querySelector("form");
  const rows = [...document.querySelectorAll("#reports tbody tr")];
  const apply = () => {
    const value = (name) => form.elements[name].value;
    const text = value("text").toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fields = (row.dataset.fields || "").split(" ");
      const issues = (row.dataset.issues || "").split(" ");
      const fits =
        (!text || row.cells[0].textContent.toLowerCase().includes(text)) &&
        (!value("has") || fields.includes(value("has"))) &&
        (!value("lacks") || !fields.includes(value("lacks"))) &&
        (!value("issue") || issues.includes(value("issue"))) &&
        (!value("state") || row.dataset[value("state")] !== undefined);
      row.hidden = !fits;
      shown += fits;
    }
    form.querySelector("output").value = `${shown} of ${rows.length} reports`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
