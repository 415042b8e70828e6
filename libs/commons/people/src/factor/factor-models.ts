import type { Enrolment } from '@madang/kernel';
import type { FormModel } from '@madang/portal';

/** What the page that begins shows; `base` is where its forms go. */
export const startModel = (base: string, back: string): Record<string, unknown> => ({ base, back });

/** A seed as the page shows it: a picture for the camera, letters for whoever has none. */
export function enrolModel(
  base: string,
  enrolment: Enrolment | undefined,
  form: FormModel,
  back: string,
): Record<string, unknown> {
  return {
    base,
    back,
    form: { ...form, values: {} },
    qr: enrolment && `data:image/svg+xml;base64,${Buffer.from(enrolment.qr).toString('base64')}`,
    uri: enrolment?.uri,
    secret: enrolment?.secret.replace(/(.{4})(?=.)/g, '$1 '),
  };
}
