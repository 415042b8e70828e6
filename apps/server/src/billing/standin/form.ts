/** A value of a form-encoded request: `a[b][0][c]=1` becomes `{ a: { b: [{ c: '1' }] } }` with keys as text. */
export type FormValue = string | { [key: string]: FormValue };

/** Reads a body as Stripe's API does. */
export function readForm(body: string): Record<string, FormValue> {
  const out: Record<string, FormValue> = {};
  for (const [key, value] of new URLSearchParams(body)) {
    const path = key.replaceAll(']', '').split('[');
    let at: Record<string, FormValue> = out;
    for (const [index, name] of path.entries()) {
      if (index === path.length - 1) at[name] = value;
      else at = (at[name] ??= {}) as Record<string, FormValue>;
    }
  }
  return out;
}

/** What an endpoint takes: names of parameters, `*` for any name; a nested list for what lies inside. */
export interface Takes {
  [name: string]: true | 'required' | Takes;
}

/** An answer that refuses, as the API words it. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: { type: string; code?: string; param?: string; message: string },
  ) {
    super(body.message);
  }
}

/** Refuses what the documented API would refuse: parameters it does not know, and missing ones. */
export function check(form: Record<string, FormValue>, takes: Takes, prefix = ''): void {
  const named = (name: string): string => (prefix ? `${prefix}[${name}]` : name);
  for (const [name, value] of Object.entries(form)) {
    const rule = takes[name] ?? takes['*'];
    if (!rule)
      throw new ApiRefusal(400, {
        type: 'invalid_request_error',
        code: 'parameter_unknown',
        param: named(name),
        message: `Received unknown parameter: ${named(name)}`,
      });
    if (typeof rule === 'object') {
      if (typeof value === 'string')
        throw new ApiRefusal(400, {
          type: 'invalid_request_error',
          param: named(name),
          message: `Invalid object: ${named(name)}`,
        });
      check(value, rule, named(name));
    }
  }
  for (const [name, rule] of Object.entries(takes))
    if (rule === 'required' && (form[name] === undefined || form[name] === ''))
      throw new ApiRefusal(400, {
        type: 'invalid_request_error',
        code: 'parameter_missing',
        param: named(name),
        message: `Missing required param: ${named(name)}.`,
      });
}

/** Text of a parameter, or nothing. */
export const text = (value: FormValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Values of a parameter that is a list. */
export const list = (value: FormValue | undefined): Record<string, FormValue>[] =>
  value && typeof value === 'object' ? (Object.values(value) as Record<string, FormValue>[]) : [];

/** Parameters of an object, all as text. */
export const texts = (value: FormValue | undefined): Record<string, string> =>
  value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).filter((e): e is [string, string] => typeof e[1] === 'string'))
    : {};
