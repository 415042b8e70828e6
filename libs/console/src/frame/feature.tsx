import type { ReactNode } from 'react';
import { Alert, Anchor, Text } from '@mantine/core';
import { useMay, useSession } from '../session.js';
import { useT } from '../words.js';
import { LinkTo } from './navigation.js';

/** What the plan of the site says of a feature. */
export interface PlanFeature {
  name: string;
  label: string;
  has: boolean;
  switchedOff: boolean;
  /** Plans that have it. */
  plans: readonly string[];
}

/** Whether the site has a feature of the plan, and in a sentence why not. The server asks again. */
export function useFeature(name: string | undefined): { has: boolean; why?: string } {
  const t = useT();
  const { features } = useSession();
  const found = features?.find((one) => one.name === name);
  if (!found || found.has) return { has: true };
  const { label, plans } = found;
  if (found.switchedOff) return { has: false, why: t('console.feature.off', { label }) };
  return {
    has: false,
    why:
      plans.length > 0
        ? t('console.feature.plans', { label, plans: plans.join(', ') })
        : t('console.feature.none', { label }),
  };
}

/** Why something on a screen cannot be made, and where the plan is; nothing where the site has the feature. */
export function FeatureNotice({ feature, screen }: { feature?: string; screen?: boolean }): ReactNode {
  const t = useT();
  const may = useMay();
  const { why } = useFeature(feature);
  if (!why) return null;
  return (
    <Alert color="orange" mb={screen ? 'lg' : undefined} title={t('console.feature.title')} role="note">
      <Text size="sm">
        {why} {screen && t('console.feature.stays')}{' '}
        {may('manage', 'Billing') ? (
          <Anchor component={LinkTo} to="/settings/plan" size="sm" c="inherit" underline="always">
            {t('console.feature.plan')}
          </Anchor>
        ) : (
          t('console.feature.ask')
        )}
      </Text>
    </Alert>
  );
}
