import { Injectable } from '@nestjs/common';
import { context, demand, demandFeature, invalid, type Slice } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Designs } from '@madang/commons-spaces';
import { DesignPort, type SharedDesignRow } from './design-port.js';

/** The library of processes across organisations: by choice, a design and never its people. */
@Injectable()
export class SharedDesigns {
  constructor(
    private readonly port: DesignPort,
    private readonly designs: Designs,
  ) {}

  /** For whoever designs processes. */
  list(options: { words?: string; first?: number; after?: string | null }): Promise<Slice<SharedDesignRow>> {
    demand('design', 'Process');
    return this.port.list(options);
  }

  /** Shares a process of this site. Only its design leaves, as `processDesign` shows it. */
  async share(processId: string, summary: string): Promise<void> {
    demand('design', 'Process');
    await demandFeature('process_library');
    const text = summary.normalize('NFC').trim();
    if (text.length < 10 || text.length > 300)
      throw invalid('invalid_input', [
        { field: 'summary', code: text.length < 10 ? 'too_short' : 'too_long', params: { limit: 300 } },
      ]);
    const design = await this.designs.design(processId);
    await record('processes.shared', 'process', processId);
    await this.port.publish({
      sourceId: processId,
      title: design.title,
      summary: { [context().locale]: text },
      design,
    });
  }

  async unshare(processId: string): Promise<void> {
    demand('design', 'Process');
    await this.port.withdraw(processId);
    await record('processes.unshared', 'process', processId);
  }

  /** Makes a draft in a space of this site. @returns the id of the process */
  async copy(designId: string, space: string): Promise<string> {
    demand('design', 'Process');
    await demandFeature('process_library');
    const design = await this.port.take(designId);
    return this.designs.create({ space, design });
  }
}
