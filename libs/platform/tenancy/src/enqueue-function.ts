/**
 * The door by which a tenant's transaction queues a job, in `main` and wherever else tenants lie. The tenant is stamped from
 * the role of the transaction: a payload cannot speak for another tenant. `known` is the table that says who lives there.
 */
export const enqueueFunction = (known: 'platform.tenants' | 'platform.residents'): readonly string[] => [
  `CREATE FUNCTION platform.enqueue(tenant text, job_topic text, job_payload jsonb, run_after timestamptz, job_key text)
       RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = platform, pg_temp AS $$
       DECLARE stamped text := current_setting('role');
       BEGIN
         IF stamped = 'none' THEN
           IF (SELECT value #>> '{}' FROM platform.settings WHERE key = 'isolation') IS DISTINCT FROM 'path' THEN
             RAISE EXCEPTION 'enqueue outside a tenant' USING ERRCODE = '42501';
           END IF;
           stamped := tenant;
         ELSIF stamped <> tenant THEN
           RAISE EXCEPTION 'enqueue for another tenant' USING ERRCODE = '42501';
         END IF;
         IF NOT EXISTS (SELECT 1 FROM ${known} WHERE schema_name = stamped) THEN
           RAISE EXCEPTION 'enqueue without a tenant' USING ERRCODE = '42501';
         END IF;
         INSERT INTO platform.outbox (schema_name, topic, payload, run_after, job_key)
         VALUES (stamped, job_topic, job_payload, enqueue.run_after, enqueue.job_key);
       END $$`,
  `REVOKE ALL ON FUNCTION platform.enqueue(text, text, jsonb, timestamptz, text) FROM PUBLIC`,
  `GRANT EXECUTE ON FUNCTION platform.enqueue(text, text, jsonb, timestamptz, text) TO tenant_rw`,
];
