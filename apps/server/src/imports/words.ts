import type { BudgetMeta } from './pabulib-ground.js';
import type { Project } from './pabulib-projects.js';

// Imported records are content of the tenant, written once in its first language, like what people write.
const WORDS = {
  ko: {
    somebody: '참여자',
    number: '사업 번호',
    cost: '사업비',
    categories: '분야',
    targets: '대상',
    yes: (votes: string) => `투표에서 ${votes}표를 받아 선정되었어요.`,
    no: (votes: string) => `투표에서 ${votes}표를 받았고, 선정되지 않았어요.`,
    reason: (budget: string, rule: string) =>
      `예산 ${budget} 안에서 투표 결과로 정했어요.${rule ? ` 정한 규칙: ${rule}.` : ''} 공개된 투표 기록에서 가져온 결과예요.`,
  },
  en: {
    somebody: 'Participant',
    number: 'Project number',
    cost: 'Cost',
    categories: 'Categories',
    targets: 'For',
    yes: (votes: string) => `Chosen with ${votes} votes.`,
    no: (votes: string) => `Not chosen; it had ${votes} votes.`,
    reason: (budget: string, rule: string) =>
      `Decided by the vote within the budget of ${budget}.${rule ? ` Rule: ${rule}.` : ''} Taken from the published record of the vote.`,
  },
};

const wordsOf = (locale: string): (typeof WORDS)['ko'] => (locale === 'ko' ? WORDS.ko : WORDS.en);
const figure = (value: number): string => value.toLocaleString('en');

/** A name that tells people apart and says nothing of who they are; made from the last digits of their id. */
export const pseudonym = (locale: string, id: string): string => `${wordsOf(locale).somebody} ${id.slice(-6)}`;

/** The facts of a project as a Markdown list. */
export function factLines(locale: string, project: Project, meta: BudgetMeta): string {
  const words = wordsOf(locale);
  const facts: [string, string][] = [
    [words.number, project.id],
    [words.cost, `${figure(project.cost)} ${meta.currency}`.trim()],
    [words.categories, project.categories.join(', ')],
    [words.targets, project.targets.join(', ')],
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `- ${name}: ${value}`)
    .join('\n');
}

/** The official outcome in a sentence, and why. */
export function answerWords(locale: string, project: Project, meta: BudgetMeta): { body: string; reason: string } {
  const words = wordsOf(locale);
  const votes = project.votes === null ? '–' : figure(project.votes);
  const budget = `${figure(Number(meta.budget))} ${meta.currency}`.trim();
  return { body: project.selected ? words.yes(votes) : words.no(votes), reason: words.reason(budget, meta.rule) };
}

const CATEGORIES: Record<string, string> = {
  'public space': '공공 공간',
  education: '교육',
  culture: '문화',
  'environmental protection': '환경',
  sport: '체육',
  'urban greenery': '도시 녹지',
  'public transit and roads': '교통과 도로',
  health: '건강',
  welfare: '복지',
};

/** A category of a file in the languages of the program. */
export const categoryName = (word: string): Record<string, string> => ({
  en: word.charAt(0).toUpperCase() + word.slice(1),
  ko: CATEGORIES[word.toLowerCase()] ?? word,
});
