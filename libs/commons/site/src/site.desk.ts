import { Injectable } from '@nestjs/common';
import { db, may, type DeskSource, type Task } from '@madang/kernel';

/** What the site puts on the desk: templates that could not be shown, and drafts of pages nobody published yet. */
@Injectable()
export class SiteDesk implements DeskSource {
  async tasks(): Promise<Task[]> {
    const [templates, pages] = [may('edit', 'Template'), may('design', 'Site')];
    if (!templates && !pages) return [];
    const row = (await db().row<{ mails: number; troubles: number; drafts: number }>(COUNTS))!;
    return [
      ...(templates
        ? [
            {
              key: 'site.troubles',
              count: row.troubles,
              urgent: true,
              label: 'site.task.troubles',
              href: '/look/templates?state=look',
            },
            {
              key: 'site.mail_troubles',
              count: row.mails,
              urgent: true,
              label: 'site.task.mail_troubles',
              href: '/look/mails?state=look',
            },
          ]
        : []),
      ...(pages ? [{ key: 'site.drafts', count: row.drafts, label: 'site.task.drafts', href: '/site/pages' }] : []),
    ];
  }
}

const COUNTS = `SELECT (SELECT count(*)::int FROM own_template_troubles WHERE slot LIKE 'mail/%') AS mails,
  (SELECT count(*)::int FROM own_template_troubles WHERE slot NOT LIKE 'mail/%') AS troubles,
  (SELECT count(*)::int FROM page_versions v JOIN pages p ON p.id = v.page_id
    WHERE v.published_at IS NULL AND v.publish_at IS NULL AND p.archived_at IS NULL) AS drafts`;
