import Sequencer from '@jest/test-sequencer';

/** Files by their paths: suites are numbered, the longest first, and a run of specs is the same every time. */
export default class ByPath extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
