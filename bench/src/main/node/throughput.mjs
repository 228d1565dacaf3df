// Sustained throughput of a queue: one thread submits and one works, so that neither takes the other's processor
// time. Counts what was completed in the measured time; prints {"perSecond": …}.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { setTimeout as after } from 'node:timers/promises';

// Enough that workers never wait, few enough that no backlog grows.
const OUTSTANDING_MAX = 1000;
const SUBMITTED = 0;
const COMPLETED = 1;

// Runs `script` again in two threads. `submit()` in the one adds a job and is done when it is durable; `work`
// in the other calls `done(count)` when so many are completed.
export async function throughput(script, settings, { prepare, submitter, work }) {
  if (isMainThread) {
    await prepare(settings);
    console.log(JSON.stringify({ perSecond: await measure(script, settings) }));
    process.exit(0);
  }
  const counts = new Int32Array(workerData.counts);
  if (workerData.role === 'work') {
    await work(settings, (count) => Atomics.add(counts, COMPLETED, count));
    parentPort.postMessage('ready');
  } else {
    const submit = await submitter(settings);
    for (let i = 0; i < settings.submitters; i++) {
      submitForever(submit, counts);
    }
  }
}

async function submitForever(submit, counts) {
  for (;;) {
    while (Atomics.load(counts, SUBMITTED) - Atomics.load(counts, COMPLETED) >= OUTSTANDING_MAX) {
      await after(1);
    }
    Atomics.add(counts, SUBMITTED, 1);
    await submit();
  }
}

async function measure(script, settings) {
  const shared = new SharedArrayBuffer(8);
  const counts = new Int32Array(shared);
  const start = (role) => {
    const thread = new Worker(script, { argv: process.argv.slice(2), workerData: { role, counts: shared } });
    thread.on('error', (problem) => {
      console.error(problem);
      process.exit(1);
    });
    return thread;
  };
  await new Promise((ready) => start('work').once('message', ready));
  start('submit');
  await after(settings.warmUpMillis);
  const before = Atomics.load(counts, COMPLETED);
  const begin = process.hrtime.bigint();
  await after(settings.measuredMillis);
  const completed = Atomics.load(counts, COMPLETED) - before;
  return (completed * 1e9) / Number(process.hrtime.bigint() - begin);
}
