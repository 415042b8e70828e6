import { useState, type ReactNode } from 'react';
import { Alert, Button, Checkbox, FileInput, Stack, TextInput } from '@mantine/core';
import { operatorGraphql, Screen, TroubleNotice, useAct, useT } from '@madang/console';
import { PlacementSelect } from './placement-select.js';
import { StepLog } from './step-log.js';

const Import = operatorGraphql(`
  mutation OperatorImport($input: ImportTenantInput!) {
    importTenant(input: $input)
  }
`);

/** Sends a file in and tells what it is called there. */
async function send(file: File): Promise<{ upload?: string; message?: string }> {
  const body = new FormData();
  body.append('file', file);
  const response = await fetch('/operator/uploads', { method: 'POST', body, credentials: 'same-origin' });
  const answer = (await response.json()) as { upload?: string; errors?: { message: string }[] };
  return { upload: answer.upload, message: answer.errors?.[0]?.message };
}

/** An organisation from an export file. */
export function Panel(): ReactNode {
  const t = useT();
  const act = useAct(Import, { quiet: true, refresh: ['OperatorTenants', 'OperatorOperations'] });
  const [file, setFile] = useState<File | null>(null);
  const [slug, setSlug] = useState('');
  const [copy, setCopy] = useState(false);
  const [placement, setPlacement] = useState('main');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [started, setStarted] = useState<string>();
  const run = async (): Promise<void> => {
    if (!file) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { upload, message } = await send(file);
      if (!upload) return setProblem(message ?? t('console.trouble.internal'));
      const done = await act.run({ input: { upload, copy, placement, ...(slug ? { slug } : {}) } });
      if (done) setStarted(done.importTenant);
    } catch {
      setProblem(t('console.trouble.offline'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Screen
      title={t('operators.import')}
      description={t('operators.import.text')}
      back={{ to: '/', label: t('operators.tenants') }}
      width="narrow"
    >
      {started && <StepLog id={started} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          <FileInput
            label={t('operators.import.file')}
            placeholder={t('operators.import.choose')}
            accept=".madang,application/gzip"
            required
            value={file}
            onChange={setFile}
          />
          <TextInput
            label={t('operators.import.slug')}
            value={slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
          />
          <Checkbox
            label={t('operators.import.copy')}
            description={t('operators.import.copy.text')}
            checked={copy}
            onChange={(event) => setCopy(event.currentTarget.checked)}
          />
          <PlacementSelect value={placement} choose={setPlacement} />
          {problem && <Alert color="red">{problem}</Alert>}
          <TroubleNotice trouble={act.trouble} />
          <Button type="submit" disabled={!file} loading={busy} className="console-start">
            {t('operators.import.go')}
          </Button>
        </Stack>
      </form>
    </Screen>
  );
}
