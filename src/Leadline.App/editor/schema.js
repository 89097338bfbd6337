// What a text may hold: what mail programs show alike. Whatever else is pasted loses its looks and keeps its words.
import { Schema } from 'prosemirror-model';
import { marks, nodes } from 'prosemirror-schema-basic';
import { bulletList, listItem, orderedList } from 'prosemirror-schema-list';

// A picture stands for a file that goes along, and is called by its name.
const picture = {
  inline: true,
  group: 'inline',
  attrs: { name: {} },
  draggable: true,
  parseDOM: [{ tag: 'img[src^="cid:"]', getAttrs: image => ({ name: decodeURIComponent(image.getAttribute('src').slice(4)) }) }],
  toDOM: ({ attrs: { name } }) => ['img', { src: `cid:${encodeURIComponent(name)}`, alt: name }],
};

export const schema = new Schema({
  nodes: {
    doc: nodes.doc,
    paragraph: nodes.paragraph,
    blockquote: nodes.blockquote,
    code_block: nodes.code_block,
    ordered_list: { ...orderedList, content: 'list_item+', group: 'block' },
    bullet_list: { ...bulletList, content: 'list_item+', group: 'block' },
    list_item: { ...listItem, content: 'paragraph block*' },
    text: nodes.text,
    picture,
    hard_break: nodes.hard_break,
  },
  marks: { link: marks.link, em: marks.em, strong: marks.strong, code: marks.code },
});
