import type { ProcessTemplate } from './index.js';

/** A draft of the organisation, opinions about it, and what became of them. */
export const consultation: ProcessTemplate = {
  name: 'consultation',
  summary: {
    ko: '만들어 둔 안을 내놓고 의견을 들은 다음, 무엇을 받아들였는지 알려요.',
    en: 'Show a draft, hear opinions, and say what was taken up.',
  },
  design: {
    madang: 'process-design/1',
    title: { ko: '의견을 듣습니다', en: 'We ask for your opinion' },
    purpose: {
      ko: '정하기 전에 안을 보여 드리고 의견을 들어요.',
      en: 'We show the draft and hear opinions before it is decided.',
    },
    body: {},
    decides: {
      ko: '모인 의견마다 받아들였는지, 아니라면 까닭이 무엇인지 밝힌 다음에 정해요.',
      en: 'It is decided after each opinion has been answered: taken up or not, and why.',
    },
    phases: [
      { slug: 'show', title: { ko: '안 공개', en: 'Draft published' }, from: 0, to: 6, precision: 'day' },
      { slug: 'opinions', title: { ko: '의견 듣기', en: 'Opinions' }, from: 7, to: 27, precision: 'day' },
      { slug: 'answers', title: { ko: '답과 결정', en: 'Answers and decision' }, from: 28, to: 48, precision: 'day' },
    ],
    activities: [
      {
        slug: 'draft',
        method: 'posts',
        title: { ko: '안', en: 'The draft' },
        summary: { ko: '의견을 듣는 안이에요.', en: 'What we ask about.' },
        settings: { kind: 'news' },
        stateWords: {},
        windows: [{ phase: null, interactions: ['write', 'comment'] }],
      },
      {
        slug: 'opinions',
        method: 'proposals',
        title: { ko: '의견', en: 'Opinions' },
        summary: { ko: '무엇을 어떻게 고치면 좋을지 적어 주세요.', en: 'Say what should be changed, and how.' },
        settings: { threshold: null, collectingDays: 21, answerDays: 21, place: 'off' },
        stateWords: { collecting: { ko: '의견 듣는 중', en: 'Open' } },
        windows: [
          { phase: 'opinions', interactions: ['submit', 'comment', 'relate', 'support'] },
          { phase: 'answers', interactions: ['comment'] },
        ],
      },
    ],
  },
};
