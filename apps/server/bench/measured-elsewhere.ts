/** Figures of other programs, measured on a like machine (2 shared cores) on the same dataset; not part of a run here. */
export const MEASURED_ELSEWHERE = `### Others, measured elsewhere on a like machine

Two shared cores, the same sizes of data; requests a second as a ratio to a limit of the same kind, or alone where the
program has its own database. R1 list of 20, R2 item with 50 comments, S1 search, W1 vote, W2 comment, R3 page. Two figures: two runs.

| requests/s (ratio to the limit) | R1 | R2 | S1 | W1 | W2 | R3 |
| --- | --: | --: | --: | --: | --: | --: |
| limit | 2100, 2616 | 1906, 2278 | 1597 | 1700 | 2271 | 2427, 2865 |
| Nest on Fastify, one SQL, JSON passed through | 0.86, 0.79 | 0.88, 0.94 | 0.81 | 1.0 | 0.72 | – |
| Nest + Mercurius + jit, one SQL | 0.61, 0.60 | 0.63, 0.75 | 0.64 | 0.99 | 0.73 | – |
| PostGraphile 5.1 | 0.28, 0.34 | 0.27, 0.40 | 0.27 | 0.27 | 0.30 | – |
| textbook Nest + Apollo + TypeORM, dataloaders | 0.10, 0.10 | 0.07, 0.14 | 0.14 | 0.15 | 0.16 | pages 0.17 |
| the same, naive (request scope, N+1, COUNT(*)) | 19 req/s | 64 | 28 | 171 | 292 | – |
| OpenStad API (MariaDB), req/s | 28 | 28 | 2 | 47 | 60 | – |
| Polis server, req/s | 116 (comment list) | 75 | – | 96 | – | – |
| Vendure 3.7 product list, req/s | 7 | – | – | – | – | – |
| Handlebars precompiled, one SQL, Fastify | – | – | – | – | – | 0.87, 0.66 |
| the same with a 1 s page cache for visitors | – | – | – | – | – | 5.3 |
| Ghost 6.65 (Handlebars pages), req/s | – | – | – | – | – | 7–11 |`;
