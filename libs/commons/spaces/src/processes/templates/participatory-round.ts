import type { ProcessTemplate } from './index.js';

/** A round of proposals for money that is there: proposals, review, a public result. */
export const participatoryRound: ProcessTemplate = {
  name: 'participatory-round',
  summary: {
    ko: '한 해 사업이나 예산에 넣을 제안을 받아 검토하고 결과를 밝히는 정기 공모예요.',
    en: 'A yearly round: proposals for a budget or programme, reviewed, with a public result.',
  },
  design: {
    madang: 'process-design/1',
    title: { ko: '참여 제안 공모', en: 'Call for proposals' },
    purpose: {
      ko: '내년에 할 일을 함께 정하려고 제안을 받아요.',
      en: 'We ask for proposals to decide together what to do next year.',
    },
    body: {},
    decides: {
      ko: '동의를 많이 받은 제안을 검토해 할 수 있는 일과 할 수 없는 일을 까닭과 함께 밝혀요.',
      en: 'The proposals with most support are reviewed; what can and cannot be done is published with reasons.',
    },
    phases: [
      { slug: 'guide', title: { ko: '안내', en: 'Announcement' }, from: 0, to: 13, precision: 'day' },
      { slug: 'submit', title: { ko: '제안 접수', en: 'Proposals' }, from: 14, to: 55, precision: 'day' },
      { slug: 'support', title: { ko: '동의 모으기', en: 'Support' }, from: 56, to: 76, precision: 'day' },
      { slug: 'review', title: { ko: '부서 검토', en: 'Review' }, from: 77, to: 118, precision: 'day' },
      {
        slug: 'result',
        title: { ko: '결과와 실행', en: 'Results and delivery' },
        from: 119,
        to: null,
        precision: 'season',
      },
    ],
    activities: [
      {
        slug: 'call',
        method: 'proposals',
        title: { ko: '공모 제안', en: 'Proposals' },
        summary: { ko: '어디에 무엇이 왜 필요한지 적어 주세요.', en: 'Say what is needed, where, and why.' },
        settings: { threshold: 100, collectingDays: 63, answerDays: 42, place: 'required' },
        stateWords: {
          collecting: { ko: '접수 중', en: 'Open' },
          awaiting_answer: { ko: '부서 검토 중', en: 'In review' },
        },
        windows: [
          { phase: 'submit', interactions: ['submit', 'comment', 'relate', 'support'] },
          { phase: 'support', interactions: ['comment', 'relate', 'support'] },
          { phase: 'review', interactions: ['comment'] },
        ],
      },
      {
        slug: 'call-notices',
        method: 'posts',
        title: { ko: '공지', en: 'Notices' },
        summary: {},
        settings: { kind: 'notice' },
        stateWords: {},
        windows: [{ phase: null, interactions: ['write'] }],
      },
    ],
  },
};
