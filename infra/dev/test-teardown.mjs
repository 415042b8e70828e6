export default async function teardown() {
  await globalThis.madangTestPostgres?.stop();
}
