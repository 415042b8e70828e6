import { useMemo, useState, type ReactNode } from 'react';
import { Button, Group, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import {
  DraftDialog,
  Icon,
  LocalisedText,
  Loading,
  Screen,
  troubleOf,
  TroubleNotice,
  useAsk,
  useDraft,
  useSave,
  useT,
  useTell,
  type Localised,
} from '@madang/console';
import { ReadOffices, SaveCategory, SaveDepartment } from './place-operations.js';
import { PlaceOrder } from './place-order.js';
import type { AnswerOf } from './process/types.js';
import { useTexts } from './words.js';

type Read = AnswerOf<typeof ReadOffices>;
type Category = Read['manageCategories'][number];
type Department = Read['manageDepartments'][number];
interface Editing {
  what: 'categories' | 'departments';
  /** Identifier, or `new`. */
  id: string;
}

/** Categories people choose from, and departments that answer. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const asked = useAsk(ReadOffices);
  const [editing, setEditing] = useState<Editing>();
  const data = asked.data;
  if (!data)
    return (
      <Screen title={t('spaces.offices.title')}>
        {asked.error ? <TroubleNotice trouble={asked.error} again={() => asked.refetch()} /> : <Loading />}
      </Screen>
    );
  const { manageCategories: categories, manageDepartments: departments } = data;
  const close = (): void => setEditing(undefined);
  const departmentOf = (id: string | null | undefined): string =>
    texts(departments.find((one) => one.id === id)?.name) || t('spaces.offices.nobody');
  return (
    <Screen title={t('spaces.offices.title')} description={t('spaces.offices.text')} width="narrow">
      <Offices
        what="categories"
        items={categories}
        edit={setEditing}
        tell={(one) =>
          [
            departmentOf(one.departmentId),
            t('spaces.offices.inputs', { count: one.inputs }),
            ...(one.active ? [] : [t('spaces.offices.off')]),
          ].join(' · ')
        }
      />
      <Offices
        what="departments"
        items={departments}
        edit={setEditing}
        tell={(one) =>
          [
            one.officers.map((officer) => officer.name).join(', ') || t('spaces.offices.no_officer'),
            ...(one.approver ? [t('spaces.offices.approves', { name: one.approver })] : []),
          ].join(' · ')
        }
      />
      {editing?.what === 'categories' && (
        <CategoryForm
          key={editing.id}
          category={categories.find((one) => one.id === editing.id) ?? {}}
          departments={departments}
          close={close}
        />
      )}
      {editing?.what === 'departments' && (
        <DepartmentForm
          key={editing.id}
          department={departments.find((one) => one.id === editing.id) ?? {}}
          all={departments}
          close={close}
        />
      )}
    </Screen>
  );
}

/** One of the two lists: in their order, with a way to a new one and into each. */
function Offices<Item extends { id: string; name: Localised; active?: boolean }>(props: {
  what: Editing['what'];
  items: readonly Item[];
  edit: (which: Editing) => void;
  tell: (item: Item) => string;
}): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { what, items, edit } = props;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t(`spaces.offices.${what}`)}
        </Title>
        <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => edit({ what, id: 'new' })}>
          {t(what === 'categories' ? 'spaces.offices.category_new' : 'spaces.offices.department_new')}
        </Button>
      </Group>
      <PlaceOrder what={what} items={items}>
        {(one) => (
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600} td={one.active === false ? 'line-through' : undefined}>
                {texts(one.name)}
              </Text>
              <Text size="sm" c="dimmed">
                {props.tell(one)}
              </Text>
            </div>
            <Button flex="none" size="compact-sm" variant="subtle" onClick={() => edit({ what, id: one.id })}>
              {t('spaces.offices.edit')}
            </Button>
          </Group>
        )}
      </PlaceOrder>
    </Stack>
  );
}

function CategoryForm(props: {
  category: Partial<Category>;
  departments: readonly Department[];
  close: () => void;
}): ReactNode {
  const t = useT();
  const tell = useTell();
  const texts = useTexts();
  const { category, departments } = props;
  const saved = useMemo(
    () => ({
      name: category.name ?? {},
      departmentId: category.departmentId ?? null,
      active: category.active ?? true,
    }),
    [category],
  );
  const draft = useDraft(saved, { key: `category-${category.id ?? 'new'}`, revision: category.revision });
  const { value, set } = draft;
  const saving = useSave(SaveCategory, draft, {
    done: 'spaces.offices.saved',
    variables: (fields, revision) => ({ input: { id: category.id, revision, ...fields } }),
    tell: (fields) => [
      ...tell.texts(t('spaces.offices.name'), fields.name),
      {
        label: t('spaces.offices.answers'),
        text: texts(departments.find((one) => one.id === fields.departmentId)?.name),
      },
      tell.onOff(t('spaces.offices.active'), fields.active),
    ],
    after: props.close,
  });
  return (
    <DraftDialog
      title={t(category.id ? 'spaces.offices.category_edit' : 'spaces.offices.category_new')}
      draft={draft}
      saving={saving}
      close={props.close}
    >
      <LocalisedText
        label={t('spaces.offices.name')}
        value={value.name}
        change={(name) => set({ name })}
        max={120}
        required
        error={troubleOf(saving.trouble, 'name')}
      />
      <Select
        label={t('spaces.offices.answers')}
        data={departments.map((one) => ({ value: one.id, label: texts(one.name) }))}
        value={value.departmentId}
        onChange={(departmentId) => set({ departmentId })}
        clearable
      />
      <Switch
        label={t('spaces.offices.active')}
        description={t('spaces.offices.active_text')}
        checked={value.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </DraftDialog>
  );
}

function DepartmentForm(props: {
  department: Partial<Department>;
  all: readonly Department[];
  close: () => void;
}): ReactNode {
  const t = useT();
  const tell = useTell();
  const { department } = props;
  const saved = useMemo(
    () => ({
      name: department.name ?? {},
      contact: department.contact ?? '',
      approverId: department.approverId ?? null,
    }),
    [department],
  );
  const draft = useDraft(saved, { key: `department-${department.id ?? 'new'}`, revision: department.revision });
  const { value, set } = draft;
  const staff = new Map(props.all.flatMap((one) => one.officers.map((officer) => [officer.id, officer.name] as const)));
  if (department.approverId && department.approver) staff.set(department.approverId, department.approver);
  const saving = useSave(SaveDepartment, draft, {
    done: 'spaces.offices.saved',
    variables: (fields, revision) => ({ input: { id: department.id, revision, ...fields } }),
    tell: (fields) => [
      ...tell.texts(t('spaces.offices.name'), fields.name),
      { label: t('spaces.offices.contact'), text: fields.contact },
      { label: t('spaces.offices.approver'), text: staff.get(fields.approverId ?? '') ?? '' },
    ],
    after: props.close,
  });
  return (
    <DraftDialog
      title={t(department.id ? 'spaces.offices.department_edit' : 'spaces.offices.department_new')}
      draft={draft}
      saving={saving}
      close={props.close}
    >
      <LocalisedText
        label={t('spaces.offices.name')}
        value={value.name}
        change={(name) => set({ name })}
        max={120}
        required
        error={troubleOf(saving.trouble, 'name')}
      />
      <TextInput
        label={t('spaces.offices.contact')}
        description={t('spaces.offices.contact_text')}
        value={value.contact}
        maxLength={200}
        onChange={(event) => set({ contact: event.currentTarget.value })}
      />
      <Select
        label={t('spaces.offices.approver')}
        description={t('spaces.offices.approver_text')}
        data={[...staff].map(([id, label]) => ({ value: id, label }))}
        value={value.approverId}
        onChange={(approverId) => set({ approverId })}
        clearable
      />
    </DraftDialog>
  );
}
