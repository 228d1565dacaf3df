package dev.perigee.store.commit;

import static dev.perigee.testkit.interleaving.Interleavings.atOnce;
import static dev.perigee.testkit.interleaving.Interleavings.expect;
import static dev.perigee.testkit.interleaving.Interleavings.tryAll;

import dev.perigee.control.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls that come, lead, wait and are handed the lead at the same moment: each has its outcome, which the model
/// checker
/// would report as a deadlock if it had not, and there are never more leaders than there may be.
@Tag("interleavings")
class LaneInterleavingsTest {
    @Test
    void whoComesWhileAnotherLeadsIsDoneByItOrLeadsNext() {
        tryAll(() -> {
            Database database = new Database(1);
            Lane<Call> lane = lane(database, new Lane.Limits(3, 2, 1, Duration.ofSeconds(5)));
            Runnable call = () -> expect(answer(lane) > 0, "no answer");
            atOnce(call, call, call);
            expect(database.done.get() == 3, database.done + " were done");
            expect(lane.waiting() == 0, "one waits still");
        });
    }

    @Test
    void twoLeadersAreNeverThree() {
        tryAll(() -> {
            Database database = new Database(2);
            Lane<Call> lane = lane(database, new Lane.Limits(3, 1, 2, Duration.ofSeconds(5)));
            Runnable call = () -> expect(answer(lane) > 0, "no answer");
            atOnce(call, call, call);
            expect(database.done.get() == 3, database.done + " were done");
        });
    }

    @Test
    void whatCameBeforeTheCloseIsDoneBeforeItAndNothingAfter() {
        tryAll(() -> {
            Database database = new Database(1);
            Lane<Call> lane = lane(database, new Lane.Limits(3, 2, 1, Duration.ofSeconds(5)));
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            Runnable call = () -> {
                try {
                    answer(lane);
                    answered.incrementAndGet();
                } catch (StoreUnavailable _) {
                    refused.incrementAndGet();
                }
            };
            AtomicInteger doneAtClose = new AtomicInteger();
            atOnce(call, call, () -> {
                lane.close();
                doneAtClose.set(database.done.get());
            });
            expect(answered.get() + refused.get() == 2, answered + " answered, " + refused + " refused");
            expect(database.done.get() == answered.get(), "done and not answered");
            expect(database.done.get() == doneAtClose.get(), "done after the close");
        });
    }

    private static int answer(Lane<Call> lane) {
        Call call = new Call();
        lane.run(call);
        return call.result();
    }

    private static Lane<Call> lane(Database database, Lane.Limits limits) {
        return new Lane<>("test", database, limits);
    }

    private static final class Call extends Pending<Integer> {}

    /// Answers by how many it did so far, and fails when too many ask at once.
    private static final class Database implements BatchExecutor<Call> {
        private final int leadersMax;
        private final AtomicInteger leaders = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();

        Database(int leadersMax) {
            this.leadersMax = leadersMax;
        }

        @Override
        public void execute(List<Call> batch) {
            if (leaders.incrementAndGet() > leadersMax) {
                throw new AssertionError("too many lead");
            }
            batch.forEach(call -> call.succeed(done.incrementAndGet()));
            leaders.decrementAndGet();
        }
    }
}
