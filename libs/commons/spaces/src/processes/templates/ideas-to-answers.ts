import type { ProcessTemplate } from './index.js';

/** Ideas, support, an answer: the short way of a proposal, for a matter that is open. */
export const ideasToAnswers: ProcessTemplate = {
  name: 'ideas-to-answers',
  summary: {
    ko: '생각을 모으고, 동의를 받은 제안에 담당 부서가 답해요. 처음이라면 이 틀로 시작해 보세요.',
    en: 'Gather ideas; the ones with enough support get an official answer. A good first process.',
  },
  design: {
    madang: 'process-design/1',
    title: { ko: '함께 모으는 생각', en: 'Ideas we gather together' },
    purpose: {
      ko: '무엇이 필요한지 서로 듣고, 많은 분이 동의한 제안에 답해요.',
      en: 'Hear what people need, and answer the proposals that many support.',
    },
    body: {},
    decides: {
      ko: '동의 기준을 넘은 제안은 담당 부서가 기한 안에 답하고, 받아들이지 않을 때는 까닭을 밝혀요.',
      en: 'Proposals over the threshold are answered in time; when one is declined, the reason is given.',
    },
    phases: [
      { slug: 'gather', title: { ko: '제안 모으기', en: 'Gathering ideas' }, from: 0, to: 27, precision: 'day' },
      {
        slug: 'discuss',
        title: { ko: '토론과 동의', en: 'Discussion and support' },
        from: 28,
        to: 48,
        precision: 'day',
      },
      { slug: 'answer', title: { ko: '검토와 답변', en: 'Review and answers' }, from: 49, to: 76, precision: 'day' },
    ],
    activities: [
      {
        slug: 'ideas',
        method: 'proposals',
        title: { ko: '제안', en: 'Proposals' },
        summary: { ko: '바꾸고 싶은 것을 적어 주세요.', en: 'Write down what you would change.' },
        settings: { threshold: 50, collectingDays: 49, answerDays: 28 },
        stateWords: {},
        windows: [
          { phase: 'gather', interactions: ['submit', 'comment', 'relate', 'support'] },
          { phase: 'discuss', interactions: ['comment', 'relate', 'support'] },
          { phase: 'answer', interactions: ['comment'] },
        ],
      },
      {
        slug: 'news',
        method: 'posts',
        title: { ko: '소식', en: 'News' },
        summary: { ko: '과정이 어디까지 왔는지 알려 드려요.', en: 'How far this has come.' },
        settings: { kind: 'news' },
        stateWords: {},
        windows: [{ phase: null, interactions: ['write', 'comment'] }],
      },
    ],
  },
};
