// "None of these" and the other boxes put each other out.

for (const group of document.querySelectorAll("[data-none]")) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  const none = boxes.find((box) => box.name === "none");
  group.addEventListener("change", ({ target }) => {
    if (!none || !target.checked) return;
    for (const box of boxes) if ((target === none) !== (box === none)) box.checked = false;
  });
}
