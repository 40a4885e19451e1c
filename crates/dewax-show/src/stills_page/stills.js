// Sorts the pictures of the page by what is known of them; pressed again, the other way round.
(() => {
  document.documentElement.classList.add("js");
  const rows = document.getElementById("rows");
  const buttons = [...document.querySelectorAll("[data-sort]")];
  const isNumber = { found: true, texture: true };
  // What is worst comes first.
  const isDown = { found: true };
  let last = "";
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const key = button.dataset.sort;
      const again = last === key;
      last = again ? "" : key;
      const way = (isDown[key] ? -1 : 1) * (again ? -1 : 1);
      const of = (row) => (isNumber[key] ? Number(row.dataset[key]) : row.dataset[key]);
      const all = [...rows.children];
      all.sort((a, b) => {
        const [p, q] = [of(a), of(b)];
        return way * (p < q ? -1 : p > q ? 1 : 0);
      });
      all.forEach((row) => rows.append(row));
      buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    });
  }
})();
