/** Version 4 of the operator's schema: room enough on the free plan for what presets bring. */
export const planTables: readonly string[] = [
  `UPDATE platform.plans SET quotas = '{"members":2000,"storage_bytes":2147483648,"mails_month":5000,"activities":60}'
    WHERE id = 'free' AND revision = 1`,
];

/** Version 5: the paid plan has more room than the free one in every respect. */
export const planRoom: readonly string[] = [
  `UPDATE platform.plans SET quotas = quotas || '{"activities":300}' WHERE id = 'standard' AND revision = 1`,
];
