export * from './operator-access.js';
export * from './operator-context.js';
export * from './operator-house.js';
export * from './operators.half.js';
export * from './operators.service.js';
export * from './second-factor.js';
export * from './sign-in.service.js';
