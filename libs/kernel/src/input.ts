import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { invalid, type FieldProblem } from './errors.js';
import { surelyValid } from './input-check.js';

// Constraint names of class-validator to i18n keys under `errors.field.`; what is not listed reads "invalid".
const CODES: Record<string, string> = {
  isNotEmpty: 'required',
  minLength: 'too_short',
  maxLength: 'too_long',
  isEmail: 'email',
  isUUID: 'choice',
  isIn: 'choice',
  isInt: 'number',
  min: 'too_small',
  max: 'too_large',
  equals: 'must_agree',
  isDateString: 'date',
  isUrl: 'url',
};

/**
 * Turns what a form or an API call brought into an instance of its input class and checks it; both
 * faces meet the same rules here. Texts are NFC and trimmed, empty optional ones become undefined.
 * @throws DomainError invalid, with one problem per field
 */
export function readInput<T extends object>(type: new () => T, raw: object): T {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) clean[key] = tidy(value);
  const input = plainToInstance(type, clean, { exposeDefaultValues: true });
  if (surelyValid(input)) return input;
  const errors = validateSync(input, { whitelist: true, forbidUnknownValues: false, stopAtFirstError: true });
  if (errors.length > 0)
    throw invalid(
      'invalid_input',
      errors.flatMap((error) => problems(error)),
    );
  return input;
}

function tidy(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.replaceAll('\r\n', '\n').normalize('NFC').trim();
  return text === '' ? undefined : text;
}

function problems(error: ValidationError, prefix = ''): FieldProblem[] {
  const field = prefix + error.property;
  const nested = (error.children ?? []).flatMap((child) => problems(child, `${field}.`));
  const constraint = Object.keys(error.constraints ?? {})[0];
  if (!constraint) return nested;
  if (error.value === undefined) return [{ field, code: 'required', params: {} }, ...nested];
  const context = error.contexts?.[constraint] as Record<string, string | number> | undefined;
  const code = Number.isNaN(error.value) ? 'number' : (CODES[constraint] ?? 'invalid');
  return [{ field, code, params: context ?? limitIn(error, constraint) }, ...nested];
}

/** The limit of a length, which the rule's own English sentence names where its context does not. */
function limitIn(error: ValidationError, constraint: string): Record<string, number> {
  const [, limit] = /(\d+) characters/.exec(error.constraints?.[constraint] ?? '') ?? [];
  return limit === undefined ? {} : { limit: Number(limit) };
}
