import { later } from '@madang/console';

/** The drawer with an activity's settings; its form knows every kind of field and comes when it is opened. */
export const ActivityDrawer = later(() => import('./activity-drawer.js').then((part) => part.ActivityDrawer));
