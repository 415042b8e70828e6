/** `fatal`: the theme must not be used. `warning`: it works, but somebody should look. */
export type FindingLevel = 'fatal' | 'warning';

/** One thing that is wrong with a theme; `file` is relative to the theme's folder, `line` counts from 1. */
export interface Finding {
  id: CheckId;
  level: FindingLevel;
  file: string;
  line: number;
  message: string;
}

/** The numbered checks: what each refuses. Numbers are never used again for something else. */
export const CHECKS = {
  MT001: ['fatal', 'template cannot be parsed'],
  MT002: ['fatal', 'overrides a template that does not exist'],
  MT003: ['fatal', 'uses a partial that does not exist'],
  MT004: ['fatal', 'uses a helper that does not exist'],
  MT005: ['fatal', 'writes a plain value with {{{ }}} or {{& }}'],
  MT006: ['fatal', 'writes a value outside quotes inside a tag'],
  MT007: ['fatal', 'script written into the page'],
  MT008: ['fatal', 'style written into the page'],
  MT009: ['fatal', 'event attribute'],
  MT010: ['fatal', 'address with a scheme that runs code'],
  MT011: ['fatal', 'value inside a script, a style or an HTML comment'],
  MT012: ['fatal', 'layout without the language of the page'],
  MT013: ['fatal', 'layout without a title'],
  MT014: ['fatal', 'layout without a link that skips to the content'],
  MT015: ['fatal', 'form that posts without the CSRF field'],
  MT016: ['fatal', 'theme.json is not valid'],
  MT017: ['fatal', 'file too large'],
  MT018: ['fatal', 'file of a kind that themes may not hold'],
  MT019: ['fatal', 'override does not say which original it was made from'],
  MT020: ['warning', 'the original has changed since the override was made'],
  MT021: ['fatal', 'part of the original that pages rely on is missing'],
  MT022: ['warning', 'uses a deprecated name'],
  MT023: ['fatal', 'address that does not pass through {{url}}'],
  MT024: ['fatal', 'loads something from another site'],
  MT025: ['fatal', 'decorator or partial that cannot be checked'],
  MT026: ['fatal', 'picture without alternative text'],
  MT027: ['fatal', 'SVG file that could run code or load something'],
} as const satisfies Record<string, readonly [FindingLevel, string]>;

export type CheckId = keyof typeof CHECKS;

/** Makes a finding; what the check refuses comes first, the particular afterwards. */
export function finding(id: CheckId, file: string, line: number, detail: string): Finding {
  const [level, refused] = CHECKS[id];
  return { id, level, file, line, message: detail ? `${refused}: ${detail}` : refused };
}
