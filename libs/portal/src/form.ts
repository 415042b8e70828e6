import { DomainError } from '@madang/kernel';
import { field, view, type PageHead, type PageRequest, type ViewReply } from './pages.js';

/** A form as templates see it: what was typed, and what is wrong with it. */
export interface FormModel {
  values: Record<string, string | string[]>;
  /** Problems by field, as i18n keys with parameters. */
  errors: Record<string, { key: string; params: Record<string, string | number> }>;
  /** The same in order, for the summary that links to each field. */
  summary: { field: string; key: string; params: Record<string, string | number> }[];
  /** A problem of the whole form. */
  problem?: { key: string; params: Record<string, string | number> };
}

/** An untouched form, filled with what is known. */
export const emptyForm = (values: Record<string, string | string[]> = {}): FormModel => ({
  values,
  errors: {},
  summary: [],
});

/** The form as it was sent, with the error explained beside each field; nothing typed is lost. */
export function failedForm(request: PageRequest, error: DomainError): FormModel {
  const summary = error.fields.map((f) => ({
    field: f.field,
    key: `errors.field.${f.code}`,
    params: f.params ?? {},
  }));
  return {
    values: request.form,
    errors: Object.fromEntries(summary.map(({ field: name, ...rest }) => [name, rest])),
    summary,
    problem: summary.length > 0 ? undefined : { key: `errors.${error.code}`, params: error.params },
  };
}

/**
 * Runs an act of a form; when it is refused, answers 422 (or the error's status) with the page that
 * `again` makes from the filled form. Errors that no form can mend pass on.
 */
export async function submitted<T extends { kind: string }>(
  request: PageRequest,
  act: () => Promise<T>,
  again: (form: FormModel) => Promise<{ template: string; model: Record<string, unknown>; head?: PageHead }>,
): Promise<T | ViewReply> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind === 'missing') throw error;
    const { template, model, head } = await again(failedForm(request, error));
    return view(template, model, head, error.status);
  }
}

export { field };
