import { randomBytes } from 'node:crypto';
import { SafeHtml, writtenInTemplate } from '@madang/theming';

// Nobody who writes a title can guess them.
const TOKEN = randomBytes(12).toString('hex');
const BODY = `<!--${TOKEN}-->`;
const SEARCH = `?${TOKEN}`;

/** Queries that are written alike in an address, as an address inside one, and, but for escaping, in HTML. */
const PLAIN = /^\?[\w.~%&=+-]*$/;

/** What is left open of the layout around a page, so that it is drawn once for all pages it is alike on. */
export interface Holes {
  body: SafeHtml;
  /** The address with its query left open. */
  url: string;
  /** Puts both into what was drawn. */
  fill(drawn: string, body: string): string;
}

/** The holes for an address; undefined where its query could be written in several ways. */
export function holesFor(url: string): Holes | undefined {
  const at = url.indexOf('?');
  const [path, search] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  if (search !== '' && !PLAIN.test(search)) return undefined;
  return {
    body: new SafeHtml(BODY),
    url: search === '' ? path : path + SEARCH,
    fill(drawn, body) {
      const open = search === '' ? drawn : withSearch(drawn, search);
      const place = open.indexOf(BODY);
      return open.slice(0, place) + body + open.slice(place + BODY.length);
    },
  };
}

const withSearch = (drawn: string, search: string): string => {
  const [plain, inside] = [writtenInTemplate(search), writtenInTemplate(encodeURIComponent(search))];
  return drawn.replaceAll(encodeURIComponent(SEARCH), () => inside).replaceAll(SEARCH, () => plain);
};
