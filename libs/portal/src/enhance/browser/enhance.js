// Saves a reload where a form names the regions it changes. Every form works without this file; it only asks the
// same address, takes the named regions out of the whole page that comes back, and leaves the rest alone.
/* global Idiomorph */
const page = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const say = (text) => {
  const place = document.getElementById('said');
  if (place && text) place.textContent = text.trim();
};

// --- forms ---------------------------------------------------------------------------------------------------------

const MORPH = {
  ignoreActiveValue: true,
  restoreFocus: true,
  callbacks: {
    // What the reader unfolded stays unfolded.
    beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS'),
  },
};

function requestOf(form, submitter) {
  const data = new FormData(form, submitter);
  const address = new URL(
    submitter?.getAttribute('formaction') || form.getAttribute('action') || location.href,
    location.href,
  );
  const options = { headers: { accept: 'text/html', 'x-enhance': form.dataset.enhance }, credentials: 'same-origin' };
  if (form.method === 'get') {
    address.search = new URLSearchParams([...data].filter(([, value]) => value !== '')).toString();
    return [address, options];
  }
  const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams([...data]);
  return [address, { ...options, method: 'POST', body }];
}

function show(answer, regions, form, response) {
  const here = new URL(response.url);
  const moved = here.pathname !== location.pathname;
  const pairs = regions.map((selector) => [document.querySelector(selector), answer.querySelector(selector)]);
  if (moved || !response.ok || pairs.some(([old, fresh]) => !old || !fresh)) {
    Idiomorph.morph(document.body, answer.body, { ...MORPH, ignoreActiveValue: !moved });
    document.title = answer.title;
    if (moved) {
      history.pushState({ enhanced: true }, '', response.url);
      scrollTo(0, 0);
    }
  } else {
    for (const [old, fresh] of pairs) Idiomorph.morph(old, fresh, MORPH);
    if (form.method === 'get') history.replaceState(history.state, '', response.url);
  }
  const summary = document.querySelector('#errors');
  const flash = answer.querySelector('#flash');
  if (summary) summary.focus();
  else if (moved) document.getElementById('main')?.focus({ preventScroll: true });
  else if (!document.activeElement || document.activeElement === document.body) {
    const region = document.querySelector(regions[0]);
    region?.setAttribute('tabindex', '-1');
    region?.focus({ preventScroll: true });
  }
  say(flash?.textContent);
}

async function enhance(form, submitter) {
  form.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(...requestOf(form, submitter));
    if (!response.headers.get('content-type')?.includes('text/html')) throw new TypeError('no page');
    const answer = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (response.ok && form.method === 'post') {
      forget(form);
      if (form.dataset.draft !== undefined) form.reset();
    }
    show(answer, form.dataset.enhance.split(/\s+/).filter(Boolean), form, response);
    if (form.method === 'post') actedAt = performance.now();
    refresh();
  } catch {
    // No answer, or not a page: let the browser send the form itself and show what happens.
    if (submitter?.name) {
      const named = Object.assign(document.createElement('input'), {
        type: 'hidden',
        name: submitter.name,
        value: submitter.value,
      });
      form.append(named);
    }
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    form.removeAttribute('aria-busy');
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.matches('[aria-busy=true]')) return event.preventDefault();
  if (form.matches('[data-sign-out]')) forgetAll();
  if (form.matches('[data-display]')) return chooseDisplay(event);
  if (form.matches('[data-enhance]')) {
    event.preventDefault();
    void enhance(form, event.submitter);
  } else {
    if (form.dataset.draft !== undefined) remember('sent', draftKey(form), sessionStorage);
    if (form.method === 'post') sendOnce(form);
  }
});
addEventListener('popstate', () => location.reload());

/** A second press while the first is on its way would do the same again. What never leaves the page is free again soon. */
function sendOnce(form) {
  form.setAttribute('aria-busy', 'true');
  const free = () => form.removeAttribute('aria-busy');
  setTimeout(free, 20e3);
  addEventListener('pagehide', free, { once: true });
}

// --- drafts: what is typed stays on this device until it is sent ---------------------------------------------------

const DRAFT = 'draft:';
const KEPT_FOR = 30 * 24 * 3600e3;
/** A draft's name is its own on a site: the page that refuses a form has another address than the one where it was begun. */
const draftKey = (form) => `${DRAFT}${form.dataset.draft}`;
const kept = (form) =>
  [...form.elements].filter(
    (field) => field.name && !field.matches('[type=hidden],[type=password],[type=file],button'),
  );

function remember(key, value, store = localStorage) {
  try {
    store.setItem(key, value);
  } catch {
    // Storage is full or forbidden: the form works all the same.
  }
}
function recall(key, store = localStorage) {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}
function drop(key, store = localStorage) {
  try {
    store.removeItem(key);
  } catch {
    // As above.
  }
}
const forget = (form) => form.dataset.draft !== undefined && drop(draftKey(form));
const forgetAll = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(DRAFT))
    .forEach((key) => drop(key));

function keepDraft(form) {
  const values = kept(form)
    .filter((field) => (field.matches('[type=radio],[type=checkbox]') ? field.checked : field.value !== ''))
    .map((field) => [field.name, field.value]);
  remember(draftKey(form), JSON.stringify({ at: Date.now(), values }));
}

function restoreDraft(form) {
  const draft = JSON.parse(recall(draftKey(form)) ?? 'null');
  if (!draft) return;
  if (Date.now() - draft.at > KEPT_FOR) return forget(form);
  let changed = false;
  for (const field of kept(form)) {
    const values = draft.values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.matches('[type=radio],[type=checkbox]')) {
      if (values.length && field.checked !== values.includes(field.value))
        [field.checked, changed] = [values.includes(field.value), true];
    } else if (values[0] !== undefined && field.value === '') [field.value, changed] = [values[0], true];
  }
  const note = form.querySelector('[data-draft-note]');
  if (changed && note) note.hidden = false;
}

const waiting = new WeakMap();
document.addEventListener('input', ({ target }) => {
  count(target);
  const form = target.form;
  if (form?.dataset.draft === undefined) return;
  clearTimeout(waiting.get(form));
  waiting.set(
    form,
    setTimeout(() => keepDraft(form), 400),
  );
});
document.addEventListener('click', ({ target }) => {
  const clear = target.closest?.('[data-draft-clear]');
  if (clear) {
    forget(clear.form);
    clear.form.reset();
    clear.closest('[data-draft-note]').hidden = true;
  }
  for (const menu of all('details[name=site-menu][open]')) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', ({ key }) => {
  const menu = key === 'Escape' && document.querySelector('details[name=site-menu][open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

// --- small comforts ------------------------------------------------------------------------------------------------

const number = new Intl.NumberFormat(page.lang || undefined);
function count(field) {
  const place = field.dataset?.counter && document.getElementById(field.dataset.counter);
  if (place) place.textContent = `${number.format(field.value.length)} / ${number.format(field.maxLength)}`;
}

function chooseDisplay(event) {
  event.preventDefault();
  const { target: form, submitter } = event;
  if (submitter?.value) page.dataset.mode = submitter.value;
  else delete page.dataset.mode;
  for (const button of all('[name=mode]', form)) button.setAttribute('aria-pressed', String(button === submitter));
  fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams([...new FormData(form, submitter)]),
    redirect: 'manual',
  }).catch(() => form.submit());
}

const UNITS = [
  ['day', 864e5],
  ['hour', 36e5],
  ['minute', 6e4],
];
function relate(time) {
  const at = Date.parse(time.dateTime);
  const past = at - Date.now();
  // Beyond a week a date says more than a distance.
  if (!Number.isFinite(at) || Math.abs(past) > 7 * 864e5 || time.title) return;
  // Less than a minute ago is just now, not 'this minute'.
  const [unit, length] = UNITS.find(([, size]) => Math.abs(past) >= size) ?? ['second', Infinity];
  time.title = time.textContent;
  time.textContent = new Intl.RelativeTimeFormat(page.lang || undefined, { numeric: 'auto' }).format(
    Math.round(past / length),
    unit,
  );
}

function refresh() {
  all('[data-counter]').forEach(count);
  all('.comment time, time[data-relative]').forEach(relate);
  // Whoever only passes by needs no connection.
  clearTimeout(next);
  next = setTimeout(listen, 2000);
}

// --- counts that move while they are looked at; a page without a connection stays as it was sent --------------------

let line;
let heard;
let showing;
let actedAt = -1500;
let tries = 0;
let next;

/** Follows what the page names, on one connection for as long as somebody looks. */
function listen() {
  const place = document.querySelector('[data-live]');
  if (line && heard !== place?.dataset.live) hangUp();
  if (!place || line || document.hidden || navigator.connection?.saveData) return;
  clearTimeout(next);
  heard = place.dataset.live;
  const own = (line = new WebSocket(`${location.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws'));
  const send = (message) => own.send(JSON.stringify(message));
  own.onopen = () => send({ type: 'connection_init' });
  own.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (own !== line || heard !== document.querySelector('[data-live]')?.dataset.live) return;
    if (type === 'connection_ack')
      send({ id: '1', type: 'subscribe', payload: { query: place.dataset.liveAsk, variables: { id: heard } } });
    else if (type === 'ping') send({ type: 'pong' });
    else if (type === 'next' && payload.data) {
      tries = 0;
      showSoon(payload.data.live);
    } else if (type !== 'pong') own.close(4400);
  };
  own.onclose = ({ code }) => {
    if (own !== line) return;
    line = undefined;
    // Told to go, or nobody answers: until the page is looked at anew.
    if (code >= 4000 || tries > 9) return;
    next = setTimeout(listen, Math.min(60, 2 ** tries++) * 500 * (1 + Math.random()));
  };
}

function hangUp() {
  clearTimeout(next);
  const own = line;
  line = undefined;
  own?.close();
}

/** What was counted before one's own act may arrive after its answer: for a moment only the last word is taken. */
function showSoon(counts) {
  const id = heard;
  clearTimeout(showing);
  showing = setTimeout(
    () => document.querySelector('[data-live]')?.dataset.live === id && showLive(counts),
    actedAt + 1500 - performance.now(),
  );
}

function showLive(counts) {
  for (const [name, value] of Object.entries(counts))
    for (const node of all(`[data-live-is="${name}"]`))
      if (node.matches('meter')) {
        node.value = value;
        node.classList.toggle('full', value >= node.max);
      } else if (node.textContent !== number.format(value)) node.textContent = number.format(value);
  const place = document.querySelector('[data-live]');
  // It has moved on: what can be done there is another. Not everybody who looks asks at once, and nobody who is writing.
  if (place && place.dataset.liveState !== counts.state) setTimeout(renew, Math.random() * 5000);
}

async function renew() {
  const regions = document.querySelector('[data-live]')?.dataset.liveRegions.split(' ') ?? [];
  const typed = (field) => field.type !== 'hidden' && 'defaultValue' in field && field.value !== field.defaultValue;
  if (regions.some((selector) => all(`${selector} input, ${selector} textarea`).some(typed))) return;
  const asked = location.href;
  const response = await fetch(asked, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!response?.ok || asked !== location.href) return;
  const answer = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const selector of regions) {
    const [old, fresh] = [document.querySelector(selector), answer.querySelector(selector)];
    if (old && fresh) Idiomorph.morph(old, fresh, MORPH);
  }
}

let unseen;
document.addEventListener('visibilitychange', () => {
  clearTimeout(unseen);
  if (document.hidden) unseen = setTimeout(hangUp, 15e3);
  else {
    tries = 0;
    listen();
  }
});
addEventListener('pagehide', hangUp);
addEventListener('pageshow', ({ persisted }) => persisted && listen());

const sent = recall('sent', sessionStorage);
if (sent) {
  drop('sent', sessionStorage);
  // Only a page that says "done" proves that nothing typed can be lost.
  if (document.querySelector('#flash.ok')) drop(sent);
}
all('form[data-draft]').forEach(restoreDraft);
refresh();
if (document.querySelector('#errors')) document.querySelector('#errors').focus();
