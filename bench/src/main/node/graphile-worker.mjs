// graphile-worker's round trips or throughput; the argument is a JSON object of settings with PostgreSQL's port.
import { fileURLToPath } from 'node:url';
import { library } from './libraries.mjs';
import { throughput } from './throughput.mjs';

const { Logger, makeWorkerUtils, run, runMigrations } = library('graphile-worker');
const { Pool } = library('pg');
const settings = JSON.parse(process.argv[2]);
const payload = { text: 'x'.repeat(settings.payloadBytes) };
const logger = new Logger(() => () => {});
const taskList = { ping: async () => {} };

// The library does not wait for the statement that completes a job, so its answer is seen on the connection.
function pool(max, completed) {
  const connections = new Pool({ host: '127.0.0.1', port: settings.port, user: 'bench', database: 'postgres', max });
  // A connection that is lost ends the measurement by its deadline; without a listener the library complains.
  connections.on('error', (problem) => console.error(problem));
  connections.on('connect', (client) => {
    const query = client.query.bind(client);
    client.query = (...args) => {
      const answer = query(...args);
      if (args[0]?.name?.startsWith('complete_job')) {
        const ids = args[0].values[0];
        answer.then(() => completed(Array.isArray(ids) ? ids.length : 1));
      }
      return answer;
    };
  });
  return connections;
}

// Resolves at the next call of the returned function's `fire`.
function signal() {
  const it = {};
  it.next = () => new Promise((resolve) => (it.fire = resolve));
  it.fire = () => {};
  return it;
}

async function roundTrips() {
  const completed = signal();
  const idle = signal();
  const utils = await makeWorkerUtils({ pgPool: pool(1, () => {}), logger });
  await utils.migrate();
  const started = idle.next();
  const runner = await run({
    pgPool: pool(4, () => completed.fire()),
    concurrency: 1,
    noHandleSignals: true,
    logger,
    taskList,
  });
  runner.events.on('worker:getJob:empty', () => idle.fire());
  await utils.addJob('ping', payload);
  await started;
  const nanos = [];
  for (let i = 0; i < settings.warmUp + settings.measured; i++) {
    const ended = completed.next();
    const idleAgain = idle.next();
    const begin = process.hrtime.bigint();
    await Promise.all([utils.addJob('ping', payload), ended]);
    const took = Number(process.hrtime.bigint() - begin);
    if (i >= settings.warmUp) {
      nanos.push(took);
    }
    await idleAgain;
  }
  console.log(JSON.stringify({ nanos }));
  process.exit(0);
}

async function sustained() {
  await throughput(fileURLToPath(import.meta.url), settings, {
    prepare: () => runMigrations({ pgPool: pool(1, () => {}), logger }),
    submitter: async () => {
      // Submitters share the connections: with one for each, PostgreSQL was slower (1,430 against 1,670 jobs/s).
      const utils = await makeWorkerUtils({ pgPool: pool(16, () => {}), logger });
      return () => utils.addJob('ping', payload);
    },
    // Its batching is what makes it fast: 870 jobs/s without, 1,620 with.
    work: async ({ workers }, done) => {
      const localQueue = { size: 500, refetchDelay: { durationMs: 20 } };
      const worker = { concurrentJobs: workers, localQueue, completeJobBatchDelay: 0, logger };
      await run({
        pgPool: pool(10, (count) => done(count)),
        noHandleSignals: true,
        taskList,
        preset: { worker },
      });
    },
  });
}

await (settings.mode === 'roundTrips' ? roundTrips() : sustained());
