// BullMQ's throughput; the argument is a JSON object of settings with Redis' port.
import { fileURLToPath } from 'node:url';
import { library } from './libraries.mjs';
import { throughput } from './throughput.mjs';

const { Queue, Worker } = library('bullmq');
const settings = JSON.parse(process.argv[2]);
const connection = { host: '127.0.0.1', port: settings.port, maxRetriesPerRequest: null };
const payload = { text: 'x'.repeat(settings.payloadBytes) };

await throughput(fileURLToPath(import.meta.url), settings, {
  prepare: async () => {},
  submitter: async () => {
    const queue = new Queue('bench', { connection });
    return () => queue.add('ping', payload);
  },
  work: async ({ workers }, done) => {
    const worker = new Worker('bench', async () => 'pong', { connection, concurrency: workers });
    // Emitted when Redis has answered that the job is completed.
    worker.on('completed', () => done(1));
    await worker.waitUntilReady();
  },
});
