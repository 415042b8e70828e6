import { createRoot } from 'react-dom/client';
import { ask, graphql, speak, styleNonce, type Panels, type Session } from '@madang/console';
import { Console } from './console.js';
import { rememberedLanguage, speechIn } from './languages.js';
import { TenantBanners, useTaskCounts } from './tenant-banners.js';
import { tenantSources } from './tenant-sources.js';

const found = import.meta.glob<{ panels: Panels }>('../../../libs/{commons,methods}/*/console/index.ts', {
  eager: true,
});
const panels = Object.values(found).map((module) => module.panels);
const words = import.meta.glob<Record<string, string>>('../../../libs/{commons,methods}/*/console/i18n/*.json', {
  import: 'default',
});

const Who = graphql(`
  query ConsoleSession {
    viewer {
      id
      displayName
      email
      role
      rules
    }
    site {
      name
      locale
      locales
      timeZone
    }
  }
`);

const Features = graphql(`
  query ConsoleFeatures {
    features {
      name
      label
      has
      switchedOff
      plans
    }
  }
`);

// Libraries that write styles of their own ask for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

async function start(): Promise<void> {
  const locale = rememberedLanguage();
  speak(locale);
  tenantSources();
  const [{ viewer, site }, speech, { features }] = await Promise.all([
    ask(Who, {}),
    speechIn(locale, words),
    // Whoever does not work here is told so by the screens.
    ask(Features, {}).catch(() => ({ features: [] })),
  ]);
  if (!viewer) {
    location.replace(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  const session: Session = {
    area: 'tenant',
    person: { id: viewer.id, name: viewer.displayName, email: viewer.email ?? null, standing: viewer.role },
    rules: JSON.parse(viewer.rules) as unknown[],
    features,
    site: { ...site, url: '/' },
  };
  createRoot(document.getElementById('console')!).render(
    <Console
      session={session}
      panels={panels}
      base="/console"
      speech={speech}
      banners={<TenantBanners />}
      signOut={signOut}
      useCounts={useTaskCounts}
    />,
  );
}

const Here = graphql(`
  query CurrentSession {
    viewer {
      sessions {
        id
        current
      }
    }
  }
`);
const Leave = graphql(`
  mutation SignOut($id: ID!) {
    revokeSession(id: $id)
  }
`);

async function signOut(): Promise<void> {
  // Whoever is here on a support visit has no session of their own: the visit ends.
  const { viewer } = await ask(Here, {}).catch(() => ({ viewer: null }));
  if (!viewer) await fetch('/-/support/leave', { method: 'POST', credentials: 'same-origin' });
  const current = viewer?.sessions.find((session) => session.current);
  if (current) await ask(Leave, { id: current.id });
  location.assign('/');
}

void start().catch(() => {
  document.getElementById('console')!.textContent =
    '운영실을 열지 못했어요. 새로고침해 주세요. / The console could not be opened. Please reload.';
});
