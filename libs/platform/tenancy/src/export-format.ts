import type { Tenant } from '@madang/kernel';
import type { ExportContents } from './export-plan.js';

/** Version of the file format; docs/api/export-format.md describes it. */
export const EXPORT_FORMAT = 1;

/** First line. */
export interface ExportHeader {
  $: 'madang-export';
  format: number;
  createdAt: string;
  schemaVersion: number;
  contents: ExportContents;
  tenant: {
    id: string;
    slug: string;
    name: Record<string, string>;
    locale: string;
    locales: string[];
    timeZone: string;
    plan: string;
    ownerEmail: string | null;
    state: Tenant['state'];
    hosts: { host: string; primary: boolean; verified: boolean }[];
  };
}

/** Begins the rows of a table. */
export interface TableLine {
  $: 'table';
  name: string;
  columns: { name: string; type: string }[];
  omitted: string[];
}

/** Begins a file; lines with base64 text follow. */
export interface FileLine {
  $: 'file';
  /** `files`: what people and organisers uploaded; `theme`: the folder of the tenant's theme. */
  folder: 'files' | 'theme';
  path: string;
  bytes: number;
  sha256: string;
}

/** Last line: what was written, and a digest of every byte before this line. */
export interface EndLine {
  $: 'end';
  tables: Record<string, number>;
  rows: number;
  files: number;
  fileBytes: number;
  sha256: string;
}

/** Bytes of a file per line; a multiple of 3, so that each line is base64 without padding but the last. */
export const CHUNK = 49_152;

/** Begins a control line; rows begin with `{"<column>"` and pieces of files with `"`. */
export const CONTROL = '{"$":';
