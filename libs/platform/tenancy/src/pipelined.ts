import type { ClientBase } from 'pg';

/**
 * Sends statements one per protocol message without waiting for each answer, inside an open
 * transaction of a client in pipeline mode. Citus and index builds need single messages; waiting for
 * each would cost a round trip per statement.
 * @throws the error of the first statement that failed, with its text as `statement`
 */
export async function pipelined(client: ClientBase, statements: readonly string[]): Promise<void> {
  const answers = await Promise.allSettled(statements.map((statement) => client.query(statement)));
  const failed = answers.findIndex((answer) => answer.status === 'rejected');
  if (failed < 0) return;
  const { reason } = answers[failed] as PromiseRejectedResult;
  throw Object.assign(reason as Error, { statement: statements[failed] });
}
