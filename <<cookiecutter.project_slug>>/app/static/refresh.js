// Parts of a page that wait for Stripe carry data-waiting and an id. While any is there, the page
// is fetched again now and then, and a part whose words have changed is replaced.
const EVERY = 1500;
const GIVE_UP_AFTER = 5 * 60 * 1000;
const begun = Date.now();

const words = (part) => part.textContent.replace(/\s+/g, " ").trim();
const waiting = () => document.querySelectorAll("[data-waiting][id]");

async function look() {
  if (waiting().length === 0 || Date.now() - begun > GIVE_UP_AFTER) return;
  if (!document.hidden) await refresh();
  setTimeout(look, EVERY);
}

async function refresh() {
  let reply;
  try {
    reply = await fetch(location.href, { headers: { Accept: "text/html" } });
  } catch {
    return; // Away for a moment; the next look may find it.
  }
  if (!reply.ok || reply.redirected) return;

  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of waiting()) {
    const news = fresh.getElementById(part.id);
    if (news && words(news) !== words(part)) replace(part, news);
  }
}

function replace(part, news) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceWith(news);
  if (focused) (document.getElementById(focused) || news).focus();
  const heading = news.querySelector("h1") || news.querySelector("h2");
  document.getElementById("news").textContent = `Updated: ${words(heading || news)}`;
}

setTimeout(look, EVERY);
