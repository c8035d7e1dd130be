// Inside the payment element's frame: read the card, confirm with Stripe's API, answer the shop's page.
(function () {
  "use strict";
  const form = document.getElementById("card");
  const note = document.getElementById("note");
  let shop = "*";

  function tell(message) { window.parent.postMessage(message, shop); }
  function fields() { return new FormData(form); }
  function expiry() {
    const [month, year] = String(fields().get("expiry")).split("/").map((part) => part.trim());
    return { month: month || "", year: year || "" };
  }
  function missing() {
    const card = fields();
    const { month, year } = expiry();
    if (String(card.get("number")).replace(/\s/g, "").length < 12) return ["incomplete_number", "Your card number is incomplete."];
    if (!/^\d{1,2}$/.test(month) || +month < 1 || +month > 12 || !/^\d{2}(\d{2})?$/.test(year)) {
      return ["incomplete_expiry", "Your card's expiration date is incomplete."];
    }
    if (!/^\d{3,4}$/.test(String(card.get("cvc")).trim())) return ["incomplete_cvc", "Your card's security code is incomplete."];
    return null;
  }
  function refusal(found) {
    note.textContent = found[1];
    return { error: { type: "validation_error", code: found[0], message: found[1] } };
  }

  async function confirm({ publishableKey, clientSecret, returnUrl }) {
    const found = missing();
    if (found) return refusal(found);
    note.textContent = "";
    const id = clientSecret.split("_secret_")[0];
    const card = fields();
    const { month, year } = expiry();
    const body = new URLSearchParams({
      key: publishableKey,
      client_secret: clientSecret,
      "payment_method_data[type]": "card",
      "payment_method_data[card][number]": String(card.get("number")).replace(/\s/g, ""),
      "payment_method_data[card][exp_month]": month,
      "payment_method_data[card][exp_year]": year,
      "payment_method_data[card][cvc]": String(card.get("cvc")).trim(),
    });
    if (returnUrl) body.set("return_url", returnUrl);
    try {
      const answer = await fetch("/v1/payment_intents/" + id + "/confirm", { method: "POST", body });
      const result = await answer.json();
      if (!answer.ok) note.textContent = result.error.message;
      return answer.ok ? { paymentIntent: result } : { error: result.error };
    } catch {
      return { error: { type: "api_connection_error", message: "The connection to Stripe failed. Please try again." } };
    }
  }

  window.addEventListener("message", async (message) => {
    if (message.source !== window.parent) return;
    shop = message.origin;
    const { kind, call, ...detail } = message.data || {};
    if (kind === "confirm") tell({ kind: "answer", call, result: await confirm(detail) });
    if (kind === "check") {
      const found = missing();
      tell({ kind: "answer", call, result: found ? refusal(found) : {} });
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.name === "number") {
      const digits = event.target.value.replace(/\D/g, "").slice(0, 19);
      event.target.value = digits.replace(/(.{4})(?=.)/g, "$1 ");
    }
    if (event.target.name === "expiry" && /^\d{2}$/.test(event.target.value) && event.inputType !== "deleteContentBackward") {
      event.target.value += " / ";
    }
    tell({ kind: "change", complete: !missing(), empty: !fields().get("number") });
  });
  new ResizeObserver(() => tell({ kind: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) })).observe(document.body);
  tell({ kind: "ready" });
})();
