import fc from 'fast-check';

// Property tests draw the same cases on every machine; MADANG_PROPERTY_SEED draws others.
fc.configureGlobal({ seed: Number(process.env.MADANG_PROPERTY_SEED ?? 20261123) });
