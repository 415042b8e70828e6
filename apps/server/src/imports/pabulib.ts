import { stableId, type Tenant } from '@madang/kernel';
import { addMarks, addPeople, addToTallies, type ImportedPerson, type Mark } from './bulk.js';
import type { Ground } from './ground.js';
import { slugOf } from './ground.js';
import { sourceOf, type Source } from './lines.js';
import { layOut, readBudgetMeta, type BudgetMeta } from './pabulib-ground.js';
import { addProjects, readProject, type Project } from './pabulib-projects.js';
import { pbRowsOf } from './pabulib-rows.js';
import { Problems } from './problems.js';
import { inOneUnit, shareOf, tenantOf, type ImportOptions, type ImportReport, type Yard } from './report.js';
import { pseudonym } from './words.js';

const BATCH = 1000;

/**
 * Brings a participatory budget of a `.pb` file (pabulib.org/format) into a tenant as a process: projects become
 * proposals, voters become verified people under pseudonyms, approvals become supports with exact counts. One
 * transaction; run again it adds what is missing, and nothing when nothing is.
 * @throws ImportRefused with the bad rows; the tenant is as it was
 */
export async function importPabulib(program: Yard, file: string, options: ImportOptions): Promise<ImportReport> {
  const tenant = await tenantOf(program, options.tenant);
  const source = sourceOf(file);
  return inOneUnit(program, tenant, () => new BudgetImport(tenant, source, options).run());
}

/** One run over one file. */
class BudgetImport {
  private readonly begun = Date.now();
  private readonly problems: Problems;
  private readonly metaRows = new Map<string, { line: number; value: string }>();
  private readonly projects = new Map<string, Project>();
  private readonly voters = new Set<string>();
  private readonly counted = new Map<string, number>();
  private readonly votesOf = new Map<string, number>();
  private meta?: BudgetMeta;
  private ground?: Ground;
  private people: ImportedPerson[] = [];
  private marks: Mark[] = [];
  private readonly sums = { marks: 0, addedPeople: 0, addedProposals: 0, zero: 0 };

  constructor(
    private readonly tenant: Tenant,
    private readonly source: Source,
    private readonly options: ImportOptions,
  ) {
    this.problems = new Problems(options.allProblems);
  }

  async run(): Promise<ImportReport> {
    for await (const row of pbRowsOf(this.source, this.problems)) {
      if (row.section === 'META') this.noteMeta(row.line, row.key, row.value);
      else if (row.section === 'PROJECTS') this.noteProject(row.line, row.fields);
      else await this.noteVote(row.line, row.fields);
    }
    await this.begin(); // a file without votes has projects all the same
    await this.flush();
    this.checkCounts();
    this.problems.refuse();
    this.tell('counts');
    await addToTallies('support', this.counted);
    const { ground } = this;
    return {
      tenant: this.tenant.slug,
      space: ground!.spaceSlug,
      process: this.slug,
      path: `/${ground!.spaceSlug}/proposals?activity=${this.slug}`,
      found: { proposals: this.projects.size, people: this.voters.size, marks: this.sums.marks },
      added: {
        proposals: this.sums.addedProposals,
        people: this.sums.addedPeople,
        marks: [...this.counted.values()].reduce((a, b) => a + b, 0),
      },
      left: this.sums.zero > 0 ? { 'marks of no points': this.sums.zero } : {},
      milliseconds: Date.now() - this.begun,
    };
  }

  private get slug(): string {
    return this.options.process ?? slugOf(this.source.name.replace(/\.pb$/i, ''));
  }

  private noteMeta(line: number, key: string, value: string): void {
    if (this.metaRows.has(key)) this.problems.add(this.source.name, line, `META key ${key} is given twice`);
    else this.metaRows.set(key, { line, value });
  }

  private noteProject(line: number, fields: Record<string, string>): void {
    const project = readProject(fields, (reason) => this.problems.add(this.source.name, line, reason));
    if (!project) return;
    if (this.projects.has(project.id))
      this.problems.add(this.source.name, line, `project ${project.id} is listed twice`);
    else this.projects.set(project.id, { ...project, line });
  }

  private async noteVote(line: number, fields: Record<string, string>): Promise<void> {
    await this.begin();
    const voter = fields['voter_id']!;
    const bad = (reason: string): void => this.problems.add(this.source.name, line, reason);
    if (voter === '') return bad('a vote without voter_id');
    if (this.voters.has(voter)) return bad(`voter ${voter} votes twice`);
    this.voters.add(voter);
    const chosen = listOf(fields['vote']);
    const points = fields['points'] === undefined ? undefined : listOf(fields['points']);
    if (points && points.length !== chosen.length) bad(`${chosen.length} projects, but ${points.length} points`);
    if (new Set(chosen).size < chosen.length) bad('the same project twice in one vote');
    for (const [index, id] of chosen.entries()) {
      if (!this.projects.has(id)) bad(`vote for the unknown project ${id}`);
      else if (points && !(Number(points[index]) > 0)) this.sums.zero += 1;
      else this.count(voter, id);
    }
    if (!this.problems.none || !this.ground) return;
    this.people.push(this.personOf(voter, fields));
    if (this.people.length >= BATCH) await this.flush();
  }

  private count(voter: string, project: string): void {
    this.votesOf.set(project, (this.votesOf.get(project) ?? 0) + 1);
    this.sums.marks += 1;
    const { ground, meta } = this;
    if (ground && meta && this.problems.none)
      this.marks.push({
        subjectId: stableId(ground.key, 'project', project),
        personId: stableId(ground.key, 'voter', voter),
        at: meta.endsAt,
      });
  }

  private personOf(voter: string, fields: Record<string, string>): ImportedPerson {
    const id = stableId(this.ground!.key, 'voter', voter);
    const age = /^\d{1,3}$/.test(fields['age'] ?? '') ? Number(fields['age']) : null;
    const birthYear = age === null || age > 120 ? null : this.meta!.year - age;
    const sex = { f: 'f', m: 'm', k: 'f' }[(fields['sex'] ?? '').toLowerCase()] ?? null;
    return { id, name: pseudonym(this.tenant.locale, id), birthYear, sex };
  }

  /** Lays out the process and its proposals when the last project is read and all of them are good. */
  private async begin(): Promise<void> {
    if (this.meta) return;
    this.meta = readBudgetMeta(this.metaRows, (line, reason) => this.problems.add(this.source.name, line, reason));
    if (!this.problems.none) return;
    this.ground = await layOut(this.meta, { file: this.source.name, space: this.options.space, slug: this.slug });
    this.tell('projects');
    this.sums.addedProposals = await addProjects(this.ground, [...this.projects.values()], this.meta);
  }

  private async flush(): Promise<void> {
    const [people, marks] = [this.people, this.marks];
    this.people = [];
    this.marks = [];
    if (people.length === 0 || !this.problems.none) return;
    this.sums.addedPeople += await addPeople(people, 'verified', this.meta!.beginsAt);
    await addMarks('support', marks, this.counted);
    this.tell('votes');
  }

  /** What the file says of itself must be what it holds. */
  private checkCounts(): void {
    const stated = (key: string, count: number): void => {
      const row = this.metaRows.get(key);
      if (row && Number(row.value) !== count)
        this.problems.add(this.source.name, row.line, `${key} is ${row.value}, but the file holds ${count}`);
    };
    stated('num_projects', this.projects.size);
    stated('num_votes', this.voters.size);
    if (!this.meta?.countsVotes) return;
    for (const project of this.projects.values()) {
      const votes = this.votesOf.get(project.id) ?? 0;
      if (project.votes !== null && project.votes !== votes)
        this.problems.add(
          this.source.name,
          project.line,
          `project ${project.id} states ${project.votes} votes, but the file holds ${votes}`,
        );
    }
  }

  private tell(stage: 'projects' | 'votes' | 'counts'): void {
    this.options.onProgress?.({
      stage,
      rows: stage === 'projects' ? this.projects.size : this.voters.size,
      share: shareOf([this.source]),
    });
  }
}

const listOf = (cell: string | undefined): string[] =>
  (cell ?? '')
    ? cell!
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : [];
