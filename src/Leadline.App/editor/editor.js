/*!
 * Contains ProseMirror (https://prosemirror.net), orderedmap, rope-sequence and w3c-keyname.
 * Copyright (C) 2015-2017 by Marijn Haverbeke <marijn@haverbeke.berlin> and others
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
 * rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
 * persons to whom the Software is furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
 * Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
 * WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
 * COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
 * OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
// The editor of replies and notes: ProseMirror, with what the application asks of it.
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import { history, redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { DOMParser as Parser } from 'prosemirror-model';
import { liftListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import { EditorState, Plugin, TextSelection } from 'prosemirror-state';
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view';
import { clean, paragraphs } from './paste.js';
import { html, isEmpty, letters, said } from './said.js';
import { schema } from './schema.js';

const { marks, nodes } = schema;
const parser = Parser.fromSchema(schema);
const listKeys = new Set(['ArrowUp', 'ArrowDown', 'Enter', 'Tab', 'Escape']);

// Gives the page an editor within an element.
// page hears Changed(text, letters, caret, active), AskLink(address) and Send().
export function open(place, page) {
  const addresses = new Map();
  let editable = true;
  let told = '';
  const view = new EditorView(place, {
    state: EditorState.create({ schema, plugins: [gaps(), history(), keymap(keys(page)), keymap(baseKeymap)] }),
    editable: () => editable,
    attributes: state => ({ class: isEmpty(state.doc) && state.doc.childCount === 1 ? 'll-rich empty' : 'll-rich' }),
    nodeViews: { picture: node => shown(node, addresses) },
    handleKeyDown: (_, event) => holds(view, page, event),
    handleDOMEvents: {
      paste: (_, event) => bringsFiles(event),
      drop: (_, event) => {
        if (!event.dataTransfer?.types.includes('Files')) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (at) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
        return true;
      },
    },
    transformPastedHTML: clean,
    clipboardTextParser: text => parser.parseSlice(paragraphs(text), { preserveWhitespace: 'full' }),
    clipboardTextSerializer: slice => slice.content.textBetween(0, slice.content.size, '\n', '\n'),
    dispatchTransaction(step) {
      const before = view.state;
      view.updateState(before.apply(step));
      const active = actives(view.state).join(' ');
      if (step.getMeta('quiet')) told = active;
      else if (step.docChanged || active !== told || view.dom.dataset.list === 'open') {
        told = active;
        const text = step.docChanged ? html(view.state.doc) : null;
        page.invokeMethodAsync('Changed', text, letters(view.state.doc), view.state.selection.head, active);
      }
    },
  });

  return {
    // Puts another text in the place of what stands there; answers with its letters.
    put(text) {
      const doc = parser.parse(read(text), { preserveWhitespace: true });
      view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content)
        .setMeta('quiet', true).setMeta('addToHistory', false));
      return letters(view.state.doc);
    },
    // What readers are told of the text, and whether it can be changed.
    describe(attributes, canChange) {
      for (const [name, value] of Object.entries(attributes))
        if (value === null) view.dom.removeAttribute(name);
        else view.dom.setAttribute(name, value);
      if (canChange === editable) return;
      editable = canChange;
      view.setProps({});
    },
    said: () => said(view.state.doc),
    caret: () => view.state.selection.head,
    letters: () => letters(view.state.doc),
    focus: () => view.focus(),
    select(start, end) {
      view.focus();
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, start, end)).scrollIntoView());
    },
    // Types a text at a place, lines becoming paragraphs, or puts HTML there; answers with where it ends.
    replace(start, end, text, isHtml) {
      const holder = isHtml ? read(clean(text)) : paragraphs(text);
      const slice = parser.parseSlice(holder, { preserveWhitespace: !isHtml });
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, start, end))
        .replaceSelection(slice).scrollIntoView());
      view.focus();
      return view.state.selection.head;
    },
    press(name) {
      view.focus();
      commands[name](view.state, view.dispatch, view);
    },
    link(address) {
      view.focus();
      const target = absolute(address.trim());
      const { tr, selection } = view.state;
      const { from, to } = linkAround(view.state) ?? selection;
      tr.removeMark(from, to, marks.link);
      if (target && from === to) tr.insert(from, schema.text(address.trim(), [marks.link.create({ href: target })]));
      else if (target) tr.addMark(from, to, marks.link.create({ href: target }));
      view.dispatch(tr.scrollIntoView());
    },
    address: () => addressAt(view.state),
    // A picture at the caret: the file of that name.
    picture(name) {
      view.dispatch(view.state.tr.replaceSelectionWith(nodes.picture.create({ name })).scrollIntoView());
      view.focus();
    },
    // How a picture looks.
    show(name, type, bytes) {
      addresses.set(name, URL.createObjectURL(new Blob([bytes], { type })));
      for (const image of view.dom.querySelectorAll('img'))
        if (image.alt === name) look(image, addresses.get(name));
    },
    close() {
      view.destroy();
      for (const address of addresses.values()) URL.revokeObjectURL(address);
    },
  };
}

const read = text => new DOMParser().parseFromString(text, 'text/html').body;

// Of what a text program copies, the text is meant, not the picture of it that comes along.
const bringsFiles = event => !event.clipboardData?.types.includes('text/plain') && event.clipboardData?.files.length > 0;

const toggleList = type => (state, dispatch, view) => isIn(state, type)
  ? liftListItem(nodes.list_item)(state, dispatch, view)
  : wrapInList(type)(state, dispatch, view);

const commands = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  bullets: toggleList(nodes.bullet_list),
  numbers: toggleList(nodes.ordered_list),
  quote: (state, dispatch, view) => (isIn(state, nodes.blockquote) ? lift : wrapIn(nodes.blockquote))(state, dispatch, view),
  code: (state, dispatch) => state.selection.$from.parent.type === nodes.code_block
    ? setBlockType(nodes.paragraph)(state, dispatch)
    : state.selection.empty || state.selection.$from.parent !== state.selection.$to.parent
      ? setBlockType(nodes.code_block)(state, dispatch)
      : toggleMark(marks.code)(state, dispatch),
};

function keys(page) {
  const newLine = chainCommands(exitCode, (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  });
  const ask = state => {
    if (!isForLink(state)) return false;
    page.invokeMethodAsync('AskLink');
    return true;
  };
  return {
    'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo,
    'Mod-b': commands.strong, 'Mod-i': commands.em, 'Mod-k': ask,
    'Mod-Shift-7': commands.numbers, 'Mod-Shift-8': commands.bullets, 'Mod-Shift-9': commands.quote,
    Enter: splitListItem(nodes.list_item), 'Shift-Enter': newLine,
  };
}

// The list of answers has its keys while it is open; sending is the page's.
function holds(view, page, event) {
  const command = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter' && command) {
    event.preventDefault();
    page.invokeMethodAsync('Send');
    return true;
  }
  if (event.key.toLowerCase() === 'k' && command && isForLink(view.state)) event.stopPropagation();
  if (event.key === 'Escape' && !event.isComposing && view.dom.dataset.list !== 'open') view.dom.blur();
  const plain = !command && !event.altKey && !event.shiftKey && !event.isComposing;
  return view.dom.dataset.list === 'open' && plain && listKeys.has(event.key);
}

function isIn(state, type) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
}

function actives(state) {
  const { from, to, empty, $from } = state.selection;
  const has = mark => empty ? !!mark.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, mark);
  return [
    has(marks.strong) && 'strong', has(marks.em) && 'em', addressAt(state) && 'link',
    isIn(state, nodes.bullet_list) && 'bullets', isIn(state, nodes.ordered_list) && 'numbers',
    isIn(state, nodes.blockquote) && 'quote', (has(marks.code) || isIn(state, nodes.code_block)) && 'code',
  ].filter(Boolean);
}

// The whole link that the selection touches; null for none.
function linkAround(state) {
  const { $from, from, to } = state.selection;
  const mark = marks.link.isInSet($from.marks()) ?? marks.link.isInSet($from.nodeAfter?.marks ?? []);
  if (!mark) return null;
  const { parent } = $from;
  let [first, last] = [$from.index(), $from.index()];
  if (first === parent.childCount || !mark.isInSet(parent.child(first).marks)) first = last = first - 1;
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first--;
  while (last + 1 < parent.childCount && mark.isInSet(parent.child(last + 1).marks)) last++;
  let start = $from.start();
  for (let i = 0; i < first; i++) start += parent.child(i).nodeSize;
  let end = start;
  for (let i = first; i <= last; i++) end += parent.child(i).nodeSize;
  return { from: Math.min(start, from), to: Math.max(end, to) };
}

const isForLink = state => !state.selection.empty || !!addressAt(state);

function addressAt(state) {
  const { $from } = state.selection;
  const mark = marks.link.isInSet($from.marks()) ?? marks.link.isInSet($from.nodeAfter?.marks ?? []);
  return mark ? mark.attrs.href : '';
}

function absolute(address) {
  if (!address || /^(?:https?:\/\/|mailto:|tel:)/i.test(address)) return address;
  return /^[^\s@/]+@[^\s@/]+$/.test(address) ? `mailto:${address}` : `https://${address.replace(/^[a-z]+:\/*/i, '')}`;
}

function shown(node, addresses) {
  const dom = document.createElement('img');
  dom.alt = node.attrs.name;
  dom.title = node.attrs.name;
  look(dom, addresses.get(node.attrs.name));
  return { dom };
}

function look(image, address) {
  image.classList.toggle('missing', !address);
  if (address) image.src = address;
}

// Marks what is still to be filled in, as the application reads it.
function gaps() {
  const marked = /\{\{\s*[\p{L}\p{N}_.\- ]{1,100}?\s*\}\}/gu;
  const find = doc => DecorationSet.create(doc, [...letters(doc).matchAll(marked)].map(({ index, 0: found }) =>
    Decoration.inline(index, index + found.length, { class: 'll-gap' })));
  return new Plugin({
    state: { init: (_, { doc }) => find(doc), apply: (step, before) => step.docChanged ? find(step.doc) : before },
    props: { decorations(state) { return this.getState(state); } },
  });
}
