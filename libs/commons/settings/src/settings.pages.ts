import { Injectable } from '@nestjs/common';
import { Get, raw, type PageRequest, type Reply } from '@madang/portal';
import { WholeSite } from './site.service.js';

/** Everything of the site, for whoever asked for it. */
@Injectable()
export class SettingsPages {
  constructor(private readonly whole: WholeSite) {}

  @Get('/exports/site/:secret', { free: true })
  async everything({ params }: PageRequest): Promise<Reply> {
    const { name, type, body } = await this.whole.fetchExport(params['secret']!);
    return raw(type, body, {
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
  }
}
