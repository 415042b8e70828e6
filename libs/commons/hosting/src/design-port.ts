import { Injectable } from '@nestjs/common';
import { missing, type Slice } from '@madang/kernel';

/** A design that some organisation shares. */
export interface SharedDesignRow {
  id: string;
  title: Record<string, string>;
  summary: Record<string, string>;
  from: Record<string, string>;
  copies: number;
  publishedAt: Date;
  mine: boolean;
  sourceId: string | null;
}

/** The shelf of the host, for the current tenant. A program that binds none has an empty one. */
@Injectable()
export class DesignPort {
  list(_options: { words?: string; first?: number; after?: string | null }): Promise<Slice<SharedDesignRow>> {
    return Promise.resolve({ nodes: [], cursors: [], hasNextPage: false });
  }

  publish(_given: { sourceId: string; title: object; summary: object; design: object }): Promise<void> {
    return Promise.reject(missing());
  }

  withdraw(_sourceId: string): Promise<void> {
    return Promise.reject(missing());
  }

  take(_id: string): Promise<Record<string, unknown>> {
    return Promise.reject(missing());
  }
}
