/** What a page may be for. */
export const PURPOSES = ['page', 'about', 'terms', 'privacy', 'conduct', 'accessibility', 'guide'] as const;
