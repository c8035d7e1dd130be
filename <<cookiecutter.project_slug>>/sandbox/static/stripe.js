// A stand-in for Stripe.js: the payment element and confirmPayment, as the kit uses them.
// The card is typed into a frame of the sandbox's own origin; this page never sees it.
(function () {
  "use strict";
  const origin = new URL(document.currentScript.src).origin;

  function frameAt(node) {
    const frame = document.createElement("iframe");
    frame.src = origin + "/elements/payment";
    frame.title = "Secure payment input frame (sandbox stand-in)";
    frame.name = "__privateStripeFrame";
    frame.style.width = "100%";
    frame.style.border = "0";
    frame.style.height = "260px";
    node.replaceChildren(frame);
    return frame;
  }

  class Element {
    constructor() { this.listeners = {}; this.waiting = {}; this.calls = 0; }
    on(name, listener) { (this.listeners[name] ||= []).push(listener); return this; }
    once(name, listener) { return this.on(name, listener); }
    tell(name, detail) { (this.listeners[name] || []).forEach((each) => each(detail)); }
    mount(where) {
      const node = typeof where === "string" ? document.querySelector(where) : where;
      if (!node) throw new Error("The selector you specified (" + where + ") applies to no DOM elements.");
      this.frame = frameAt(node);
      window.addEventListener("message", (message) => this.hear(message));
    }
    unmount() { if (this.frame) this.frame.remove(); }
    destroy() { this.unmount(); }
    update() {}
    focus() { if (this.frame) this.frame.focus(); }
    hear(message) {
      if (message.origin !== origin || message.source !== this.frame.contentWindow) return;
      const data = message.data || {};
      if (data.kind === "ready") this.tell("ready", { elementType: "payment" });
      if (data.kind === "height") this.frame.style.height = data.height + "px";
      if (data.kind === "change") this.tell("change", { complete: data.complete, empty: data.empty, value: { type: "card" } });
      if (data.kind === "answer" && this.waiting[data.call]) {
        this.waiting[data.call](data.result);
        delete this.waiting[data.call];
      }
    }
    ask(kind, detail) {
      const call = ++this.calls;
      return new Promise((resolve) => {
        this.waiting[call] = resolve;
        this.frame.contentWindow.postMessage({ kind, call, ...detail }, origin);
      });
    }
  }

  function withResult(returnUrl, intent, status) {
    const url = new URL(returnUrl, window.location.href);
    url.searchParams.set("payment_intent", intent.id);
    url.searchParams.set("payment_intent_client_secret", intent.client_secret);
    url.searchParams.set("redirect_status", status);
    return url.toString();
  }

  window.Stripe = function Stripe(publishableKey) {
    if (!/^pk_test_/.test(publishableKey || "")) throw new Error("Please call Stripe() with your publishable key.");
    async function confirm(options) {
      const elements = options.elements;
      if (!elements || !elements.payment || !elements.payment.frame) {
        throw new Error("Invalid value for stripe.confirmPayment(): elements should have a mounted payment element.");
      }
      const returnUrl = (options.confirmParams || {}).return_url;
      const clientSecret = options.clientSecret || elements.clientSecret;
      if (!returnUrl && options.redirect !== "if_required") {
        throw new Error("You must provide confirmParams.return_url, or redirect: 'if_required'.");
      }
      const result = await elements.payment.ask("confirm", { publishableKey, clientSecret, returnUrl });
      if (result.error) return result;
      const intent = result.paymentIntent;
      const next = intent.next_action && intent.next_action.redirect_to_url;
      if (next) {
        window.location.assign(next.url);
        return new Promise(() => {});
      }
      if (options.redirect === "if_required") return { paymentIntent: intent };
      window.location.assign(withResult(returnUrl, intent, intent.status === "succeeded" ? "succeeded" : intent.status));
      return new Promise(() => {});
    }
    return {
      elements(options) {
        if (options && options.paymentMethodTypes) {
          throw new Error("IntegrationError: paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.");
        }
        return {
          clientSecret: (options || {}).clientSecret,
          create(kind) {
            if (kind !== "payment") throw new Error("The sandbox stands in for the payment element only.");
            this.payment = new Element();
            return this.payment;
          },
          getElement(kind) { return kind === "payment" ? this.payment || null : null; },
          submit() { return this.payment.ask("check", {}); },
          fetchUpdates() { return Promise.resolve({}); },
          update() {},
        };
      },
      confirmPayment: confirm,
      async retrievePaymentIntent(clientSecret) {
        const id = clientSecret.split("_secret_")[0];
        const query = new URLSearchParams({ key: publishableKey, client_secret: clientSecret });
        const answer = await fetch(origin + "/v1/payment_intents/" + id + "?" + query);
        const body = await answer.json();
        return answer.ok ? { paymentIntent: body } : { error: body.error };
      },
    };
  };
})();
