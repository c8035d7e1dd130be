// The card goes from Stripe's own frame to Stripe; this page sees neither number nor code.
const form = document.getElementById("card-form");
const button = form.querySelector("button");
const problem = document.getElementById("card-problem");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;

function show(message) {
  problem.textContent = message;
  problem.hidden = message === "";
}

function start() {
  const stripe = window.Stripe(form.dataset.publishableKey);
  const elements = stripe.elements({
    clientSecret: form.dataset.clientSecret,
    appearance: { theme: dark ? "night" : "stripe" },
  });
  elements.create("payment").mount("#payment-element");
  button.disabled = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    show("");
    button.disabled = true;
    // Comes back only when something went wrong; otherwise Stripe leads to return_url.
    const { error } = await stripe.confirmPayment({
      elements,
      confirmParams: { return_url: form.dataset.returnUrl },
    });
    show(error.message || "The payment did not go through. Nothing was charged; try again.");
    button.disabled = false;
  });
}

if (window.Stripe) {
  start();
} else {
  show("The card form could not be loaded. Check your connection, then reload this page.");
}
