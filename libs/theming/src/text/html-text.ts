const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/**
 * The words of HTML that the sanitiser wrote, for the text part of a mail: one line per paragraph, `- ` before items of
 * lists, the address of a link after its words. Not for HTML from elsewhere: it trusts that tags are well formed.
 */
export function htmlText(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/g, (_, to: string, words: string) =>
      words.replace(/<[^>]*>/g, '') === to ? to : `${words} (${to})`,
    )
    .replace(/<li[^>]*>/g, '\n- ')
    .replace(/<\/(?:p|div|h[2-6]|ul|ol|dl|table|blockquote|section|article|figure)>/g, '\n\n')
    .replace(/<(?:br|hr)>|<\/(?:tr|dt|dd)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => SIGNS[name]!)
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
