// A text as it goes out, and as it is looked through.
import { DOMSerializer } from 'prosemirror-model';
import { schema } from './schema.js';

const serializer = DOMSerializer.fromSchema(schema);

export function isEmpty(doc) {
  return !doc.textContent.trim() && !pictures(doc).length;
}

export function pictures(doc) {
  const names = [];
  doc.descendants(node => { if (node.type === schema.nodes.picture) names.push(node.attrs.name); });
  return names;
}

function dom(doc) {
  const holder = document.implementation.createHTMLDocument().createElement('div');
  holder.append(serializer.serializeFragment(doc.content, { document: holder.ownerDocument }));
  return holder;
}

export const html = doc => isEmpty(doc) ? '' : dom(doc).innerHTML;

// One letter for each place of the document, so that a place in the one is the place in the other.
export function letters(doc) {
  const found = new Array(doc.content.size).fill('\n');
  doc.descendants((node, at) => {
    if (node.isText) for (let i = 0; i < node.text.length; i++) found[at + i] = node.text[i];
    else if (node.type === schema.nodes.picture) found[at] = '\ufffc';
  });
  return found.join('');
}

// Lines alone go out as text, as they would be written without an editor; anything more as HTML.
export function said(doc) {
  if (isPlain(doc)) return { text: doc.textBetween(0, doc.content.size, '\n', '\n'), html: null, pictures: [] };
  const holder = dom(doc);
  for (const item of holder.querySelectorAll('li > p:first-child')) item.replaceWith(...item.childNodes);
  for (const line of holder.querySelectorAll('p')) {
    const block = line.ownerDocument.createElement('div');
    block.append(...line.childNodes);
    if (!block.firstChild) block.append(line.ownerDocument.createElement('br'));
    line.replaceWith(block);
  }
  keepBlanks(holder);
  return { text: null, html: holder.innerHTML, pictures: pictures(doc) };
}

function isPlain(doc) {
  let plain = true;
  doc.descendants(node => {
    plain &&= (node.type === schema.nodes.paragraph || node.type === schema.nodes.hard_break || node.isText) && !node.marks.length;
  });
  return plain;
}

function keepBlanks(holder) {
  const walk = holder.ownerDocument.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest('pre'))
      walk.currentNode.data = walk.currentNode.data.replace(/ (?= )/g, '\u00a0');
}
