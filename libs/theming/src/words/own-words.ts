/** The few messages that the formatters of this library write themselves; tenants may override them like any other. */
export const OWN_WORDS: Record<'ko' | 'en', Record<string, string>> = {
  ko: {
    'words.days_left': '{days, number}일 남음',
    'words.ends_today': '오늘까지',
    'words.days_over': '{days, number}일 지남',
    'words.season': '{year}년 {season, select, spring {봄} summer {여름} autumn {가을} other {겨울}}',
    'words.quarter': '{year}년 {quarter}분기',
  },
  en: {
    'words.days_left': '{days, plural, one {# day left} other {# days left}}',
    'words.ends_today': 'ends today',
    'words.days_over': '{days, plural, one {# day over} other {# days over}}',
    'words.season': '{season, select, spring {spring} summer {summer} autumn {autumn} other {winter}} {year}',
    'words.quarter': 'Q{quarter} {year}',
  },
};
