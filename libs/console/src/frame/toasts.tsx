import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useNotifications } from '@mantine/notifications';

const ToastStack = lazy(() => import('./toast-stack.js').then((part) => ({ default: part.ToastStack })));

/** Short messages at the bottom; what shows them is loaded with the first. */
export function Toasts(): ReactNode {
  const { notifications, queue } = useNotifications();
  const [needed, setNeeded] = useState(false);
  if (!needed && notifications.length + queue.length > 0) setNeeded(true);
  return (
    needed && (
      <Suspense>
        <ToastStack />
      </Suspense>
    )
  );
}
