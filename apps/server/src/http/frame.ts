import { createHmac } from 'node:crypto';
import { SafeHtml, writtenInTemplate } from '@madang/theming';

/** Queries that are written alike in an address, as an address inside one, and, but for escaping, in HTML. */
const PLAIN = /^\?[\w.~%&=+-]*$/;

/** What is left open of the layout around a page, so that it is drawn once for all pages it is alike on. */
export interface Holes {
  body: SafeHtml;
  /** The address with its query left open. */
  url: string;
  /** Puts both into what was drawn. */
  fill(drawn: Buffer, body: Buffer): Buffer;
}

type Hole = 'body' | 'search' | 'inside';

/** A layout cut at its holes: what stands before each, and the rest. */
interface Cut {
  pieces: [Buffer, Hole][];
  rest: Buffer;
}

/** Layouts with holes. Their marks are the same in all processes of an installation, and nobody who writes a title can guess them. */
export class Frames {
  private readonly marks: ReadonlyMap<Hole, string>;
  private readonly token: string;
  private readonly cuts = new WeakMap<Buffer, Cut>();

  constructor(secret: string) {
    this.token = createHmac('sha256', secret).update('holes of layouts').digest('hex').slice(0, 24);
    this.marks = new Map<Hole, string>([
      ['body', `<!--${this.token}-->`],
      ['search', `?${this.token}`],
      ['inside', encodeURIComponent(`?${this.token}`)],
    ]);
  }

  /** The holes for an address; undefined where its query could be written in several ways. */
  holesFor(url: string): Holes | undefined {
    const at = url.indexOf('?');
    const [path, search] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
    if (search !== '' && !PLAIN.test(search)) return undefined;
    return {
      body: new SafeHtml(this.marks.get('body')!),
      url: search === '' ? path : path + this.marks.get('search')!,
      fill: (drawn, body) => {
        const filling = {
          body,
          search: Buffer.from(writtenInTemplate(search)),
          inside: Buffer.from(writtenInTemplate(encodeURIComponent(search))),
        };
        const { pieces, rest } = this.cutOf(drawn);
        return Buffer.concat([...pieces.flatMap(([before, hole]) => [before, filling[hole]]), rest]);
      },
    };
  }

  private cutOf(drawn: Buffer): Cut {
    const known = this.cuts.get(drawn);
    if (known) return known;
    const pieces: Cut['pieces'] = [];
    let from = 0;
    for (let at = drawn.indexOf(this.token); at >= 0; at = drawn.indexOf(this.token, from)) {
      for (const [hole, mark] of this.marks) {
        const begin = at - mark.indexOf(this.token);
        if (begin < from || drawn.toString('latin1', begin, begin + mark.length) !== mark) continue;
        pieces.push([drawn.subarray(from, begin), hole]);
        from = begin + mark.length;
        break;
      }
      if (from <= at) throw new Error('a hole of a layout has no mark');
    }
    const cut = { pieces, rest: drawn.subarray(from) };
    this.cuts.set(drawn, cut);
    return cut;
  }
}
