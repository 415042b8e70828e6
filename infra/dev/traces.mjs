/**
 * Traces of errors in places of the sources. Node's own support reads the maps of everything at once and holds them for no
 * error; here `follow(url, row, column)` looks when an error passes, and says `url:row[:column]` or nothing.
 */
export function followTraces(follow) {
  const followed = (line) =>
    line.replace(
      /(file:\/\/[^\s()]+?):(\d+):(\d+)/,
      (found, url, row, column) => follow(url, Number(row), Number(column)) ?? found,
    );
  Error.prepareStackTrace = (error, frames) => {
    try {
      return [String(error), ...frames.map((frame) => followed(`    at ${frame}`))].join('\n');
    } catch {
      return `${error?.name}: ${error?.message}`;
    }
  };
}
