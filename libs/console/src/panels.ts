import type { ComponentType } from 'react';
import type { IconName } from './frame/icons.js';

/** Groups of the menu, in the order they are shown; the first line is the tenant's console, the second the operator's. */
export const GROUPS = [
  ...(['now', 'inputs', 'processes', 'site', 'look', 'people', 'settings'] as const),
  ...(['tenants', 'money', 'health', 'operators'] as const),
] as const;
export type Group = (typeof GROUPS)[number];

/** One screen of the console. Without `group` it has an address but no place in the menu. */
export interface ScreenPlan {
  /** Address inside the console, with `$name` for parts that vary: `/site/pages/$slug`. */
  path: string;
  /** Message key of its name. */
  label: string;
  group?: Group;
  icon?: IconName;
  /** Place within its group; smaller first. */
  order?: number;
  /** What one must be allowed to do: verb and kind as the services demand them. Absent: everybody who may enter. */
  may?: readonly [verb: string, kind: string];
  /** Feature of the plan it is for: where the site has it not, the screen says so above its content. */
  feature?: string;
  /** Its code, loaded when the screen is opened; exports `Panel`. */
  load: () => Promise<{ Panel: ComponentType }>;
}

/** Something one can do from anywhere, offered by ⌘K. */
export interface ActionPlan {
  label: string;
  to: string;
  icon?: IconName;
  may?: readonly [verb: string, kind: string];
}

/** What one part of the house brings to the console. */
export interface Panels {
  part: string;
  screens: readonly ScreenPlan[];
  actions?: readonly ActionPlan[];
}

/** Declares a part's panels; `index.ts` of its console folder exports the result as `panels`. */
export const definePanels = (panels: Panels): Panels => panels;
