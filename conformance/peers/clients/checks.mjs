// What a peer is asked to do, one check after the other: each prints what it did, and a line of JSON for the table.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';

const MAX_MILLIS = 60_000;

export class Checks {
  #peer;
  #failed = 0;

  constructor(peer) {
    this.#peer = peer;
  }

  // `work` returns what it saw, in a few words.
  async check(name, work) {
    let outcome;
    try {
      outcome = { passed: true, saw: String(await within(MAX_MILLIS, work())) };
    } catch (error) {
      this.#failed++;
      outcome = { passed: false, saw: String(error.message ?? error).replaceAll(/\s+/g, ' ').slice(0, 300) };
    }
    console.log(`${outcome.passed ? 'passed' : 'FAILED'}  ${this.#peer}: ${name}: ${outcome.saw}`);
    appendFileSync(process.env.PEER_RESULTS, `${JSON.stringify({ peer: this.#peer, name, ...outcome })}\n`);
  }

  // Ends the process, with 3 when checks failed: a client that leaves something open must not keep it alive.
  end() {
    process.exit(this.#failed === 0 ? 0 : 3);
  }
}

export function within(millis, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${millis} ms`)), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function text(result) {
  assert.ok(!result.isError, `the tool failed: ${JSON.stringify(result.content)}`);
  return result.content.map((part) => part.text ?? '').join('\n');
}
