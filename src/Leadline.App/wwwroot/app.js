// What the browser does for the application: keys, scrolling, and what is kept on the device.

export const focus = element => element?.focus();
export const kept = key => localStorage.getItem(key);
export const copy = text => navigator.clipboard.writeText(text);

export const keptBelow = prefix => Object.fromEntries(
  Object.entries(localStorage).filter(([key]) => key.startsWith(prefix)));

export function keep(key, value) {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
}

// Options and passkey are JSON. Null where the user would not, or the device holds a passkey of the user already.
export async function makePasskey(options) {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
    return JSON.stringify(await navigator.credentials.create({ publicKey }));
  } catch (refusal) {
    if (['NotAllowedError', 'AbortError', 'InvalidStateError'].includes(refusal.name)) return null;
    throw refusal;
  }
}

export function paint(theme) {
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  return dark;
}

// Tells the application of keys that mean something outside of text: single letters, ?, Escape, and Ctrl-K everywhere.
export function listen(shortcuts) {
  document.addEventListener('keydown', event => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && event.key.toLowerCase() === 'k' && !selects(event.target)) {
      event.preventDefault();
      shortcuts.invokeMethodAsync('Press', 'Ctrl-K');
      return;
    }
    if (command || event.altKey || event.isComposing || event.repeat || writes(event.target)) return;
    if (document.querySelector('.mud-dialog')) return;
    if (event.key.length === 1 && event.key !== ' ') {
      // Before the next frame: the letter must not land in what the shortcut opens.
      if (known.has(event.key)) event.preventDefault();
      shortcuts.invokeMethodAsync('Press', event.key);
    }
  });
}

const known = new Set();
export function knows(keys) {
  known.clear();
  for (const key of keys) known.add(key);
}

const writes = element => element instanceof HTMLElement
  && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== 'checkbox');

const selects = element => element instanceof HTMLElement && element.isContentEditable
  && !getSelection().isCollapsed;

// The keys that move in a grid must not scroll it besides.
export function holdKeys(grid) {
  const own = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', ' ']);
  grid.addEventListener('keydown', event => {
    if (event.target === grid && own.has(event.key)) event.preventDefault();
  });
}

export function reveal(grid, top, height, head) {
  const above = top - grid.scrollTop;
  if (above < 0) grid.scrollTop = top;
  else if (above + height > grid.clientHeight - head) grid.scrollTop = top + height + head - grid.clientHeight;
}

// Where lists were left, by their addresses, for as long as the tab is there: how far one has scrolled, and which row one
// has looked at.
const placeOf = () => JSON.parse(sessionStorage.getItem(`ll-place ${location.pathname}${location.search}`) ?? '{}');
const keepPlace = part => sessionStorage.setItem(
  `ll-place ${location.pathname}${location.search}`, JSON.stringify({ ...placeOf(), ...part }));
export const keepRow = (row, key) => keepPlace({ row, key });

export function comeBack(grid) {
  const { top = 0, row = -1, key = null } = placeOf();
  // The list grows to its length with its first rows.
  const scroll = tries => {
    grid.scrollTop = top;
    if (grid.scrollTop < top - 1 && tries > 0) requestAnimationFrame(() => scroll(tries - 1));
    else grid.addEventListener('scroll', () => keepPlace({ top: grid.scrollTop }), { passive: true });
  };
  scroll(120);
  return { row, key };
}

export const pageRows = (grid, height) => Math.max(1, Math.floor(grid.clientHeight / height) - 2);

// Hears what others do. A browser has few connections to a server: one tab listens and tells the others.
export function follow(live) {
  const tabs = new BroadcastChannel('leadline-live');
  const hear = told => live.invokeMethodAsync('Hear', told.kind, told.text);
  tabs.onmessage = event => hear(event.data);
  const listen = () => new Promise(() => {
    const source = new EventSource('/leadline/v1/live');
    const tell = told => { tabs.postMessage(told); hear(told); };
    for (const kind of ['change', 'presence', 'draft', 'notification', 'reset'])
      source.addEventListener(kind, event => tell({ kind, text: event.data }));
    source.onopen = () => tell({ kind: 'connected', text: '' });
    source.onerror = () => tell({ kind: 'lost', text: '' });
  });
  if (navigator.locks) navigator.locks.request('leadline-live', listen);
  else listen();
}

// What is still to be said when the window is closed.
let leaving = null;
export function onLeave(call) { leaving = call; }
addEventListener('pagehide', () => {
  if (!leaving) return;
  const headers = { 'Content-Type': 'application/json', 'X-Leadline-Csrf': leaving.csrfToken ?? '' };
  fetch(leaving.path, { method: leaving.method, headers, body: leaving.body, keepalive: true }).catch(() => {});
});
