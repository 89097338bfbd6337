// What is copied from other programs, made into plain structure: paragraphs, lists, quotes, code, links, emphasis.

const linked = /^(?:https?:|mailto:|tel:)/i;

// A text of lines as paragraphs, one each.
export function paragraphs(text) {
  const holder = document.createElement('div');
  for (const line of text.split(/\r\n?|\n/)) {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    holder.append(paragraph);
  }
  return holder;
}

export function clean(html) {
  const { body } = new DOMParser().parseFromString(unhandled(html), 'text/html');
  for (const element of body.querySelectorAll('style, script, title, template, svg, math, object, iframe')) element.remove();
  lists(body);
  for (const link of body.querySelectorAll('a')) if (!linked.test(link.getAttribute('href') ?? '')) link.replaceWith(...link.childNodes);
  for (const image of body.querySelectorAll('img:not([src^="cid:"])')) image.remove();
  for (const heading of body.querySelectorAll('h1, h2, h3, h4, h5, h6')) become(heading, 'p', 'strong');
  for (const cell of body.querySelectorAll('td:not(:last-child), th:not(:last-child)')) cell.append(' | ');
  for (const cell of body.querySelectorAll('td, th')) cell.replaceWith(...flat(cell));
  for (const row of body.querySelectorAll('tr')) become(row, 'p');
  return body.innerHTML;
}

// Handlers would not run, but the page's policy has the browser complain of each that it reads.
const unhandled = html => html.replace(/<[a-z][^>]*>/gi, tag => tag.replace(/\son[a-z]+\s*=/gi, ' data-off='));

function become(element, name, within) {
  const other = element.ownerDocument.createElement(name);
  const inner = within ? other.appendChild(element.ownerDocument.createElement(within)) : other;
  inner.append(...element.childNodes);
  element.replaceWith(other);
}

// A row is one paragraph, whatever paragraphs are in its cells.
function flat(cell) {
  for (const block of cell.querySelectorAll('p, div')) block.replaceWith(...block.childNodes, ' ');
  return cell.childNodes;
}

// Word's lists are paragraphs that say in their style which list and level they are of, and bring their sign as text.
function lists(body) {
  let open = [];
  for (const item of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    const level = Number(/mso-list:\s*l\d+\s+level(\d+)/i.exec(item.getAttribute('style'))?.[1] ?? 0);
    if (!level) continue;
    const sign = item.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]');
    const kind = /^[\s(]*[\p{L}\d]{1,4}[.)]/u.test(sign?.textContent ?? '') ? 'ol' : 'ul';
    sign?.remove();
    const follows = open.length > 0 && neighbour(item) === open[0];
    if (!follows) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open.at(-1).localName !== kind) open.pop();
    while (open.length < level) {
      const list = body.ownerDocument.createElement(kind);
      const parent = open.at(-1)?.lastElementChild;
      if (parent) parent.append(list);
      else if (open.length > 0) open.at(-1).append(list);
      else item.before(list);
      open.push(list);
    }
    const entry = body.ownerDocument.createElement('li');
    entry.append(...item.childNodes);
    open.at(-1).append(entry);
    item.remove();
  }
}

function neighbour(item) {
  let before = item.previousSibling;
  while (before && (before.nodeType === Node.COMMENT_NODE || before.nodeType === Node.TEXT_NODE && !before.data.trim()))
    before = before.previousSibling;
  return before;
}
