import { createRoot } from 'react-dom/client';
import {
  ask,
  Ground,
  newQueries,
  operatorGraphql,
  speak,
  styleNonce,
  type Panels,
  type Session,
} from '@madang/console';
import { Console } from './console.js';
import { rememberedLanguage, speechIn } from './languages.js';
import { OperatorDoor } from './operator-door.js';

const found = import.meta.glob<{ panels: Panels }>('../../../libs/platform/*/console/index.ts', { eager: true });
const panels = Object.values(found).map((module) => module.panels);
const words = import.meta.glob<Record<string, string>>('../../../libs/platform/*/console/i18n/*.json', {
  import: 'default',
});

const Who = operatorGraphql(`
  query OperatorSession {
    viewer {
      stage
      id
      name
      email
      role
      rules
    }
  }
`);

const Leave = operatorGraphql(`
  mutation OperatorSignOut {
    signOut
  }
`);

// Libraries that write styles of their own ask for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

async function start(): Promise<void> {
  const locale = rememberedLanguage();
  speak(locale);
  document.documentElement.lang = locale;
  const [{ viewer }, speech] = await Promise.all([ask(Who, {}), speechIn(locale, words)]);
  const root = createRoot(document.getElementById('console')!);
  // An invitation opens its own page, whoever is signed in at this browser.
  const invitation = location.pathname.endsWith('/set-up')
    ? new URLSearchParams(location.search).get('token')
    : undefined;
  if (viewer.stage !== 'full' || invitation) {
    root.render(
      <Ground speech={speech} zone="Asia/Seoul" queries={newQueries()}>
        <OperatorDoor stage={viewer.stage} invitation={invitation ?? undefined} />
      </Ground>,
    );
    return;
  }
  const session: Session = {
    area: 'operator',
    person: { id: viewer.id!, name: viewer.name!, email: viewer.email ?? null, standing: viewer.role! },
    rules: JSON.parse(viewer.rules) as unknown[],
    site: {
      name: locale === 'en' ? 'Madang' : '마당',
      url: '/',
      locale,
      locales: ['ko', 'en'],
      timeZone: 'Asia/Seoul',
    },
  };
  root.render(<Console session={session} panels={panels} base="/console" speech={speech} signOut={signOut} />);
}

async function signOut(): Promise<void> {
  await ask(Leave, {});
  location.assign('/console');
}

void start().catch(() => {
  document.getElementById('console')!.textContent =
    '운영 화면을 열지 못했어요. 새로고침해 주세요. / The console could not be opened. Please reload.';
});
