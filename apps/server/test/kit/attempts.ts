import { newId } from '@madang/kernel';
import type { PlantedProcesses } from './processes.js';

/** Things of the demo tenant that the operations are tried on. */
export interface Fixture extends PlantedProcesses {
  template: string;
  proposals: string;
  space: string;
  closedSpace: string | null;
  collecting: string;
  collectingNumber: number;
  mine: string;
  awaitingAssignment: string;
  awaitingAnswer: string;
  answered: string;
  missed: string;
  comment: string;
  myComment: string;
  department: string;
  officer: string;
  person: string;
  post: string;
  board: string;
  spaceId: string;
  role: string;
}

/** A proposal that is long enough. */
const text = { title: '시험으로 올리는 제안이에요', content: '시험으로 올리는 제안의 내용이에요. 길이를 채워요.' };

/** Arguments with which each operation would succeed for whoever may do it. Every mutation stands here. */
export const ARGUMENTS: Record<string, (f: Fixture) => Record<string, unknown>> = {
  enterInput: (f) => ({ input: { activityId: f.proposals, source: 'paper', title: text.title, body: text.content } }),
  entryPeople: (f) => ({ input: { activityId: f.proposals, words: '주민' } }),
  foreseeBulk: (f) => ({ input: { act: 'hide', ids: [f.collecting], reason: '시험' } }),
  publishAnswerDraft: (f) => ({ subjectId: f.awaitingAnswer, revision: 1 }),
  removeAnswerTemplate: (f) => ({ id: f.template }),
  returnAnswerDraft: (f) => ({ subjectId: f.awaitingAnswer, revision: 1, note: '시험' }),
  runBulk: (f) => ({ input: { act: 'hide', ids: [f.collecting], reason: '시험' } }),
  saveAnswerDraft: (f) => ({ input: { subjectId: f.awaitingAnswer, revision: 1, body: '시험' } }),
  saveAnswerTemplate: () => ({ input: { name: '시험', kind: 'accepted', body: '시험' } }),
  submitAnswerDraft: (f) => ({ subjectId: f.awaitingAnswer, revision: 1 }),
  attachPicture: (f) => ({ input: { proposalId: f.collecting, uploadId: newId() } }),
  describeProposalPicture: (f) => ({ input: { proposalId: f.collecting, mediaId: newId(), alt: '시험' } }),
  detachPicture: (f) => ({ input: { proposalId: f.collecting, mediaId: newId() } }),
  orderPictures: (f) => ({ input: { proposalId: f.collecting, mediaIds: [] } }),
  archiveSpace: (f) => ({ id: f.spaceId, archived: true }),
  beginSecondFactor: () => ({}),
  finishSecondFactor: () => ({ code: '000000' }),
  passSecondFactor: () => ({ code: '000000' }),
  removeSecondFactor: () => ({ code: '000000' }),
  renewRecoveryCodes: () => ({ code: '000000' }),
  resetSecondFactor: (f) => ({ input: { personId: f.person, reason: '시험' } }),
  closeProcess: (f) => ({ input: { id: f.openProcess, revision: 1, reason: '시험' } }),
  copySpace: (f) => ({ input: { id: f.spaceId, name: { ko: '사본' } } }),
  createProcess: (f) => ({ input: { space: f.space, title: { ko: '시험' } } }),
  createProcessFromDesign: (f) => ({ input: { space: f.space, template: 'consultation' } }),
  copySharedDesign: (f) => ({ id: newId(), space: f.space }),
  shareProcess: (f) => ({ id: f.openProcess, summary: '동네 의견을 묻는 틀이에요' }),
  unshareProcess: () => ({ id: newId() }),
  endSupportVisit: () => ({ id: newId() }),
  openBillingPortal: () => ({}),
  startCheckout: () => ({ plan: 'standard' }),
  duplicateProcess: (f) => ({ input: { id: f.openProcess } }),
  editProcess: (f) => ({ input: { id: f.openProcess, revision: 1, purpose: { ko: '시험' } } }),
  makePreviewLink: (f) => ({ input: { processId: f.draft } }),
  orderActivities: (f) => ({ input: { processId: f.draft, revision: 1, ids: [f.activityId] } }),
  orderPlaces: () => ({ input: { what: 'categories', was: [], ids: [] } }),
  publishProcess: (f) => ({ input: { id: f.draft, revision: 1 } }),
  removeActivity: (f) => ({ id: f.activityId }),
  removeProcess: (f) => ({ id: f.draft, revision: 1 }),
  reopenProcess: (f) => ({ input: { id: f.endedProcess, revision: 1, reason: '시험' } }),
  revokePreviewLinks: (f) => ({ processId: f.draft }),
  saveActivity: (f) => ({ input: { processId: f.draft, method: 'posts', title: { ko: '시험' } } }),
  saveCategory: () => ({ input: { name: { ko: '시험' } } }),
  saveDepartment: () => ({ input: { name: { ko: '시험' } } }),
  savePhases: (f) => ({ input: { processId: f.draft, revision: 1, phases: [] } }),
  saveSpace: () => ({ input: { name: { ko: '시험' } } }),
  saveWindows: (f) => ({ input: { processId: f.draft, revision: 1, windows: [] } }),
  scheduleProcess: (f) => ({ input: { id: f.draft, revision: 1, at: null } }),
  withdrawProcess: (f) => ({ input: { id: f.openProcess, revision: 1 } }),
  addHost: () => ({ input: { host: 'localhost' } }),
  answerProposal: (f) => ({ input: { subjectId: f.awaitingAnswer, kind: 'accepted', body: '하겠습니다.' } }),
  applyPreset: () => ({ name: 'blank' }),
  approvePeople: (f) => ({ ids: [f.person] }),
  assignProposal: (f) => ({ input: { subjectId: f.awaitingAssignment, departmentId: f.department } }),
  banPerson: (f) => ({ input: { personId: f.person, reason: '시험' } }),
  checkHost: () => ({ input: { host: 'nowhere.example' } }),
  closeSite: () => ({ input: { confirm: '?', reason: '시험' } }),
  closeAccount: () => ({ input: { confirm: '탈퇴', supports: 'keep' } }),
  createApiToken: () => ({ input: { name: '시험', scopes: ['read'] } }),
  decideMemberships: (f) => ({ input: { of: [{ space: f.space, personId: f.person }], to: 'organiser' } }),
  decideMembership: (f) => ({ slug: f.space, personId: f.person, to: 'organiser', reason: '' }),
  removeDocument: () => ({ id: newId() }),
  renameDocument: () => ({ id: newId(), name: '시험' }),
  describePicture: () => ({ input: { id: newId(), name: '시험', alt: '시험' } }),
  discardLookDraft: () => ({}),
  discardOwnTemplate: () => ({ place: { slot: 'footer' } }),
  discardPageDraft: () => ({ slug: 'about' }),
  editComment: (f) => ({ id: f.myComment, body: '고쳐요' }),
  editPost: (f) => ({ input: { id: f.post, title: '고친 제목', body: '고친 글' } }),
  editProposal: (f) => ({ input: { id: f.mine, ...text } }),
  erasePerson: (f) => ({ input: { personId: f.person, reason: '시험', confirm: '?' } }),
  exportSite: () => ({ people: false }),
  exportList: () => ({ input: { list: 'people', columns: ['email'], format: 'csv' } }),
  followProposal: (f) => ({ id: f.collecting }),
  giveRole: (f) => ({ input: { roleId: f.role, personId: f.person } }),
  hideComment: (f) => ({ id: f.comment, hidden: true, reason: '시험' }),
  hidePost: (f) => ({ id: f.post, hidden: true, reason: '시험' }),
  hideProposal: (f) => ({ id: f.collecting, hidden: true, reason: '시험' }),
  invitePerson: () => ({ input: { email: 'invited@spec.example', role: 'member' } }),
  joinSpace: (f) => ({ slug: f.space, message: '' }),
  leaveSpace: (f) => ({ slug: f.space }),
  liftProposal: (f) => ({ id: f.missed, reason: '시험' }),
  makeHostPrimary: () => ({ input: { host: 'nowhere.example' } }),
  markNoticesRead: () => ({ input: {} }),
  pinPost: (f) => ({ id: f.post, pinned: true }),
  publishLook: () => ({}),
  publishOwnTemplate: () => ({ place: { slot: 'footer' } }),
  publishPage: () => ({ slug: 'about' }),
  register: () => ({ input: { email: 'someone@spec.example', displayName: '누군가', terms: true, privacy: true } }),
  relateToComment: (f) => ({ id: f.comment, on: true }),
  relateToProposal: (f) => ({ id: f.collecting, on: true }),
  removeRole: (f) => ({ id: f.role }),
  removeHost: () => ({ input: { host: 'nowhere.example' } }),
  removeView: () => ({ id: newId() }),
  removePicture: () => ({ id: newId() }),
  reportProgress: (f) => ({ input: { subjectId: f.answered, status: 'under_way', body: '하고 있어요.' } }),
  requestSignInLink: () => ({ input: { email: 'someone@spec.example' } }),
  removeListFile: () => ({ id: newId() }),
  resetOwnTemplate: () => ({ place: { slot: 'footer' } }),
  restorePage: () => ({ slug: 'about', version: 1 }),
  revokeApiToken: () => ({ id: newId() }),
  resendInvitation: () => ({ id: newId() }),
  revokeHeldToken: () => ({ id: newId() }),
  revokeInvitation: () => ({ id: newId() }),
  revokeOtherSessions: () => ({}),
  revokeSession: () => ({ id: newId() }),
  rollBackHome: () => ({ version: 9 }),
  rollBackLook: () => ({ version: 9 }),
  rollBackOwnTemplate: () => ({ place: { slot: 'footer' }, version: 1 }),
  saveHomeBlocks: () => ({ blocks: '[]' }),
  saveLookDraft: () => ({ input: { theme: '{"brand":"#123456"}' } }),
  saveMenu: () => ({ menu: '[]' }),
  saveOwnTemplate: () => ({ input: { slot: 'footer', source: '<p>x</p>' } }),
  savePageDraft: () => ({
    input: { slug: 'about', title: [{ locale: 'ko', text: '소개' }], body: [{ locale: 'ko', text: '소개' }] },
  }),
  saveRole: () => ({ input: { name: [{ locale: 'ko', text: '시험' }], permissions: ['people.read'] } }),
  saveView: () => ({ input: { screen: 'people', name: '시험', search: '', shared: false } }),
  sendInvitations: () => ({ input: { csv: 'email\nfresh@spec.example' } }),
  sendMailAgain: () => ({ id: newId() }),
  schedulePage: () => ({ slug: 'about' }),
  sendTestMail: () => ({
    input: { slot: 'mail/answered', subject: '{{title}}', source: '<p>{{text}}</p>' },
  }),
  setLanguages: () => ({
    input: {
      ...{ locale: 'ko', locales: ['ko'], timeZone: 'Asia/Seoul' },
      was: { locale: 'xx', locales: ['xx'], timeZone: 'UTC' },
    },
  }),
  setNoticeChoice: () => ({ input: { topic: 'progress', channel: 'mail', choice: 'off' } }),
  setRole: (f) => ({ input: { personId: f.person, role: 'organiser', reason: '시험' } }),
  setSiteValue: () => ({ input: { key: 'slogan', value: '{"ko":"시험"}' } }),
  signOutPerson: (f) => ({ input: { personId: f.person, reason: '시험' } }),
  setSignInRules: () => ({
    input: { registration: 'open', domains: [], passwords: true, sessionDays: 30, revision: 0 },
  }),
  setSiteMessage: () => ({ input: { key: 'site.home.empty', locale: 'ko', text: '시험' } }),
  setSiteTerm: () => ({ input: { name: 'phase', locale: 'ko', one: '고개' } }),
  sharePageDraft: () => ({ slug: 'about' }),
  submitProposal: (f) => ({ input: { space: f.space, ...text } }),
  supportProposal: (f) => ({ id: f.collecting, on: true }),
  takeRole: (f) => ({ input: { roleId: f.role, personId: f.person } }),
  unbanPerson: (f) => ({ input: { personId: f.person, reason: '시험' } }),
  updateProfile: () => ({ input: { displayName: '새 이름' } }),
  withdrawComment: (f) => ({ id: f.myComment }),
  withdrawProposal: (f) => ({ id: f.mine }),
  writeComment: (f) => ({ input: { subjectId: f.collecting, body: '시험 의견' } }),
  writePage: () => ({
    input: { slug: 'about', title: [{ locale: 'ko', text: '소개' }], body: [{ locale: 'ko', text: '소개' }] },
  }),
  writePost: (f) => ({ input: { space: f.space, board: f.board, title: '시험 글', body: '시험 글이에요.' } }),
};
