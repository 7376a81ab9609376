// Shows the code of the link. It is behind the #, which browsers do not send to anybody.

const CODE = /^#(\d{3})(\d{3})$/;

function show() {
  const digits = CODE.exec(location.hash);
  document.documentElement.toggleAttribute("data-code", digits !== null);
  document.getElementById("code").textContent = digits ? `${digits[1]} ${digits[2]}` : "";
}

// A fresh link may be opened in the tab of the one before it.
addEventListener("hashchange", show);
show();
