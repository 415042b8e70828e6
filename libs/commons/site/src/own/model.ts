import { inLanguage, tenant } from '@madang/kernel';
import type { SiteShell } from '@madang/portal';

/** What every own template may use: the site and who answers for it, as plain text in one language. */
export function siteModel(shell: SiteShell | undefined, locale?: string): Record<string, unknown> {
  const words = (text: Record<string, string> | undefined): string => inLanguage(text, locale);
  return {
    site: { name: words(shell?.name) || words(tenant().name), slogan: words(shell?.slogan) },
    operator: {
      name: words(shell?.operator.name),
      address: words(shell?.operator.address),
      phone: shell?.operator.phone ?? '',
      email: shell?.operator.email ?? '',
    },
    promise: words(shell?.promise),
  };
}
