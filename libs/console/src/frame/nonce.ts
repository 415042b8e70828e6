/** The nonce this page's styles carry; a previewed page inherits the same policy. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="madang-nonce"]')?.content ?? '';
