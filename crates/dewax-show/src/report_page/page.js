// The report page's hands: split slider, before/after flip, zoom. Without it all pictures stand side by side.
(() => {
  document.documentElement.classList.add("js");
  const shots = [...document.querySelectorAll("[data-shot]")].filter((shot) => shot.querySelector(".controls"));
  const press = (shot, group, value) => {
    for (const button of shot.querySelectorAll(`[data-${group}-to]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[`${group}To`] === value));
    }
  };
  const show = (shot, what) => {
    const slider = shot.querySelector("input");
    shot.dataset.show = what;
    const cut = { before: 100, after: 0 }[what] ?? Number(slider.value);
    shot.style.setProperty("--cut", `${cut}%`);
    press(shot, "show", what);
  };
  const zoom = (shot, factor) => {
    shot.querySelector(".crop").style.setProperty("--zoom", factor);
    press(shot, "zoom", factor);
  };
  for (const shot of shots) {
    shot.querySelector("input").addEventListener("input", () => show(shot, "split"));
    for (const button of shot.querySelectorAll("[data-show-to]")) {
      button.addEventListener("click", () => show(shot, button.dataset.showTo));
    }
    for (const button of shot.querySelectorAll("[data-zoom-to]")) {
      button.addEventListener("click", () => zoom(shot, button.dataset.zoomTo));
    }
    for (const pair of shot.querySelectorAll(".pair")) {
      const drag = (event) => {
        const box = pair.getBoundingClientRect();
        shot.querySelector("input").value = String((100 * (event.clientX - box.left)) / box.width);
        show(shot, "split");
      };
      pair.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        pair.setPointerCapture(event.pointerId);
        drag(event);
      });
      pair.addEventListener("pointermove", (event) => event.buttons && drag(event));
    }
    show(shot, "split");
  }
  document.addEventListener("keydown", (event) => {
    const what = { 1: "before", 2: "after", 3: "split" }[event.key];
    if (what && !event.ctrlKey && !event.metaKey && !event.altKey) {
      shots.forEach((shot) => show(shot, what));
    }
  });
})();
