// Follows the ledger while a page is open. Without it the page is whole, and as of its loading.

const pauseMilliseconds = 250;
const live = document.getElementById('live');
const events = new EventSource('/v1/events');
let isAsked = false;
let isReading = false;

events.addEventListener('open', () => {
  // What happened between the making of the page and now is no event of this stream.
  say('This page follows the ledger.');
  refreshSoon();
});
events.addEventListener('ledger', refreshSoon);
events.addEventListener('error', () => {
  say(
    events.readyState === EventSource.CLOSED
      ? 'This page does not follow the ledger any more: load it anew.'
      : 'The connection is gone; this page tries to follow the ledger again.',
  );
});
document.addEventListener('visibilitychange', refreshSoon);

/** Many events may come at once, and a page that nobody sees need not be current. */
function refreshSoon() {
  isAsked = true;
  if (isReading || document.hidden) return;
  isReading = true;
  setTimeout(() => {
    isAsked = false;
    refresh()
      .catch(() =>
        say('This page could not be brought up to date; it is tried again with the next event.'),
      )
      .finally(() => {
        isReading = false;
        if (isAsked) refreshSoon();
      });
  }, pauseMilliseconds);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (answer.redirected) {
    events.close();
    say('You are not signed in any more: load this page anew.');
    return;
  }
  if (!answer.ok) throw new Error(`The page answered ${answer.status}`);
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const known = new Set([...document.querySelectorAll('[data-event]')].map(eventOf));
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = next.querySelector(`[data-part="${part.dataset.part}"]`);
    if (other !== null) replace(part, other);
  }
  const added = [...document.querySelectorAll('[data-event]')].filter(
    (row) => !known.has(eventOf(row)),
  );
  // As they happened; the page has the newest first.
  if (added.length > 0)
    say(
      added
        .map((row) => row.dataset.words)
        .reverse()
        .join('. '),
    );
}

function eventOf(row) {
  return row.dataset.event;
}

/** What was open stays open, and whoever was somewhere with the keyboard is there still. */
function replace(part, other) {
  const opened = [...part.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key);
  for (const details of other.querySelectorAll('details')) {
    details.open = opened.includes(details.dataset.key);
  }
  if (part.innerHTML === other.innerHTML) return;
  const focused = part.contains(document.activeElement) ? placeOf(document.activeElement) : '';
  part.replaceChildren(...other.childNodes);
  if (focused !== '') elementAt(part, focused)?.focus({ preventScroll: true });
}

function placeOf(element) {
  return element.closest('details')?.dataset.key ?? element.getAttribute('href') ?? '';
}

function elementAt(part, place) {
  const places = [...part.querySelectorAll('summary, a')];
  return places.find((element) => placeOf(element) === place);
}

function say(words) {
  if (live.textContent !== words) live.textContent = words;
}
