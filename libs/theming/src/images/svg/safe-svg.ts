import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { escapeHtml } from '../../text/safe-html.js';
import { LogoRefused } from '../logo.js';
import { ELEMENTS, GRADIENTS, ID, isAttribute, PAINTS, PART, readValue, TEXTS, UNWRAPPED } from './allowed.js';
import { readDeclarations, readRules, type Declarations } from './rules.js';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

const NAMESPACE = 'http://www.w3.org/2000/svg';
const MOST_CHARACTERS = 300_000;
const MOST_ELEMENTS = 5000;
const MOST_USES = 200;
const DEEPEST = 40;
const SIDE = { least: 1, most: 10_000 };

/** A drawing of which only what is allowed is left, and its size in its own units. */
export interface SafeSvg {
  svg: string;
  width: number;
  height: number;
}

/** Whether a file is meant to be an SVG; told by what it holds, not by its name. */
export const looksLikeSvg = (data: Buffer): boolean => {
  const head = data
    .subarray(0, 4000)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return head.startsWith('<') && /<svg[\s>]/i.test(head);
};

/**
 * Rewrites an SVG from outside: parsed as browsers parse it, then written anew from allow-listed elements, attributes and
 * values. Nothing of the original is copied that was not understood, so no second parser can see something else in it.
 * @throws LogoRefused when there is no drawing, or more of it than a logo needs
 */
export function safeSvg(source: string): SafeSvg {
  if (source.length > MOST_CHARACTERS) throw new LogoRefused('logo.size');
  const root = firstSvg(parseFragment(source).childNodes);
  if (!root) throw new LogoRefused('logo.format');
  const writer = new Writer(root);
  const size = sizeOf(root);
  const inner = writer.children(root.childNodes, 1, false);
  if (writer.drawn === 0) throw new LogoRefused('logo.format');
  const box = `${size.x} ${size.y} ${size.width} ${size.height}`;
  const own = writer.attributes(root, new Set(['width', 'height', 'viewBox', 'x', 'y', 'transform']), false);
  const svg = `<svg xmlns="${NAMESPACE}" viewBox="${box}" width="${size.width}" height="${size.height}"${own}>${inner}</svg>`;
  return { svg, width: size.width, height: size.height };
}

class Writer {
  /** Elements that show something. */
  drawn = 0;
  private count = 0;
  private uses = 0;
  private readonly rules: ReadonlyMap<string, Declarations>;
  private readonly parts = new Map<string, Element>();
  private readonly using = new Set<string>();

  constructor(root: Element) {
    const sheets: string[] = [];
    // Without recursion: a file may nest deeper than a stack is.
    const open: { node: Element; ids: readonly string[] }[] = [{ node: root, ids: [] }];
    for (let entry = open.pop(); entry; entry = open.pop()) {
      const { node } = entry;
      const id = attribute(node, 'id');
      const ids = id && ID.test(id) ? [...entry.ids.slice(-DEEPEST), id] : entry.ids;
      if (id && ids !== entry.ids && !this.parts.has(id)) this.parts.set(id, node);
      if (node.tagName === 'style') sheets.push(textOf(node));
      if (node.tagName === 'use') for (const part of ids) this.using.add(part);
      for (const child of node.childNodes) if ('tagName' in child) open.push({ node: child, ids });
    }
    this.rules = readRules(sheets.join('\n'));
  }

  children(nodes: readonly Node[], depth: number, inPaint: boolean, texts = false): string {
    let out = '';
    for (const node of nodes) {
      if (node.nodeName === '#text') {
        if (texts) out += written((node as DefaultTreeAdapterTypes.TextNode).value);
      } else if ('tagName' in node) out += this.element(node, depth, inPaint, texts);
    }
    return out;
  }

  private element(node: Element, depth: number, inPaint: boolean, texts: boolean): string {
    const name = node.tagName;
    if (node.namespaceURI !== NAMESPACE || depth > DEEPEST) return '';
    if (UNWRAPPED.has(name)) return this.children(node.childNodes, depth + 1, inPaint, texts);
    if (!ELEMENTS.has(name) || name === 'svg') return '';
    this.count += 1;
    if (this.count > MOST_ELEMENTS) throw new LogoRefused('logo.size');
    const paints = inPaint || PAINTS.has(name);
    if (inPaint && PAINTS.has(name)) return '';
    let extra = '';
    if (name === 'use' || GRADIENTS.has(name)) {
      const part = PART.exec(attribute(node, 'href') ?? '')?.[1];
      // A use of something that uses again, or inside a pattern, multiplies: ten lines could draw a billion shapes.
      if (name === 'use') {
        this.uses += 1;
        if (!part || !this.parts.has(part) || this.using.has(part) || inPaint || this.uses > MOST_USES) return '';
      }
      if (part) extra = ` href="#${part}"`;
    }
    if (!PAINTS.has(name) && !GRADIENTS.has(name) && !['g', 'defs', 'stop', 'title', 'desc'].includes(name))
      this.drawn += 1;
    const inside = this.children(node.childNodes, depth + 1, paints, TEXTS.has(name));
    return `<${name}${extra}${this.attributes(node, new Set(), paints)}>${inside}</${name}>`;
  }

  /** Attributes that stay; classes and `style` become attributes, stronger ones winning as they do in browsers. */
  attributes(node: Element, without: ReadonlySet<string>, inPaint: boolean): string {
    const kept = new Map<string, string>();
    for (const { name, value } of node.attrs)
      if (isAttribute(name) && !without.has(name)) this.keep(kept, name, value, inPaint);
    for (const one of (attribute(node, 'class') ?? '').split(/\s+/).slice(0, 20))
      for (const [name, value] of this.rules.get(one) ?? []) this.keep(kept, name, value, inPaint);
    for (const [name, value] of readDeclarations(attribute(node, 'style') ?? '')) this.keep(kept, name, value, inPaint);
    const id = attribute(node, 'id');
    if (id && ID.test(id)) kept.set('id', id);
    return [...kept].map(([name, value]) => ` ${name}="${written(value)}"`).join('');
  }

  private keep(kept: Map<string, string>, name: string, value: string, inPaint: boolean): void {
    const read = readValue(value);
    if (!read) return;
    const part = read.part === undefined ? undefined : this.parts.get(read.part);
    // Inside of what paints others only gradients paint: patterns in patterns multiply as uses do.
    if (read.part !== undefined && (!part || (inPaint && !GRADIENTS.has(part.tagName)))) return;
    if (part && !GRADIENTS.has(part.tagName) && ++this.uses > MOST_USES) return;
    kept.set(name, read.text);
  }
}

function firstSvg(nodes: readonly Node[]): Element | undefined {
  return nodes.find(
    (node): node is Element => 'tagName' in node && node.tagName === 'svg' && node.namespaceURI === NAMESPACE,
  );
}

/** The box of a drawing: its viewBox, or width and height. @throws LogoRefused when it has neither */
function sizeOf(root: Element): { x: number; y: number; width: number; height: number } {
  const numbers = (attribute(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const length = (name: string): number => Number(/^\s*([\d.]+)\s*(px)?\s*$/.exec(attribute(root, name) ?? '')?.[1]);
  const [x = 0, y = 0, width = 0, height = 0] =
    numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : [0, 0, length('width'), length('height')];
  const fits = (side: number): boolean => side >= SIDE.least && side <= SIDE.most;
  if (!fits(width) || !fits(height)) throw new LogoRefused('logo.size');
  return { x, y, width, height };
}

/** A text as XML takes it. */
const written = (text: string): string => escapeHtml(text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD]/gu, ' '));

const attribute = (node: Element, name: string): string | undefined =>
  node.attrs.find((one) => one.name === name)?.value;

const textOf = (node: Element): string =>
  node.childNodes
    .map((child) => (child.nodeName === '#text' ? (child as DefaultTreeAdapterTypes.TextNode).value : ''))
    .join('');
