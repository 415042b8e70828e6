import { createHash, randomUUID, type Hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TenancyError } from './errors.js';
import type { FileLine } from './export-format.js';

const SAFE = /^(?!\.)[\p{L}\p{N}._ -]+(?:\/(?!\.)[\p{L}\p{N}._ -]+)*$/u;

/** Where each folder of an export shall lie in the end. */
export type Targets = Partial<Record<FileLine['folder'], string>>;

/**
 * Files of an import, written beside their place and moved there at the very end, so that a failed
 * import leaves none. Every file is checked against its own digest.
 */
export class IncomingFiles {
  private readonly drafts = new Map<FileLine['folder'], string>();
  private readonly placed: string[] = [];
  private current?: { line: FileLine; handle: FileHandle; digest: Hash; bytes: number };
  count = 0;
  bytes = 0;

  constructor(private readonly targets: Targets) {}

  async begin(line: FileLine): Promise<void> {
    await this.finish();
    const target = this.targets[line.folder];
    if (!SAFE.test(line.path))
      throw new TenancyError('export_broken', line.path, `the export names a file outside its folder: ${line.path}`);
    this.count += 1;
    this.bytes += line.bytes;
    const draft = this.drafts.get(line.folder) ?? join(dirname(target ?? ''), `.incoming-${randomUUID()}`);
    this.drafts.set(line.folder, draft);
    const path = join(target ? draft : '', line.path);
    if (target) await mkdir(dirname(path), { recursive: true });
    // Without a place for this folder its pieces are still checked.
    const handle = await open(target ? path : '/dev/null', 'w');
    this.current = { line, handle, digest: createHash('sha256'), bytes: 0 };
  }

  async piece(data: Buffer): Promise<void> {
    const file = this.current;
    if (!file) throw new TenancyError('export_broken', '', 'the export has a piece of a file without its name');
    file.digest.update(data);
    file.bytes += data.length;
    await file.handle.write(data);
  }

  /** Closes the file under way. @throws TenancyError export_broken when it is not what was announced */
  async finish(): Promise<void> {
    const file = this.current;
    this.current = undefined;
    if (!file) return;
    await file.handle.close();
    if (file.bytes !== file.line.bytes || file.digest.digest('hex') !== file.line.sha256)
      throw new TenancyError('export_broken', file.line.path, `the file ${file.line.path} in the export is damaged`);
  }

  /** Moves the folders to their place; the only step that others can see. */
  async place(): Promise<void> {
    await this.finish();
    for (const [folder, draft] of this.drafts) {
      const target = this.targets[folder];
      if (!target) continue;
      if (existsSync(target))
        throw new TenancyError(
          'files_exist',
          target,
          `there is a folder for this tenant already: ${target}; move it away`,
        );
      await rename(draft, target);
      this.placed.push(target);
    }
    await this.sweep();
  }

  /** Removes everything this import wrote. */
  async undo(): Promise<void> {
    await this.current?.handle.close().catch(() => undefined);
    this.current = undefined;
    for (const target of this.placed) await rm(target, { recursive: true, force: true });
    await this.sweep();
  }

  private async sweep(): Promise<void> {
    for (const [folder, draft] of this.drafts)
      if (this.targets[folder]) await rm(draft, { recursive: true, force: true });
  }
}
