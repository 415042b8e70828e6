import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Modal, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import {
  Icon,
  LocalisedText,
  Loading,
  Screen,
  SortableList,
  troubleOf,
  TroubleNotice,
  useAct,
  useAsk,
  useT,
  wordsOf,
  type Localised,
} from '@madang/console';
import { OrderPlaces, ReadOffices, SaveCategory, SaveDepartment } from './place-operations.js';
import type { AnswerOf } from './process/types.js';
import { useTexts } from './words.js';

type Offices = AnswerOf<typeof ReadOffices>;
type Category = Offices['manageCategories'][number];
type Department = Offices['manageDepartments'][number];

/** Categories people choose from, and departments that answer. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const asked = useAsk(ReadOffices);
  const order = useAct(OrderPlaces, { done: 'spaces.places.ordered' });
  const [category, setCategory] = useState<Partial<Category>>();
  const [department, setDepartment] = useState<Partial<Department>>();
  const data = asked.data;
  if (!data)
    return (
      <Screen title={t('spaces.offices.title')}>
        {asked.error ? <TroubleNotice trouble={asked.error} again={() => asked.refetch()} /> : <Loading />}
      </Screen>
    );
  const { manageCategories: categories, manageDepartments: departments } = data;
  const departmentOf = (id: string | null | undefined): string =>
    texts(departments.find((one) => one.id === id)?.name) || t('spaces.offices.nobody');
  return (
    <Screen title={t('spaces.offices.title')} description={t('spaces.offices.text')} width="narrow">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('spaces.offices.categories')}
          </Title>
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setCategory({})}>
            {t('spaces.offices.category_new')}
          </Button>
        </Group>
        <div>
          <SortableList
            items={categories}
            idOf={(one) => one.id}
            nameOf={(one) => texts(one.name)}
            change={(items) => void order.run({ input: { what: 'categories', ids: items.map((one) => one.id) } })}
          >
            {(one) => (
              <Group justify="space-between" wrap="nowrap">
                <div>
                  <Text fw={600} td={one.active ? undefined : 'line-through'}>
                    {texts(one.name)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {departmentOf(one.departmentId)} · {t('spaces.offices.inputs', { count: one.inputs })}
                    {!one.active && ` · ${t('spaces.offices.off')}`}
                  </Text>
                </div>
                <Button size="compact-sm" variant="subtle" onClick={() => setCategory(one)}>
                  {t('spaces.offices.edit')}
                </Button>
              </Group>
            )}
          </SortableList>
        </div>
      </Stack>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('spaces.offices.departments')}
          </Title>
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setDepartment({})}>
            {t('spaces.offices.department_new')}
          </Button>
        </Group>
        <div>
          <SortableList
            items={departments}
            idOf={(one) => one.id}
            nameOf={(one) => texts(one.name)}
            change={(items) => void order.run({ input: { what: 'departments', ids: items.map((one) => one.id) } })}
          >
            {(one) => (
              <Group justify="space-between" wrap="nowrap">
                <div>
                  <Text fw={600}>{texts(one.name)}</Text>
                  <Text size="sm" c="dimmed">
                    {one.officers.map((officer) => officer.name).join(', ') || t('spaces.offices.no_officer')}
                    {one.approver && ` · ${t('spaces.offices.approves', { name: one.approver })}`}
                  </Text>
                </div>
                <Button size="compact-sm" variant="subtle" onClick={() => setDepartment(one)}>
                  {t('spaces.offices.edit')}
                </Button>
              </Group>
            )}
          </SortableList>
        </div>
      </Stack>
      {category && <CategoryForm category={category} departments={departments} close={() => setCategory(undefined)} />}
      {department && (
        <DepartmentForm department={department} all={departments} close={() => setDepartment(undefined)} />
      )}
    </Screen>
  );
}

function CategoryForm(props: {
  category: Partial<Category>;
  departments: readonly Department[];
  close: () => void;
}): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { category } = props;
  const [name, setName] = useState<Localised>(category.name ?? {});
  const [departmentId, setDepartmentId] = useState<string | null>(category.departmentId ?? null);
  const [active, setActive] = useState(category.active ?? true);
  const act = useAct(SaveCategory, { done: 'spaces.offices.saved', quiet: true });
  return (
    <OfficeModal
      title={t(category.id ? 'spaces.offices.category_edit' : 'spaces.offices.category_new')}
      close={props.close}
      act={act}
      save={() => act.run({ input: { id: category.id, revision: category.revision, name, departmentId, active } })}
    >
      <LocalisedText
        label={t('spaces.offices.name')}
        value={name}
        change={setName}
        max={120}
        required
        error={troubleOf(act.trouble, 'name')}
      />
      <Select
        label={t('spaces.offices.answers')}
        data={props.departments.map((one) => ({ value: one.id, label: texts(one.name) }))}
        value={departmentId}
        onChange={setDepartmentId}
        clearable
      />
      <Switch
        label={t('spaces.offices.active')}
        description={t('spaces.offices.active_text')}
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
    </OfficeModal>
  );
}

function DepartmentForm(props: {
  department: Partial<Department>;
  all: readonly Department[];
  close: () => void;
}): ReactNode {
  const t = useT();
  const { department } = props;
  const [name, setName] = useState<Localised>(department.name ?? {});
  const [contact, setContact] = useState(department.contact ?? '');
  const [approverId, setApproverId] = useState<string | null>(department.approverId ?? null);
  const act = useAct(SaveDepartment, { done: 'spaces.offices.saved', quiet: true });
  const staff = new Map(props.all.flatMap((one) => one.officers.map((officer) => [officer.id, officer.name] as const)));
  if (department.approverId && department.approver) staff.set(department.approverId, department.approver);
  return (
    <OfficeModal
      title={t(department.id ? 'spaces.offices.department_edit' : 'spaces.offices.department_new')}
      close={props.close}
      act={act}
      save={() => act.run({ input: { id: department.id, revision: department.revision, name, contact, approverId } })}
    >
      <LocalisedText
        label={t('spaces.offices.name')}
        value={name}
        change={setName}
        max={120}
        required
        error={troubleOf(act.trouble, 'name')}
      />
      <TextInput
        label={t('spaces.offices.contact')}
        description={t('spaces.offices.contact_text')}
        value={contact}
        maxLength={200}
        onChange={(event) => setContact(event.currentTarget.value)}
      />
      <Select
        label={t('spaces.offices.approver')}
        description={t('spaces.offices.approver_text')}
        data={[...staff].map(([value, label]) => ({ value, label }))}
        value={approverId}
        onChange={setApproverId}
        clearable
      />
    </OfficeModal>
  );
}

function OfficeModal(props: {
  title: string;
  close: () => void;
  act: { busy: boolean; trouble: Parameters<typeof wordsOf>[1] | undefined };
  save: () => Promise<unknown>;
  children: ReactNode;
}): ReactNode {
  const t = useT();
  return (
    <Modal opened onClose={props.close} title={props.title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void props.save().then((done) => done && props.close());
        }}
      >
        <Stack>
          {props.act.trouble && (
            <Alert color="red" role="alert">
              {wordsOf(t, props.act.trouble)}
            </Alert>
          )}
          {props.children}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('spaces.cancel')}
            </Button>
            <Button type="submit" loading={props.act.busy}>
              {t('spaces.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
