export * from './bootstrap.js';
export * from './errors.js';
export * from './platform-database.js';
export * from './provisioning.js';
export * from './registry.js';
export * from './schema-snapshot.js';
export * from './snapshot-file.js';
export * from './upgrades.js';
