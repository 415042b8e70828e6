export * from './panels.js';
export * from './trouble.js';
export { ask, download, sendFile, speak, type Operation } from './client.js';
export { openSpeech, useT, useWords, WordsProvider, type Speech } from './words.js';
export { SessionProvider, useMay, useSession, type Session } from './session.js';
export {
  nameOf,
  tellDone,
  tellTrouble,
  useAct,
  useAsk,
  wordsOf,
  type Act,
  type ActOptions,
  type Asked,
} from './data.js';
export { Icon, type IconName } from './frame/icons.js';
export { Empty, later, Loading, Trouble as TroubleNotice } from './frame/feedback.js';
export { FeatureNotice, useFeature, type PlanFeature } from './frame/feature.js';
export { Screen } from './frame/screen.js';
export { LinkTo, useGo, useParams, useSearch, type Query } from './frame/navigation.js';
export { styleNonce } from './frame/nonce.js';
export { PreviewFrame, type PreviewMode } from './frame/preview-frame.js';
export { When } from './frame/when.js';
export { lookIn, openFinder, type Found } from './frame/finder.js';
export { Frame, Ground, newQueries, type FrameProps } from './frame/frame.js';
export { SaveBar, useDraft, type Draft } from './forms/draft.js';
export { ConflictNotice } from './forms/conflict.js';
export { useSave, type SaveOptions, type Saving } from './forms/save.js';
export { DraftDialog } from './forms/draft-dialog.js';
export { useTell, type Tell } from './forms/tell.js';
export { type Told } from './forms/versions.js';
export { LocalisedText, languageName, type Localised } from './forms/localised-text.js';
export { SettingsForm, type SettingPlan } from './forms/settings-form.js';
export { SortableList } from './forms/sortable-list.js';
export { Pictures, type Picture } from './pictures/picture-api.js';
export { FilePicker } from './pictures/picker.js';
export { UploadButton } from './pictures/upload-button.js';
export { TypeToConfirm } from './forms/type-to-confirm.js';
export { DataTable, type BulkAct, type Column, type DataTableProps, type Value } from './table/data-table.js';
export { type Filter } from './table/table-bar.js';
export { ListFile, listTools, SheetFile } from './table/list-tools.js';
export { useMany, type Many, type ManyOptions } from './table/many.js';
export { useWhole } from './table/whole.js';
export { WideTable } from './table/wide-table.js';
export { useView, viewOf, type View } from './table/view.js';
export { graphql } from './generated/tenant/index.js';
export { operatorGraphql } from './generated/operator/index.js';
