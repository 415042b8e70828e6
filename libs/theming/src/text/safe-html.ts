const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Escapes text for HTML element content and for quoted attribute values.
 * It does not make a URL, a script or a style safe.
 */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string) : text;
}

/**
 * HTML that the program itself has made and stands for. The only kind of value that templates write without escaping:
 * Handlebars asks `toHTML()`, and every other value is escaped even inside `{{{ }}}`.
 */
export class SafeHtml {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  toHTML(): string {
    return this.#html;
  }

  toString(): string {
    return this.#html;
  }

  toJSON(): string {
    return this.#html;
  }
}

/**
 * Builds HTML from a literal; every interpolated value is escaped unless it is {@link SafeHtml} (or a list of it).
 * `null`, `undefined` and `false` write nothing, so `${open && html`…`}` reads well.
 */
export function html(parts: TemplateStringsArray, ...values: unknown[]): SafeHtml {
  let out = parts[0] as string;
  values.forEach((value, index) => {
    out += asHtml(value) + (parts[index + 1] as string);
  });
  return new SafeHtml(out);
}

function asHtml(value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof SafeHtml) return value.toHTML();
  if (Array.isArray(value)) return value.map(asHtml).join('');
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- whatever is put in is shown as its text
  return escapeHtml(String(value));
}
