import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import {
  Link,
  type LinkProps,
  useNavigate,
  useParams as useRouteParams,
  useSearch as useRouteSearch,
} from '@tanstack/react-router';

/** Query of an address: always text, as it stands in the address. */
export type Query = Record<string, string | undefined>;

/** The variable parts of the screen's address. */
export function useParams(): Record<string, string> {
  const params: Record<string, string> = useRouteParams({ strict: false });
  return params;
}

/** The query of the screen's address, and how to change it without leaving (`undefined` removes a key). */
export function useSearch(): [query: Query, change: (patch: Query, options?: { replace?: boolean }) => void] {
  const query: Query = useRouteSearch({ strict: false });
  const navigate = useNavigate();
  return [
    query,
    (patch, options) =>
      void navigate({
        to: '.',
        search: (before: Query) => without({ ...before, ...patch }),
        replace: options?.replace ?? false,
        resetScroll: false,
      }),
  ];
}

const without = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));

/** Goes to an address of the console: `go('/people/1')`, `go('/people?role=officer')`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, options) => void navigate({ ...split(to), replace: options?.replace } as never);
}

/** A link inside the console. */
export function LinkTo(
  props: { to: string; children?: ReactNode; ref?: Ref<HTMLAnchorElement> } & AnchorHTMLAttributes<HTMLAnchorElement>,
): ReactNode {
  const { to, ...rest } = props;
  // The shell says where one is; the router's own guess would name every address above it too.
  const here = { activeOptions: { exact: true, includeSearch: false }, activeProps: {} };
  const target = { ...split(to), ...here, ...rest } as unknown as LinkProps;
  return <Link {...target} />;
}

function split(to: string): { to: string; search: Query } {
  const [path = '/', query = ''] = to.split('?');
  return { to: path, search: Object.fromEntries(new URLSearchParams(query)) };
}
