/**
 * The forms of one term in one language. Korean has `one` alone. English adds `other` (plural) and, where the rule for a/an
 * does not fit, `a` ("an hour"). Other languages may add forms of their own; each is an argument `t_<term>_<form>`.
 */
export interface TermForms {
  one: string;
  other?: string;
  a?: string;
  [form: string]: string | undefined;
}

/** Terms of one language by name. */
export type Glossary = Record<string, TermForms>;

/** The words a tenant may choose for itself, with what they are by default. */
export const DEFAULT_TERMS: Record<string, { ko: string; en: [one: string, other: string] }> = {
  proposal: { ko: '제안', en: ['proposal', 'proposals'] },
  background: { ko: '제안 배경', en: ['background', 'backgrounds'] },
  content: { ko: '제안 내용', en: ['content', 'contents'] },
  relate: { ko: '공감', en: ['relate', 'relates'] },
  support: { ko: '동의', en: ['support', 'supports'] },
  signature: { ko: '서명', en: ['signature', 'signatures'] },
  comment: { ko: '댓글', en: ['comment', 'comments'] },
  discussion: { ko: '토론', en: ['discussion', 'discussions'] },
  vote: { ko: '투표', en: ['vote', 'votes'] },
  ballot: { ko: '투표지', en: ['ballot', 'ballots'] },
  campaign: { ko: '캠페인', en: ['campaign', 'campaigns'] },
  budget: { ko: '주민참여예산', en: ['participatory budget', 'participatory budgets'] },
  report: { ko: '신고', en: ['report', 'reports'] },
  meeting: { ko: '모임', en: ['meeting', 'meetings'] },
  site: { ko: '사이트', en: ['site', 'sites'] },
  space: { ko: '공간', en: ['space', 'spaces'] },
  process: { ko: '과정', en: ['process', 'processes'] },
  phase: { ko: '단계', en: ['phase', 'phases'] },
  activity: { ko: '활동', en: ['activity', 'activities'] },
  category: { ko: '분류', en: ['category', 'categories'] },
  resident: { ko: '주민', en: ['resident', 'residents'] },
  member: { ko: '멤버', en: ['member', 'members'] },
  organiser: { ko: '오거나이저', en: ['organiser', 'organisers'] },
  officer: { ko: '담당자', en: ['officer', 'officers'] },
  office: { ko: '사무국', en: ['office', 'offices'] },
  answer: { ko: '답변', en: ['answer', 'answers'] },
  implementation: { ko: '실행', en: ['implementation', 'implementations'] },
  notice: { ko: '공지', en: ['notice', 'notices'] },
  donation: { ko: '후원', en: ['donation', 'donations'] },
  assembly: { ko: '총회', en: ['general assembly', 'general assemblies'] },
};

/** The default glossary of a language; languages other than Korean start from English. */
export function defaultGlossary(locale: string): Glossary {
  const korean = locale === 'ko' || locale.startsWith('ko-');
  return Object.fromEntries(
    Object.entries(DEFAULT_TERMS).map(([name, { ko, en }]) => [
      name,
      korean ? { one: ko } : { one: en[0], other: en[1] },
    ]),
  );
}

/**
 * The ICU arguments that carry a glossary: `t_proposal`, `t_proposal_other` (plural; the same word where there is none),
 * `t_proposal_a` (with its article), and each again with a capital first letter as `T_…`. Terms left out of `chosen` keep
 * their default.
 */
export function termArguments(locale: string, chosen: Glossary = {}): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  const glossary = { ...defaultGlossary(locale), ...chosen };
  for (const [name, forms] of Object.entries(glossary)) {
    const { one } = forms;
    const complete: TermForms = { other: one, a: locale.startsWith('en') ? withArticle(one) : one, ...forms };
    for (const [form, word] of Object.entries(complete)) {
      if (!word) continue;
      const key = form === 'one' ? name : `${name}_${form}`;
      values[`t_${key}`] = word;
      values[`T_${key}`] = capitalised(word, locale);
    }
  }
  return values;
}

/** Whether an ICU argument names a term rather than something the caller passes. */
export function isTermArgument(name: string): boolean {
  return /^[tT]_/.test(name);
}

const LONGEST_TERM = 40;

/**
 * What is wrong with the words a tenant chose, as `term.form: problem`; an empty list when nothing is. Terms are short plain words:
 * they stand inside sentences, in headings and in mails.
 */
export function glossaryProblems(glossary: Glossary): string[] {
  return Object.entries(glossary).flatMap(([name, forms]) => {
    if (!Object.hasOwn(DEFAULT_TERMS, name)) return [`${name}: unknown term`];
    if (!forms.one.trim()) return [`${name}.one: empty`];
    return Object.entries(forms).flatMap(([form, word = '']) => {
      if (!/^[a-z]+$/.test(form)) return [`${name}: unknown form ${form}`];
      if (word.length > LONGEST_TERM) return [`${name}.${form}: longer than ${LONGEST_TERM} characters`];
      return /[<>{}\n\r\u202a-\u202e\u2066-\u2069]/.test(word) ? [`${name}.${form}: not plain words`] : [];
    });
  });
}

function capitalised(word: string, locale: string): string {
  const [first = ''] = word;
  return first.toLocaleUpperCase(locale) + word.slice(first.length);
}

/** English a/an by spelling; words whose sound differs from it (hour, user, one) are listed. */
function withArticle(word: string): string {
  const vowel = /^[aeiou]/i.test(word) && !/^(?:uni|use|usu|eu|one\b|once\b)/i.test(word);
  return `${vowel || /^(?:hour|hono|heir)/i.test(word) ? 'an' : 'a'} ${word}`;
}
