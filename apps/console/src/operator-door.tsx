import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { Anchor, Box, Button, Code, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { download, Icon, operatorGraphql, troubleOf, TroubleNotice, useAct, useAsk, useT } from '@madang/console';

const SignIn = operatorGraphql(`
  mutation OperatorSignIn($input: OperatorSignInInput!) {
    signIn(input: $input) {
      stage
    }
  }
`);
const SecondFactor = operatorGraphql(`
  mutation OperatorSecondFactor($code: String!) {
    secondFactor(code: $code) {
      stage
    }
  }
`);
const Recover = operatorGraphql(`
  mutation OperatorRecover($code: String!) {
    useRecoveryCode(code: $code)
  }
`);
const Begin = operatorGraphql(`
  mutation OperatorBeginEnrolment {
    beginEnrolment {
      secret
      qr
    }
  }
`);
const Finish = operatorGraphql(`
  mutation OperatorFinishEnrolment($code: String!) {
    finishEnrolment(code: $code)
  }
`);
const Invitation = operatorGraphql(`
  query OperatorInvitation($token: String!) {
    invitation(token: $token)
  }
`);
const SetUp = operatorGraphql(`
  mutation OperatorSetUp($input: OperatorSetUpInput!) {
    setUpOperator(input: $input) {
      stage
    }
  }
`);

/** Goes on where one wanted to, with everything read anew. */
const enter = (): void =>
  location.assign(location.pathname.endsWith('/set-up') ? '/console' : location.pathname + location.search);

/** The way in: password, second factor, the first enrolment, and taking up an invitation. */
export function OperatorDoor(props: { stage: string; invitation?: string }): ReactNode {
  const [stage, setStage] = useState(props.invitation ? 'invited' : props.stage);
  const t = useT();
  useEffect(() => {
    document.title = `${t('operators.door.title')} · Madang`;
  }, [t]);
  return (
    <Box component="main" id="main" className="console-door" p="md">
      <Paper withBorder p="xl" maw="26rem" mx="auto" mt="8vh">
        <Text fw={750} c="dimmed" size="sm">
          {t('operators.door.platform')}
        </Text>
        {stage === 'invited' && <Invited token={props.invitation!} go={setStage} />}
        {stage === 'nobody' && <Password go={setStage} />}
        {stage === 'password' && <SecondFactorForm go={setStage} />}
        {stage === 'enrolling' && <Enrolling />}
      </Paper>
    </Box>
  );
}

function Form(props: {
  title: string;
  text?: string;
  submit: string;
  busy: boolean;
  onSubmit: () => unknown;
  children: ReactNode;
}): ReactNode {
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void props.onSubmit();
      }}
    >
      <Stack>
        <Title order={1} size="h2">
          {props.title}
        </Title>
        {props.text && <Text c="dimmed">{props.text}</Text>}
        {props.children}
        <Button type="submit" loading={props.busy}>
          {props.submit}
        </Button>
      </Stack>
    </form>
  );
}

function Password({ go }: { go: (stage: string) => void }): ReactNode {
  const t = useT();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct(SignIn, { quiet: true });
  return (
    <Form
      title={t('operators.door.title')}
      submit={t('operators.door.sign_in')}
      busy={act.busy}
      onSubmit={async () => {
        const done = await act.run({ input: { email, password } });
        if (done) go(done.signIn.stage);
      }}
    >
      <TroubleNotice trouble={act.trouble} />
      <TextInput
        label={t('operators.email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('operators.password')}
        autoComplete="current-password"
        required
        value={password}
        visibilityToggleButtonProps={{ 'aria-label': t('operators.password.show') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  );
}

function SecondFactorForm({ go }: { go: (stage: string) => void }): ReactNode {
  const t = useT();
  const [code, setCode] = useState('');
  const [lost, setLost] = useState(false);
  const one = useAct(SecondFactor, { quiet: true });
  const other = useAct(Recover, { quiet: true });
  const act = lost ? other : one;
  return (
    <Form
      title={t('operators.door.second')}
      text={t(lost ? 'operators.door.recovery.text' : 'operators.door.second.text')}
      submit={t('operators.door.go_on')}
      busy={act.busy}
      onSubmit={async () => {
        const done = lost ? await other.run({ code }) : await one.run({ code });
        if (done) enter();
        else if (act.trouble?.signedOut) go('nobody');
      }}
    >
      <TroubleNotice trouble={act.trouble} />
      <TextInput
        label={t(lost ? 'operators.door.recovery' : 'operators.door.code')}
        autoComplete="one-time-code"
        inputMode={lost ? 'text' : 'numeric'}
        required
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => {
          setLost(!lost);
          setCode('');
        }}
      >
        {t(lost ? 'operators.door.use_app' : 'operators.door.use_recovery')}
      </Anchor>
    </Form>
  );
}

function Enrolling(): ReactNode {
  const t = useT();
  const begin = useAct(Begin, { quiet: true });
  const finish = useAct(Finish, { quiet: true });
  const [seed, setSeed] = useState<{ secret: string; qr: string }>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [code, setCode] = useState('');
  useEffect(() => {
    void begin.run({}).then((done) => done && setSeed(done.beginEnrolment));
  }, []);
  if (codes) return <RecoveryCodes codes={codes} />;
  return (
    <Form
      title={t('operators.door.enrol')}
      text={t('operators.door.enrol.text')}
      submit={t('operators.door.enrol.done')}
      busy={finish.busy}
      onSubmit={async () => {
        const done = await finish.run({ code });
        if (done) setCodes(done.finishEnrolment);
      }}
    >
      <TroubleNotice trouble={begin.trouble ?? finish.trouble} />
      {seed && (
        <Stack align="center" gap="xs">
          <img
            src={`data:image/svg+xml;base64,${btoa(seed.qr)}`}
            width={200}
            height={200}
            alt={t('operators.door.enrol.qr')}
          />
          <Text size="sm">{t('operators.door.enrol.by_hand')}</Text>
          <Code className="console-wrap">{seed.secret.match(/.{1,4}/g)?.join(' ')}</Code>
        </Stack>
      )}
      <TextInput
        label={t('operators.door.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </Form>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }): ReactNode {
  const t = useT();
  const text = `${codes.join('\n')}\n`;
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('operators.door.codes')}
      </Title>
      <Text c="dimmed">{t('operators.door.codes.text')}</Text>
      <Code block>{text}</Code>
      <Button
        variant="default"
        leftSection={<Icon name="download" size={16} />}
        onClick={() => download({ name: 'madang-recovery-codes.txt', text })}
      >
        {t('operators.door.codes.keep')}
      </Button>
      <Button onClick={enter}>{t('operators.door.codes.kept')}</Button>
    </Stack>
  );
}

function Invited({ token, go }: { token: string; go: (stage: string) => void }): ReactNode {
  const t = useT();
  const asked = useAsk(Invitation, { token });
  const act = useAct(SetUp, { quiet: true });
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  if (asked.error) return <TroubleNotice trouble={asked.error} />;
  return (
    <Form
      title={t('operators.door.invited')}
      text={t('operators.door.invited.text', { email: asked.data?.invitation ?? '…' })}
      submit={t('operators.door.go_on')}
      busy={act.busy}
      onSubmit={async () => {
        const done = await act.run({ input: { token, name, password } });
        if (done) go(done.setUpOperator.stage);
      }}
    >
      <TroubleNotice trouble={act.trouble} />
      <TextInput
        label={t('operators.name')}
        autoComplete="name"
        required
        value={name}
        error={troubleOf(act.trouble, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('operators.password.new')}
        description={t('operators.password.rule')}
        autoComplete="new-password"
        required
        value={password}
        error={troubleOf(act.trouble, 'password')}
        visibilityToggleButtonProps={{ 'aria-label': t('operators.password.show') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  );
}
