import type { ReactNode } from 'react';
import { Code, Text } from '@mantine/core';
import { useT } from '@madang/console';

/** What an act of the log is called; its code where it has no words, as acts of older versions may. */
export function useActWords(): (act: string) => string {
  const t = useT();
  return (act) => {
    const words = t(`operators.act.${act}`);
    return words === `operators.act.${act}` ? act : words;
  };
}

/** An act in words, with the code by which it is searched for. */
export function Act({ act }: { act: string }): ReactNode {
  const words = useActWords()(act);
  return (
    <>
      {words !== act && <Text size="sm">{words}</Text>}
      <Code>{act}</Code>
    </>
  );
}

/** Who did it, where no operator did: a site's own administrator, the software, somebody at the command line. */
export function useWho(): (actor: string) => string {
  const t = useT();
  return (actor) => {
    if (actor === 'system') return t('operators.who.system');
    if (actor.startsWith('tenant:')) return t('operators.who.tenant');
    return actor.startsWith('cli:') ? t('operators.who.cli', { name: actor.slice('cli:'.length) }) : actor;
  };
}
