import { motifSvg, SafeHtml, html, markdown, markSvg, type Theme, type ThemeInput } from '@madang/theming';

/** Made-up organisations that show the range of themes; they exist only in the gallery. */
export interface SampleSite {
  readonly slug: string;
  readonly name: string;
  readonly hero: string;
  readonly lead: string;
  readonly operator: string;
  readonly office: string;
  readonly theme: ThemeInput;
}

export const SITES: readonly SampleSite[] = [
  {
    slug: 'grove',
    name: '별빛구 참여마당',
    hero: '우리 동네 일, 함께 정해요',
    lead: '제안하고, 토론하고, 투표한 일이 구정에 어떻게 반영되는지 끝까지 알려 드려요.',
    operator: '별빛구청 협치담당관',
    office: '구청',
    theme: { brand: '#1f7a4d', motif: 'forest' },
  },
  {
    slug: 'coast',
    name: '푸른만',
    hero: '바다를 지키는 목소리',
    lead: '캠페인에 이름을 더하고, 결과를 함께 지켜봐요.',
    operator: '푸른만 시민행동',
    office: '사무국',
    theme: { brand: '#0b5fb0', motif: 'waves', radius: 'pill', fonts: 'serif-heads', tone: 'editorial' },
  },
  {
    slug: 'coop',
    name: '두레생협 조합원광장',
    hero: '조합원이 정하는 우리 조합',
    lead: '안건을 함께 만들고 총회 전에 충분히 이야기해요.',
    operator: '두레소비자생활협동조합 조합원활동국',
    office: '이사회',
    theme: { brand: '#f5b301', motif: 'tiles', radius: 'square' },
  },
];

const STEPS = [
  { label: '제안 모으기', when: '10.1–10.20', state: 'done' },
  { label: '살펴보기', when: '10.21–11.5', state: 'done' },
  { label: '토론', when: '11.6–12.1', state: 'now' },
  { label: '투표', when: '12.2–12.14', state: 'next' },
  { label: '답변과 실행', when: '12월 20일까지', state: 'next' },
];
const card = (title: string, chip: object, summary: string, facts: string[], value?: number) => ({
  title,
  url: '/proposal',
  chips: [chip],
  summary,
  facts,
  ...(value === undefined ? {} : { meter: { value, max: 500, label: '공감' } }),
});
const PROPOSALS = [
  card(
    '퇴근길 횡단보도 신호를 5초만 늘려 주세요',
    { tone: 'open', label: '공감 모으는 중' },
    '응암초 앞 횡단보도는 어르신이 건너기에 신호가 짧습니다. 저녁 6시부터 8시까지만이라도 늘려 주세요.',
    ['공감 412', '댓글 38', '응암1동'],
    412,
  ),
  card(
    '불광천 산책로에 그늘 쉼터를 만들어 주세요',
    { tone: 'wait', label: '답변 기다리는 중' },
    '여름 한낮에는 쉴 곳이 없어 걷기 어렵습니다. 나무와 의자가 있는 쉼터 세 곳을 제안합니다.',
    ['공감 731', '댓글 64', '불광동'],
    731,
  ),
  card(
    '작은도서관 토요일 저녁 개방',
    { tone: 'ok', label: '반영' },
    '일하는 주민도 책을 빌릴 수 있도록 토요일은 저녁 9시까지 열어 주세요.',
    ['공감 522', '댓글 41', '녹번동'],
    522,
  ),
];
const CHANGES = [
  card(
    '구산역 2번 출구 경사로 설치',
    { tone: 'ok', label: '반영 완료' },
    '제안 2024-118 · 공감 640 → 2025년 3월 준공',
    [],
  ),
  card(
    '심야 공공화장실 5곳 개방',
    { tone: 'ok', label: '반영 완료' },
    '토론과 투표를 거쳐 2025년 예산 1억 2천만 원 반영',
    [],
  ),
  card('청소년 정책예산제 시작', { tone: 'info', label: '시행 중' }, '13–18세 주민 312명이 투표해 사업 4개 선정', []),
];

const home = (site: SampleSite, theme: Theme) => ({
  ...site,
  motif: new SafeHtml(motifSvg(theme.choice.motif, site.slug)),
  actions: [
    { label: '의견 내기', url: '/form', primary: true },
    { label: '참여하는 방법', url: '/kit' },
  ],
  chip: { tone: 'open', label: '3단계 · 토론' },
  sentence: html`‘안전한 저녁길’ 토론이 <strong>12월 1일</strong>까지 열려 있어요. 의견 <strong>1,204개</strong>를 모아
    12월 2일 투표에 올려요.`,
  steps: STEPS,
  cards: PROPOSALS,
  changes: CHANGES,
  figures: [
    { value: 2143, label: '함께하는 사람' },
    { value: 318, label: '올라온 제안' },
    { value: 97, label: '답변을 받은 제안' },
    { value: 41, label: '실제로 바뀐 일' },
  ],
});

const comment = (id: string, name: string, body: string, more: object = {}) => ({
  id,
  author: { name, initial: [...name][0] },
  at: '2026-11-20T09:00:00Z',
  body: markdown(body),
  relate: { action: '/x', count: 24, pressed: false },
  reply: { url: '#' },
  report: { url: '#' },
  ...more,
});

const proposal = (site: SampleSite) => ({
  title: '퇴근길 횡단보도 신호를 5초만 늘려 주세요',
  kicker: [{ label: '제안', url: '/list' }, { label: '응암1동' }, { label: '2026년 11월 6일' }],
  sentence: html`지금 <strong>412명</strong>이 공감했어요. <strong>88명</strong>이 더 모이면 ${site.office}에서
    <strong>12월 20일</strong>까지 답해요.`,
  count: 412,
  goal: 500,
  note: '88명이 더 모이면 답변을 받아요. 남은 기간 11일.',
  steps: STEPS,
  body: markdown(
    '응암초등학교 앞 횡단보도의 보행 신호는 22초입니다. 지난 두 달 동안 저녁 시간에 세어 보니 어르신 열 분 가운데 네 분이 신호 안에 다 건너지 못했습니다.\n\n저녁 6시부터 8시까지만이라도 보행 신호를 5초 늘리고, 바닥 신호등을 함께 설치해 주세요.\n\n- 신호 시간 5초 연장\n- 바닥 신호등 설치',
  ),
  answer: {
    title: `${site.office}의 답변`,
    by: '교통행정과',
    at: '2026-11-18T01:00:00Z',
    phone: '02-000-0000',
    chip: { tone: 'ok', label: '받아들임' },
    body: markdown(
      '서울경찰청과 현장을 확인했고, 12월 첫째 주부터 저녁 6시–8시 보행 신호를 27초로 늘려 시범 운영합니다.',
    ),
    facts: [
      { label: '결정', text: '받아들임 (시범 운영)' },
      { label: '언제', text: '2026년 12월 1일 – 2027년 2월 28일' },
      { label: '예산', text: '1,800만 원 (바닥 신호등)' },
      { label: '다음 소식', text: '2027년 3월 10일, 결과 보고' },
    ],
  },
  options: [
    { value: 'a', label: '초등학교 앞 횡단보도', hint: '보행 신호 5초 연장, 바닥 신호등', checked: true },
    { value: 'b', label: '연서시장 입구', hint: '보도 폭 넓히기, 턱 낮추기' },
    { value: 'c', label: '불광천 산책로 나들목', hint: '조명 12개 설치, 경사로 정비' },
    { value: 'd', label: '기타' },
  ],
  bars: [
    { label: '초등학교 앞 횡단보도', value: 318, text: '318표 · 44.9%' },
    { label: '연서시장 입구', value: 241, text: '241표 · 34.0%', series: 2 },
    { label: '불광천 산책로 나들목', value: 127, text: '127표 · 17.9%', series: 3 },
    { label: '기타', value: 22, text: '22표 · 3.1%', series: 4 },
  ],
  life: [
    { at: '2026-11-06T01:00:00Z', text: '제안이 올라왔어요', by: '김은평' },
    { at: '2026-11-12T01:00:00Z', text: '공감 100명을 넘었어요' },
    { at: '2026-11-18T01:00:00Z', text: '교통행정과가 답했어요', by: '교통행정과', note: '기준: 공감 400명' },
  ],
  comments: [
    comment('c1', '김은평', '저도 매일 건너는 곳입니다. 아이와 함께면 뛰어야 해요.', {
      stance: { tone: 'ok', label: '찬성' },
      replies: [
        comment('c2', '교통행정과', '11월 20일 저녁에 현장 조사를 합니다. 함께 보실 분은 신청해 주세요.', {
          author: { name: '교통행정과', initial: '교', badge: { label: `${site.office} 담당자`, kind: 'official' } },
          replies: [comment('c3', '박녹번', '저요! 조사 결과도 여기에 올려 주실 거죠?')],
        }),
      ],
    }),
    comment('c4', '이녹번', '신호를 늘리면 버스가 밀리지 않을까요? 정류장 위치도 같이 봤으면 합니다.', {
      author: { name: '이녹번', initial: '이', badge: { label: '이웃 조사단', kind: 'expert' } },
      stance: { tone: 'wait', label: '걱정' },
      relate: { action: '/x', count: 11, pressed: true },
    }),
    comment('c5', '최불광', '', {
      gone: '글쓴이가 지운 댓글이에요.',
      relate: undefined,
      reply: undefined,
      report: undefined,
    }),
  ],
});

const ERROR = { key: 'errors.field.too_short', params: { limit: 10 } };
const form = () => ({
  labels: { title: '제목', body: '내용' },
  form: {
    values: { title: '신호', body: '' },
    errors: { title: ERROR, body: { key: 'errors.field.required', params: {} } },
    summary: [
      { field: 'title', ...ERROR },
      { field: 'body', key: 'errors.field.required', params: {} },
    ],
  },
  categories: ['교통과 안전', '공원과 하천', '돌봄과 교육', '문화와 체육'].map((label) => ({ label, value: label })),
  names: [
    { value: 'real', label: '이름을 밝힐게요', hint: '김은평', checked: true },
    { value: 'nick', label: '별명으로 올릴게요', hint: '응암동 걷는 사람' },
  ],
});

const list = () => ({
  cards: [...PROPOSALS, ...CHANGES].map((one) => ({ ...one, level: 2 })),
  tabs: [
    { label: '모두', url: '/list', current: true, count: 318 },
    { label: '공감 모으는 중', url: '#a', count: 184 },
    { label: '답변 기다리는 중', url: '#b', count: 37 },
    { label: '답변 받음', url: '#c', count: 97 },
  ],
  sorts: [
    { value: 'new', label: '새로 올라온 순', selected: true },
    { value: 'support', label: '공감 많은 순' },
    { value: 'closing', label: '곧 마감하는 순' },
  ],
  areas: ['응암1동', '불광동', '녹번동'].map((label) => ({ label, value: label })),
  next: '/list?page=2',
  numbers: [
    { number: 1, url: '/list', current: true },
    { number: 2, url: '/list?page=2' },
    { number: 3, url: '/list?page=3' },
    { gap: true },
    { number: 16, url: '/list?page=16' },
  ],
});

const kit = () => ({
  chips: [
    { tone: 'open', label: '열림' },
    { tone: 'wait', label: '기다림' },
    { tone: 'ok', label: '반영' },
    { tone: 'bad', label: '어려움' },
    { tone: 'info', label: '안내' },
    { tone: 'closed', label: '닫힘' },
  ],
  columns: [{ label: '사업' }, { label: '동네' }, { label: '표', numeric: true }, { label: '예산', numeric: true }],
  rows: [
    ['학교 앞 바닥 신호등', '응암1동', '318', '1,800만 원'],
    ['산책로 그늘 쉼터', '불광동', '241', '9,400만 원'],
    ['작은도서관 저녁 개방', '녹번동', '127', '3,200만 원'],
  ].map(([name, place, votes, money]) => ({
    cells: [{ text: name, url: '#' }, { text: place }, { text: votes, numeric: true }, { text: money, numeric: true }],
  })),
  facts: [
    { label: '기간', text: '2026년 11월 1일 – 12월 15일' },
    { label: '담당', text: '협치담당관', url: '#' },
  ],
  files: [{ name: '현장 조사 결과.pdf', url: '#', size: '2.4 MB', kind: 'PDF' }],
  stopped: [
    { label: '접수', when: '10.1', state: 'done' },
    { label: '검토', when: '건너뜀', state: 'skipped' },
    { label: '답변', when: '어려움', state: 'stopped' },
  ],
});

/** Model of a sample page: `home`, `proposal`, `list`, `form`, `kit`, `missing`. */
export function sampleModel(page: string, site: SampleSite, theme: Theme): object {
  switch (page) {
    case 'home':
      return home(site, theme);
    case 'proposal':
      return proposal(site);
    case 'list':
      return list();
    case 'form':
      return form();
    case 'kit':
      return kit();
    default:
      return {
        status: 404,
        title: '찾는 쪽이 없어요',
        text: '주소가 바뀌었거나 지워진 것 같아요. 아래에서 찾아보실 수 있어요.',
        search: '/search',
        actions: [{ label: '첫 쪽으로', url: '/', primary: true }],
        contact: '02-000-0000',
      };
  }
}
export const sampleMark = (theme: Theme): SafeHtml => new SafeHtml(markSvg(theme.choice.motif));
