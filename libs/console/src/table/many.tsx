import { useState, type ReactNode } from 'react';
import { Alert, List, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ask, type Operation } from '../client.js';
import { tellDone, wordsOf } from '../data.js';
import { later } from '../frame/feedback.js';
import type { IconName } from '../frame/icons.js';
import { Trouble } from '../trouble.js';
import { useT } from '../words.js';
import type { BulkAct } from './data-table.js';

const ManyDialog = later(() => import('./many-dialog.js').then((part) => part.ManyDialog));

/** What can be done to one row, as it is offered for many. */
export interface ManyOptions<Row, Variables> {
  label: string;
  icon?: IconName;
  danger?: boolean;
  variables: (row: Row, reason: string) => Variables;
  /** What a row is called where it is asked or told about. */
  name: (row: Row) => string;
  /** Why it cannot be done to a row, where that is known before. */
  unless?: (row: Row) => string | undefined;
  /** `reason`: asks why first; `sure`: asks whether; `no`: does it at once. */
  asks: 'reason' | 'sure' | 'no';
  /** What follows from it, told where it is asked. */
  hint?: string;
  /** Message key told when it is done, with `count`. */
  done: string;
  /** What takes it back from a row; offered for ten seconds. */
  undo?: (row: Row) => Variables;
}

/** One act on many rows. */
export interface Many<Row> {
  act: BulkAct<Row>;
  /** The question before, and afterwards what was not done and why; stands above the list. */
  shown: ReactNode;
}

interface Left<Row> {
  row: Row;
  why: string;
}

/**
 * Does to many rows, one after the other, what can be done to one: each by its own rules and with its own line in the audit.
 * What is refused for one stops none of the others; in the end it is said how many were done and which were not, and why.
 */
export function useMany<Row, Variables>(
  operation: Operation<unknown, Variables>,
  options: ManyOptions<Row, Variables>,
): Many<Row> {
  const t = useT();
  const client = useQueryClient();
  const [asked, setAsked] = useState<{ rows: readonly Row[]; settle: (left: readonly Row[]) => void }>();
  const [told, setTold] = useState<{ done: number; left: readonly Left<Row>[] }>();

  /** @returns those to whom it could not be done */
  const each = async (rows: readonly Row[], variables: (row: Row) => Variables): Promise<Left<Row>[]> => {
    const left: Left<Row>[] = [];
    for (const row of rows)
      await ask(operation, variables(row)).catch((error: unknown) => {
        const trouble = error instanceof Trouble ? error : new Trouble('internal', 'internal');
        left.push({ row, why: wordsOf(t, trouble) });
      });
    await client.invalidateQueries();
    return left;
  };
  const run = async (rows: readonly Row[], reason: string, settle: (left: readonly Row[]) => void): Promise<void> => {
    const known = rows.flatMap((row): Left<Row>[] => {
      const why = options.unless?.(row);
      return why === undefined ? [] : [{ row, why }];
    });
    const free = rows.filter((row) => !known.some((one) => one.row === row));
    const refused = await each(free, (row) => options.variables(row, reason));
    const left = [...known, ...refused];
    const done = free.filter((row) => !refused.some((one) => one.row === row));
    settle(left.map(({ row }) => row));
    const { undo } = options;
    const takeBack = async (): Promise<void> => {
      const stayed = undo ? await each(done, undo) : [];
      if (stayed.length === 0) tellDone(t('console.undone'));
      setTold({ done: 0, left: stayed });
    };
    if (done.length > 0)
      tellDone(t(options.done, { count: done.length }), undo && { label: t('console.undo'), run: takeBack });
    setTold({ done: done.length, left });
  };
  return {
    act: {
      label: options.label,
      icon: options.icon,
      danger: options.danger,
      run: (rows, settle) => {
        setTold(undefined);
        if (options.asks === 'no') return run(rows, '', settle);
        setAsked({ rows, settle });
        return undefined;
      },
    },
    shown: (
      <>
        {asked && (
          <ManyDialog
            label={options.label}
            danger={options.danger}
            hint={options.hint}
            withReason={options.asks === 'reason'}
            rows={asked.rows.map((row) => ({ name: options.name(row), why: options.unless?.(row) }))}
            close={() => setAsked(undefined)}
            run={(reason) => run(asked.rows, reason, asked.settle)}
          />
        )}
        {told && told.left.length > 0 && (
          <Alert
            color="orange"
            role="alert"
            title={t('console.many.left', { count: told.left.length })}
            withCloseButton
            closeButtonLabel={t('console.many.read')}
            onClose={() => setTold(undefined)}
          >
            {told.done > 0 && <Text size="sm">{t(options.done, { count: told.done })}</Text>}
            <List size="sm">
              {told.left.map(({ row, why }, index) => (
                <List.Item key={index}>
                  {options.name(row)}: {why}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
      </>
    ),
  };
}
