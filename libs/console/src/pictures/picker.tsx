import type { ReactNode } from 'react';
import { later } from '../frame/feedback.js';

const Window = later(() => import('./file-picker.js').then((part) => part.FilePicker));

/** Chooses a picture of the library, or adds one; its window comes when it is first opened. */
export function FilePicker(props: {
  opened: boolean;
  close: () => void;
  choose: (id: string, alt: string) => void;
}): ReactNode {
  return props.opened ? <Window {...props} /> : null;
}
