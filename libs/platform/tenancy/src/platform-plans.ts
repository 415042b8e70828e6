/** Version 4 of the operator's schema: room enough on the free plan for what presets bring. */
export const planTables: readonly string[] = [
  `UPDATE platform.plans SET quotas = '{"members":2000,"storage_bytes":2147483648,"mails_month":5000,"activities":60}'
    WHERE id = 'free' AND revision = 1`,
];

/** Version 5: the paid plan has more room than the free one in every respect. */
export const planRoom: readonly string[] = [
  `UPDATE platform.plans SET quotas = quotas || '{"activities":300}' WHERE id = 'standard' AND revision = 1`,
];

/**
 * Version 7: plans name the features that can be withheld. Methods never could and go; what every tenant had so far
 * (own templates, mail texts, roles, lists as files, the library) stays with every plan there is.
 */
export const planFeatures: readonly string[] = [
  `UPDATE platform.plans SET revision = revision + 1, features = ARRAY(
     SELECT DISTINCT f FROM unnest(features || '{own_templates,mail_texts,own_roles,exports,process_library}') f
      WHERE f NOT IN ('proposals', 'posts') ORDER BY f)`,
  `UPDATE platform.subscriptions SET features_off = ARRAY(SELECT f FROM unnest(features_off) f WHERE f NOT IN ('proposals', 'posts'))
    WHERE features_off && '{proposals,posts}'`,
  `UPDATE platform.tenants SET revision = revision + 1`,
];
