// Shows the code in the fragment of the link, which browsers do not send to the server.

const CODE = /^#(\d{3})(\d{3})$/;

function show() {
  const digits = CODE.exec(location.hash);
  document.documentElement.toggleAttribute("data-code", digits !== null);
  document.getElementById("code").textContent = digits ? `${digits[1]} ${digits[2]}` : "";
}

// A new link may be opened in the tab of an older one.
addEventListener("hashchange", show);
show();
