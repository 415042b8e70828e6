/**
 * Loaded into the server by `npm start`: when the launcher is killed without a chance to say so, the channel between the
 * two closes, and the server stops as it would on SIGTERM.
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
