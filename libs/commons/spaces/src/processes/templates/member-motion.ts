import type { ProcessTemplate } from './index.js';

/** Members of an association bring motions before their assembly. */
export const memberMotion: ProcessTemplate = {
  name: 'member-motion',
  summary: {
    ko: '조합원·회원이 안건을 내고 서명을 모아 총회나 이사회에 올려요.',
    en: 'Members bring motions, gather signatures, and take them to the assembly or board.',
  },
  design: {
    madang: 'process-design/1',
    title: { ko: '안건 발의', en: 'Members’ motions' },
    purpose: {
      ko: '누구나 안건을 낼 수 있고, 서명이 모이면 총회에서 다뤄요.',
      en: 'Every member may bring a motion; with enough signatures the assembly takes it up.',
    },
    body: {},
    decides: {
      ko: '기준을 넘은 안건은 이사회가 총회에 올리고, 올리지 않으면 까닭을 밝혀요.',
      en: 'The board takes motions over the threshold to the assembly, or says why not.',
    },
    phases: [
      { slug: 'motions', title: { ko: '안건 내기', en: 'Motions' }, from: 0, to: 20, precision: 'day' },
      {
        slug: 'signatures',
        title: { ko: '서명과 토론', en: 'Signatures and discussion' },
        from: 21,
        to: 41,
        precision: 'day',
      },
      { slug: 'board', title: { ko: '이사회 검토', en: 'Review by the board' }, from: 42, to: 55, precision: 'day' },
      { slug: 'assembly', title: { ko: '총회', en: 'Assembly' }, from: 56, to: 86, precision: 'month' },
    ],
    activities: [
      {
        slug: 'motions',
        method: 'proposals',
        title: { ko: '안건', en: 'Motions' },
        summary: { ko: '총회에서 다룰 안건을 적어 주세요.', en: 'Write down what the assembly should decide.' },
        settings: { threshold: 20, collectingDays: 42, answerDays: 14, visitorsMayAct: false, place: 'off' },
        stateWords: {
          collecting: { ko: '서명 모으는 중', en: 'Collecting signatures' },
          awaiting_assignment: { ko: '이사회 접수', en: 'With the board' },
          awaiting_answer: { ko: '이사회 검토 중', en: 'In review by the board' },
        },
        windows: [
          { phase: 'motions', interactions: ['submit', 'comment', 'relate', 'support'] },
          { phase: 'signatures', interactions: ['comment', 'relate', 'support'] },
          { phase: 'board', interactions: ['comment'] },
        ],
      },
    ],
  },
};
