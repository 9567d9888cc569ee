// <select data-autosubmit> sends its form when another choice is made; the form's button stays for those without JS.

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-autosubmit]")) target.form?.requestSubmit();
});
