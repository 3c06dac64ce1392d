"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const ORDER = ["held", "known", "isolated", "recovered", "clean"];
  const NAMES = ["clean", "held", "known", "isolated", "recovered"];
  const follows = new Map();
  for (const data of document.querySelectorAll("script[data-scene]")) played(data.dataset.scene, JSON.parse(data.textContent));

  // A link into a time axis: `#t=` and microseconds from STARTEX, for another replication than the one that is told after its name.
  const lead = () => {
    const found = /^#(?:([a-z]+)-)?t=(-?\d+)$/.exec(location.hash);
    if (found) follows.get(found[1] ?? "")?.(Number(found[2]));
  };
  window.addEventListener("hashchange", lead);
  // The same link once more changes no hash.
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href]")?.hash === location.hash) lead();
  });
  lead();

  // Lets one replication play: its name, and what happens in it.
  function played(name, scene) {
    const root = name === "" ? null : document.querySelector(`.replication[data-of="${name}"]`);
    const all = (selector) => [...(root ?? document).querySelectorAll(selector)].filter((it) => it.closest(".replication") === root);
    const one = (selector) => all(selector)[0];
    const axis = one(".axis");
    const width = Number(axis.dataset.width);
    const slider = one("input.moment"), play = one("button.play"), said = one(".moment-now");
    const squares = new Map(all("[data-group]").map((mark) => [Number(mark.dataset.group), mark]));
    const marks = all("[data-a]"), levels = all("[data-level]"), windows = all("[data-window]");
    let from = 0, until = 1, now = Number(slider.value), shown = -1, timer = null;

    // The window of the axis that is shown, as shares of the time.
    function place() {
      const x = (share) => ((share - from) / (until - from)) * width;
      for (const mark of marks) {
        const a = Number(mark.dataset.a), b = Number(mark.dataset.b ?? mark.dataset.a);
        mark.style.display = b < from || a > until ? "none" : "";
        if (mark.tagName === "rect") {
          mark.setAttribute("x", x(a));
          mark.setAttribute("width", Math.max(1.5, x(b) - x(a)));
        } else if (mark.tagName === "line") {
          mark.setAttribute("x1", x(a));
          mark.setAttribute("x2", x(b));
        } else {
          mark.setAttribute("transform", `translate(${x(a)} ${mark.dataset.y})`);
        }
      }
      for (const level of levels) level.style.display = Number(level.dataset.fits) >= until - from ? "" : "none";
      for (const curves of windows) curves.setAttribute("transform", `scale(${1 / (until - from)} 1) translate(${-from * width} 0)`);
    }

    function zoom(factor, about) {
      const size = Math.min(1, Math.max(0.002, (until - from) * factor));
      from = Math.min(1 - size, Math.max(0, about - ((about - from) / (until - from)) * size));
      until = from + size;
      place();
    }

    function move(by) {
      const size = until - from;
      from = Math.min(1 - size, Math.max(0, from + by * size));
      until = from + size;
      place();
    }

    // A group of few assets has a square for each, one of many a square whose parts are proportional.
    // What of it is not clean, in words.
    function paint(mark, counts) {
      const cells = mark.children, size = Number(mark.dataset.size);
      const by = Object.fromEntries(NAMES.map((name, place) => [name, counts[place]]));
      if (mark.dataset.each) {
        let cell = 0;
        for (const name of ORDER) for (let i = 0; i < by[name]; i++) cells[cell++].setAttribute("class", name);
      } else {
        const side = Number(mark.dataset.side);
        let y = 0;
        ORDER.forEach((name, place) => {
          const height = by[name] === 0 ? 0 : Math.max(name === "clean" ? 0 : 2, (by[name] / size) * side);
          cells[place].setAttribute("y", y);
          cells[place].setAttribute("height", Math.max(0, Math.min(height, side - y)));
          y += height;
        });
      }
      const gone = size - by.clean;
      return gone === 0 ? "" : ORDER.slice(0, 4).filter((name) => by[name]).map((name) => `${by[name].toLocaleString("en")} ${name}`).join(", ");
    }

    // Marks of the map, each of several groups.
    const places = all("[data-mark]").map((mark) => ({ groups: scene.map[Number(mark.dataset.mark)], mark }));
    const state = [];
    function paintMap(changed) {
      for (const { groups, mark } of places) {
        if (!groups.some((group) => changed.has(group))) continue;
        const counts = NAMES.map((_, at) => groups.reduce((sum, group) => sum + state[group][at], 0));
        const title = mark.previousElementSibling, words = paint(mark, counts);
        title.textContent = words ? `${mark.dataset.name}: ${words}` : mark.dataset.name;
        mark.parentElement.classList.toggle("struck", words !== "");
      }
    }

    function show(frame) {
      const changed = new Map();
      for (let at = frame < shown ? 0 : shown + 1; at <= frame; at++) for (const [group, counts] of scene.frames[at]) changed.set(group, counts);
      for (const [group, counts] of changed) {
        state[group] = counts;
        const mark = squares.get(group);
        if (mark) mark.nextElementSibling.lastElementChild.textContent = paint(mark, counts);
      }
      paintMap(changed);
      now = shown = frame;
      slider.value = frame;
      slider.setAttribute("aria-valuetext", scene.moments[frame]);
      const total = scene.totals[frame];
      said.textContent = `${scene.moments[frame]}: ` + NAMES.map((name, place) => `${total[place].toLocaleString("en")} ${name}`).join(", ");
      const share = (scene.times[frame] - scene.from) / (scene.until - scene.from);
      for (const cursor of all(".cursor")) cursor.dataset.a = cursor.dataset.b = share;
      place();
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "Play";
    }

    function follow(at) {
      const share = (at - scene.from) / (scene.until - scene.from);
      // A frame is of all that happened within a step before its time; where nothing did, the one before holds.
      let frame = scene.times.findIndex((time) => time >= at);
      if (frame < 0) frame = scene.times.length - 1;
      else if (scene.times[frame] - at >= scene.step) frame = Math.max(0, frame - 1);
      stop();
      if (root) root.open = true;
      show(frame);
      if (share < from || share > until) move((share - (from + until) / 2) / (until - from));
      axis.scrollIntoView({ block: "center" });
    }

    slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (now === scene.frames.length - 1) show(0);
      play.textContent = "Pause";
      timer = setInterval(() => (now + 1 < scene.frames.length ? show(now + 1) : stop()), 80);
    });
    one("button.closer").addEventListener("click", () => zoom(0.5, (from + until) / 2));
    one("button.wider").addEventListener("click", () => zoom(2, (from + until) / 2));
    one("button.earlier").addEventListener("click", () => move(-0.5));
    one("button.later").addEventListener("click", () => move(0.5));
    follows.set(name, follow);
    show(now);
  }
})();
