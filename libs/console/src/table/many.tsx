import { useState, type ReactNode } from 'react';
import { Alert, List, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ask, type Operation } from '../client.js';
import { tellDone, wordsOf } from '../data.js';
import { Trouble } from '../trouble.js';
import { useT } from '../words.js';

interface Left {
  name: string;
  why: Trouble;
}

/** One act on many rows. */
export interface Many<Row, Given> {
  /** @returns the rows to which it could not be done */
  run(rows: readonly Row[], given: Given): Promise<Row[]>;
  busy: boolean;
  /** What was not done, and why, until somebody has read it; shown above the list. */
  notice: ReactNode;
}

/**
 * Does to many rows, one after the other, what can be done to one: each by its own rules and with its own line in the audit.
 * What is refused for one stops none of the others; in the end it is said how many were done and which were not, and why.
 */
export function useMany<Row, Variables, Given = void>(
  operation: Operation<unknown, Variables>,
  options: {
    variables: (row: Row, given: Given) => Variables;
    /** What a row is called where it is said that nothing was done to it. */
    name: (row: Row) => string;
    /** Message key told when it is done, with `count`. */
    done: string;
  },
): Many<Row, Given> {
  const t = useT();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ done: number; left: readonly Left[] }>();
  const run = async (rows: readonly Row[], given: Given): Promise<Row[]> => {
    setBusy(true);
    setTold(undefined);
    const left: { row: Row; why: Trouble }[] = [];
    for (const row of rows)
      await ask(operation, options.variables(row, given)).catch((error: unknown) => {
        left.push({ row, why: error instanceof Trouble ? error : new Trouble('internal', 'internal') });
      });
    await client.invalidateQueries();
    setBusy(false);
    const count = rows.length - left.length;
    if (left.length === 0) tellDone(t(options.done, { count }));
    else setTold({ done: count, left: left.map(({ row, why }) => ({ name: options.name(row), why })) });
    return left.map(({ row }) => row);
  };
  const notice = told && (
    <Alert
      color="orange"
      role="alert"
      mb="md"
      title={t('console.many.left', { count: told.left.length })}
      withCloseButton
      closeButtonLabel={t('console.many.read')}
      onClose={() => setTold(undefined)}
    >
      {told.done > 0 && <Text size="sm">{t(options.done, { count: told.done })}</Text>}
      <List size="sm">
        {told.left.map(({ name, why }, index) => (
          <List.Item key={index}>
            {name}: {wordsOf(t, why)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
  return { run, busy, notice };
}
