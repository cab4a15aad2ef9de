document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".command-option-input[aria-autocomplete]") && !target.value) {
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
