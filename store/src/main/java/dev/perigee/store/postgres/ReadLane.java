package dev.perigee.store.postgres;

import dev.perigee.store.commit.BatchExecutor;
import java.util.ArrayList;
import java.util.List;

/// Answers batches of reads, each in one round trip.
final class ReadLane implements BatchExecutor<CommandRead> {
    private final ConnectionPool pool;

    ReadLane(ConnectionPool pool) {
        this.pool = pool;
    }

    @Override
    public void execute(List<CommandRead> batch) {
        pool.read(connection -> {
            List<CommandRead.Find> finds = of(CommandRead.Find.class, batch);
            List<CommandRead.Queued> queues = of(CommandRead.Queued.class, batch);
            FindStep find =
                    new FindStep(finds.stream().map(CommandRead.Find::ids).toList());
            QueuedStep queued = new QueuedStep(queues);
            List<Step> steps = new ArrayList<>();
            if (!finds.isEmpty()) {
                steps.add(find);
            }
            if (!queues.isEmpty()) {
                steps.add(queued);
            }
            Pipeline.run(connection, steps);
            for (int i = 0; i < finds.size(); i++) {
                finds.get(i).succeed(find.found(i));
            }
            for (int i = 0; i < queues.size(); i++) {
                queues.get(i).succeed(queued.found(i));
            }
            return batch.size();
        });
    }

    private static <R extends CommandRead> List<R> of(Class<R> kind, List<CommandRead> batch) {
        return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
