import type { FieldProblem } from '@madang/kernel';
import type { Words as Speech } from '@madang/theming';

/** What is wrong with one input, in words: by its own sentence, by that of the error of the same name, or in general. */
export function sayProblem(speech: Speech, { code, params = {} }: FieldProblem): string {
  const known = [`errors.field.${code}`, `errors.${code}`].find((key) => speech.has(key));
  // A length without its limit would be a sentence with a hole.
  const whole = !/^too_(short|long)$/.test(code) || params['limit'] !== undefined;
  return speech.t(known && whole ? known : 'errors.field.invalid', params);
}
