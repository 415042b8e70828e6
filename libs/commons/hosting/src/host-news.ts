import { Injectable } from '@nestjs/common';
import type { HostAnnouncement } from './host-news.types.js';

/** What the host has to say to all sites. A program that binds none has nothing to say. */
@Injectable()
export class HostNews {
  current(): Promise<HostAnnouncement[]> {
    return Promise.resolve([]);
  }
}
