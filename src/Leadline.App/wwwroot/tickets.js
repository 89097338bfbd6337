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

const fileInput = 'input[type=file]:not([accept])';
const pictureInput = 'input[type=file][accept]';
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function takeDrops(area) {
  const give = (input, files) => {
    if (!input || input.disabled || !files.length) return false;
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
  // Pictures come to stand in the text, where it takes them.
  const take = files => {
    const within = area.querySelector(pictureInput);
    const isWithin = file => within && pictureTypes.has(file.type);
    const pictures = give(within, [...files].filter(isWithin));
    return give(area.querySelector(fileInput), [...files].filter(file => !isWithin(file))) || pictures;
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

export const pickFiles = area => area.querySelector(fileInput)?.click();
export const pickPictures = area => area.querySelector(pictureInput)?.click();
export const focusById = id => document.getElementById(id)?.focus();

export function showEnd(element) {
  const place = location.hash.startsWith('#message-') && document.getElementById(location.hash.slice(1));
  if (place) return place.scrollIntoView({ block: 'center' });
  const view = element.closest('main');
  view.scrollTop += element.getBoundingClientRect().bottom - view.getBoundingClientRect().bottom + 12;
}
