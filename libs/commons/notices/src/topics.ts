/** When a person wants to be told by a channel. On the site there is only now and off. */
export const CHOICES = ['now', 'daily', 'off'] as const;
export type Choice = (typeof CHOICES)[number];
export const CHANNELS = ['site', 'mail'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Topic {
  site: 'now' | 'off';
  mail: Choice;
  /** Only those whose work it is meet it in their settings. */
  duty?: boolean;
}

/** What people choose about, with the choice that holds until they make one. Words: `notices.topic.<name>`. */
export const TOPICS = {
  received: { site: 'now', mail: 'now' },
  entered: { site: 'now', mail: 'now' },
  progress: { site: 'now', mail: 'now' },
  replies: { site: 'now', mail: 'now' },
  comments: { site: 'now', mail: 'daily' },
  joining: { site: 'now', mail: 'now' },
  news: { site: 'now', mail: 'off' },
  duty: { site: 'now', mail: 'now', duty: true },
  incoming: { site: 'now', mail: 'daily', duty: true },
  requests: { site: 'now', mail: 'now', duty: true },
} as const satisfies Record<string, Topic>;
export type TopicName = keyof typeof TOPICS;

export const isTopic = (name: unknown): name is TopicName => typeof name === 'string' && Object.hasOwn(TOPICS, name);

/** Groups of people an event can be told to. How each is found is written in audiences.ts. */
export type Audience =
  | 'author'
  | 'supporters'
  | 'followers'
  | 'officer'
  | 'department'
  | 'approver'
  | 'organisers'
  | 'named'
  | 'writer'
  | 'parent'
  | 'members';

export interface Rule {
  audience: Audience;
  topic: TopicName;
  /** What is said, where the event's own name for it does not fit this audience. */
  say?: string;
  /** Whoever acted is told as well. */
  toActor?: boolean;
  /** Only where the event's data say so. */
  when?: (data: Record<string, unknown>) => boolean;
  /** By mail at once when the subject is pinned, whatever the topic's default. */
  pressing?: 'pinned';
}

/** What an event is called when it is told: `notices.say.<say>.*`; undefined where nobody needs to hear of it. */
type Say = string | ((data: Record<string, unknown>) => string | undefined);

export interface Telling {
  say: Say;
  /** Whoever belongs to several audiences is told as a member of the first. */
  rules: readonly Rule[];
}

const everyoneInIt = (topic: TopicName): Rule[] => [
  { audience: 'author', topic },
  { audience: 'supporters', topic },
  { audience: 'followers', topic },
];

const entered = ({ source }: Record<string, unknown>): boolean => typeof source === 'string';

/** Ways a proposal moves that people hear of. Answers have an event of their own. */
function moved(data: Record<string, unknown>): string | undefined {
  if (data['to'] !== 'awaiting_assignment')
    return ['missed', 'under_way', 'done', 'stopped', 'withdrawn'].find((to) => to === data['to']);
  if (data['from'] === 'missed') return 'lifted';
  return data['rule'] === 'threshold' ? 'reached' : 'handed';
}

/** Who hears of which event. An event that is not here is told to nobody. */
export const TELLINGS: Readonly<Record<string, Telling>> = {
  'proposals.submitted': {
    say: 'submitted',
    rules: [
      // What staff entered in somebody's name is told as such: they may never have asked for it.
      { audience: 'author', topic: 'entered', say: 'entered', when: entered },
      { audience: 'author', topic: 'received', toActor: true, when: (data) => !entered(data) },
      { audience: 'department', topic: 'incoming', say: 'incoming' },
      { audience: 'organisers', topic: 'incoming', say: 'incoming' },
    ],
  },
  'proposals.moved': { say: moved, rules: everyoneInIt('progress') },
  'proposals.assigned': { say: 'assigned', rules: [{ audience: 'officer', topic: 'duty', toActor: true }] },
  'proposals.due_soon': { say: 'due_soon', rules: [{ audience: 'officer', topic: 'duty' }] },
  'proposals.overdue': {
    say: 'overdue',
    rules: [
      { audience: 'officer', topic: 'duty' },
      { audience: 'organisers', topic: 'duty' },
      { audience: 'author', topic: 'progress', say: 'late' },
    ],
  },
  'answers.published': { say: 'answered', rules: everyoneInIt('progress') },
  'answers.submitted': {
    say: 'answer_submitted',
    rules: [
      { audience: 'approver', topic: 'duty' },
      { audience: 'organisers', topic: 'duty' },
    ],
  },
  'answers.returned': { say: 'answer_returned', rules: [{ audience: 'writer', topic: 'duty' }] },
  'progress.reported': { say: 'progress', rules: everyoneInIt('progress') },
  'comments.written': {
    say: 'comment',
    rules: [
      { audience: 'parent', topic: 'replies', say: 'reply' },
      { audience: 'author', topic: 'comments' },
    ],
  },
  'spaces.join_requested': { say: 'join_requested', rules: [{ audience: 'organisers', topic: 'requests' }] },
  'spaces.join_decided': {
    say: ({ to, from }) => (to === 'member' && from === 'organiser' ? 'joined_stepped_down' : `joined_${String(to)}`),
    rules: [{ audience: 'named', topic: 'joining' }],
  },
  'posts.published': { say: 'post', rules: [{ audience: 'members', topic: 'news', pressing: 'pinned' }] },
};
