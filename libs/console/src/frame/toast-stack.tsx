import '@mantine/notifications/styles.layer.css';
import type { ReactNode } from 'react';
import { Notifications } from '@mantine/notifications';

/** Where short messages appear, one above the other. */
export const ToastStack = (): ReactNode => <Notifications position="bottom-center" />;
