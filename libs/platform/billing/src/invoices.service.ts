import { Injectable, type OnModuleInit } from '@nestjs/common';
import { conflict, dayIn, invalid, missing, newId, orders, type Placed, type Slice } from '@madang/kernel';
import { demandOperator, operatorContext, OperatorLists, operatorName } from '@madang/platform-operators';
import { PlatformDatabase, recordAct } from '@madang/platform-tenancy';
import { invoiceList } from './billing.lists.js';
import { Dunning } from './dunning.js';
import type { Invoice, InvoiceInput } from './plan-types.js';

export const INVOICE = `SELECT i.id, i.number, t.slug, i.source, i.state, i.currency, i.total::float8 AS total, i.issued_on::text AS "issuedOn",
    i.due_on::text AS "dueOn", i.paid_at AS "paidAt", coalesce(i.url, '/operator/invoices/' || i.id) AS url, i.revision
  FROM platform.invoices i LEFT JOIN platform.tenants t ON t.id = i.tenant_id`;

const inOrder = orders(
  {
    issuedOn: ['i.issued_on::text', 'text'],
    dueOn: [`coalesce(i.due_on::text, '')`, 'text'],
    number: ['i.number', 'text'],
    slug: [`coalesce(t.slug, '')`, 'text'],
    total: ['i.total', 'bigint'],
  },
  ['i.id'],
  '-issuedOn',
);

/** An invoice with what is printed on it. */
export interface PrintedInvoice extends Invoice {
  billedTo: string;
  lines: { what: string; amount: number }[];
}

/** Invoices: those of Stripe as they came, those by hand as operators write them. */
@Injectable()
export class Invoices implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly dunning: Dunning,
    private readonly lists: OperatorLists,
  ) {}

  onModuleInit(): void {
    this.lists.teach(invoiceList((filter) => this.list(filter)));
  }

  /** Newest first; of one tenant, in one state, or all. */
  async list(filter: {
    slug?: string;
    state?: string;
    sort?: string;
    first?: number;
    after?: string | null;
  }): Promise<Slice<Invoice>> {
    demandOperator('read', 'Bill');
    const first = filter.first ?? 20;
    const way = inOrder(filter.sort, filter.after);
    const rows = await this.platform.rows<Invoice & Placed & Record<string, unknown>>(
      `${INVOICE.replace('SELECT i.id,', `SELECT ${way.column}, i.id,`)} WHERE ($1::text IS NULL OR t.slug = $1)
          AND ($2::text IS NULL OR i.state = $2) AND ${way.past(3)} ORDER BY ${way.by} LIMIT $5`,
      [filter.slug ?? null, filter.state ?? null, ...way.values, first + 1],
    );
    return way.slice(rows, first);
  }

  /** One, as it is printed. @throws DomainError missing */
  async printed(id: string): Promise<PrintedInvoice> {
    demandOperator('read', 'Bill');
    return this.whole(id);
  }

  /** The same for the tenant it is for. */
  async printedFor(id: string, tenantId: string): Promise<PrintedInvoice> {
    const [mine] = await this.platform.rows(
      'SELECT 1 AS one FROM platform.invoices WHERE id::text = $1 AND tenant_id = $2',
      [id, tenantId],
    );
    if (!mine) throw missing();
    return this.whole(id);
  }

  /** Writes an invoice; its number is the next one of the year. */
  async issue(input: InvoiceInput): Promise<Invoice> {
    demandOperator('manage', 'Bill');
    const { now } = operatorContext();
    // One that is late the day it is written would close the site.
    if (input.dueOn < dayIn('Asia/Seoul', now())) throw invalid('invalid_input', [{ field: 'dueOn', code: 'past' }]);
    const id = newId();
    await this.act(
      input.slug,
      'bill.invoice_issued',
      { invoice: id, total: input.amount },
      async (client, tenantId) => {
        await client.query(
          `INSERT INTO platform.invoices (id, tenant_id, number, source, state, currency, total, billed_to, lines, issued_on, due_on)
         SELECT $1, $2, 'M-' || to_char($3::timestamptz, 'YYYY') || '-' || lpad(nextval('platform.invoice_numbers')::text, 6, '0'), 'hand', 'open',
                coalesce((SELECT p.currency FROM platform.plans p JOIN platform.tenants t ON t.plan = p.id WHERE t.id = $2), 'krw'),
                $4, $5, $6::jsonb, ($3::timestamptz AT TIME ZONE 'Asia/Seoul')::date, $7::date`,
          [
            id,
            tenantId,
            now(),
            input.amount,
            input.billedTo,
            JSON.stringify([{ what: input.what, amount: input.amount }]),
            input.dueOn,
          ],
        );
        await client.query(
          `INSERT INTO platform.subscriptions (tenant_id, method) VALUES ($1, 'hand') ON CONFLICT (tenant_id) DO NOTHING`,
          [tenantId],
        );
      },
    );
    return this.whole(id);
  }

  /** Notes that an invoice by hand was paid; what was suspended for it opens again. */
  async paid(id: string, revision: number): Promise<Invoice> {
    return this.turn(id, revision, 'paid', 'bill.invoice_paid');
  }

  /** Takes an invoice by hand back. */
  async cancel(id: string, revision: number): Promise<Invoice> {
    return this.turn(id, revision, 'void', 'bill.invoice_void');
  }

  private async turn(id: string, revision: number, state: 'paid' | 'void', act: string): Promise<Invoice> {
    demandOperator('manage', 'Bill');
    const { now } = operatorContext();
    const [known] = await this.platform.rows<{ slug: string; tenantId: string; source: string; state: string }>(
      `SELECT t.slug, t.id AS "tenantId", i.source, i.state FROM platform.invoices i JOIN platform.tenants t ON t.id = i.tenant_id WHERE i.id::text = $1`,
      [id],
    );
    if (!known) throw missing();
    if (known.source !== 'hand') throw conflict('billing_not_by_hand');
    await this.act(known.slug, act, { invoice: id }, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE platform.invoices SET state = $2, paid_at = CASE WHEN $2 = 'paid' THEN $3::timestamptz END, revision = revision + 1
          WHERE id = $1 AND state = 'open' AND revision = $4`,
        [id, state, now(), revision],
      );
      if (!rowCount) throw conflict('changed_meanwhile');
    });
    await this.dunning.settle(known.tenantId, now());
    return this.whole(id);
  }

  private async whole(id: string): Promise<PrintedInvoice> {
    const [row] = await this.platform.rows<PrintedInvoice & Record<string, unknown>>(
      `${INVOICE.replace('SELECT i.id,', 'SELECT i.billed_to AS "billedTo", i.lines, i.id,')} WHERE i.id::text = $1`,
      [id],
    );
    if (!row) throw missing();
    return row;
  }

  private async act(
    slug: string,
    act: string,
    details: object,
    work: (client: Parameters<Parameters<PlatformDatabase['transaction']>[0]>[0], tenantId: string) => Promise<void>,
  ): Promise<void> {
    const { address, requestId } = operatorContext();
    await this.platform.transaction(async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM platform.tenants WHERE slug = $1', [slug]);
      const tenant = rows[0];
      if (!tenant) throw missing('tenancy_tenant_unknown');
      await work(client, tenant.id);
      await recordAct(client, {
        actor: operatorName(),
        act,
        tenantId: tenant.id,
        slug,
        details,
        address,
        requestId,
      });
    });
  }
}
