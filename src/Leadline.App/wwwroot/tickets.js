// What the browser does for tickets: frames as high as their mails, files that are dropped or pasted.

// A frame's document belongs to the page, and no script runs in it: so it can be measured and put in order from here.
export function fit(frame, picture, quoted) {
  const settle = () => {
    const page = frame.contentDocument;
    if (!page?.body || page.body.dataset.settled || !page.body.childNodes.length) return;
    page.body.dataset.settled = 'yes';
    for (const image of page.querySelectorAll('img[data-remote-src]')) image.replaceWith(remote(page, image, picture));
    const last = page.body.querySelector('blockquote:last-of-type');
    if (last && last.textContent.length > 200) fold(page, last, quoted);
    const measure = () => { frame.style.height = `${page.documentElement.offsetHeight}px`; };
    new ResizeObserver(measure).observe(page.documentElement);
    measure();
  };
  frame.addEventListener('load', settle);
  if (frame.contentDocument?.readyState === 'complete') settle();
}

function remote(page, image, picture) {
  const link = page.createElement('a');
  link.className = 'remote';
  link.href = image.dataset.remoteSrc;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  link.textContent = image.alt ? `${picture}: ${image.alt}` : picture;
  return link;
}

function fold(page, quote, name) {
  const details = page.createElement('details');
  const summary = page.createElement('summary');
  summary.textContent = '…';
  summary.setAttribute('aria-label', name);
  quote.replaceWith(details);
  details.append(summary, quote);
}

export function takeDrops(area) {
  const input = () => area.querySelector('input[type=file]');
  const take = files => {
    if (!input() || !files.length) return false;
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input().files = chosen.files;
    input().dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
  const carries = event => event.dataTransfer?.types.includes('Files');
  area.addEventListener('dragover', event => {
    if (!carries(event)) return;
    event.preventDefault();
    area.classList.add('dropping');
  });
  area.addEventListener('dragleave', event => {
    if (!area.contains(event.relatedTarget)) area.classList.remove('dropping');
  });
  area.addEventListener('drop', event => {
    area.classList.remove('dropping');
    if (!carries(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  // Of what a text program copies, the text is meant, not the picture of it that comes along.
  area.addEventListener('paste', event => {
    const data = event.clipboardData;
    if (!data?.types.includes('text/plain') && take(data?.files ?? [])) event.preventDefault();
  });
}

// A list above a text takes the keys that move in it, for as long as it is open.
export function holdListKeys(text) {
  const own = new Set(['ArrowUp', 'ArrowDown', 'Enter', 'Tab', 'Escape']);
  text.addEventListener('keydown', event => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !event.isComposing;
    if (text.dataset.list === 'open' && plain && own.has(event.key)) event.preventDefault();
  });
}

export const caret = text => text.selectionStart;

export function select(text, start, end) {
  text.focus();
  text.setSelectionRange(start, end);
}

// As typed: so the browser's Undo gives back what stood there.
export function replace(text, start, end, said) {
  select(text, start, end);
  if (document.execCommand('insertText', false, said)) return;
  text.setRangeText(said, start, end, 'end');
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

export const pickFiles = area => area.querySelector('input[type=file]')?.click();
export const focusById = id => document.getElementById(id)?.focus();

export function showEnd(element) {
  const place = location.hash.startsWith('#message-') && document.getElementById(location.hash.slice(1));
  if (place) return place.scrollIntoView({ block: 'center' });
  const view = element.closest('main');
  view.scrollTop += element.getBoundingClientRect().bottom - view.getBoundingClientRect().bottom + 12;
}
