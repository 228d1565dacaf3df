package dev.perigee.control.command;

import static dev.perigee.testkit.interleaving.Interleavings.atOnce;
import static dev.perigee.testkit.interleaving.Interleavings.expect;
import static dev.perigee.testkit.interleaving.Interleavings.tryAll;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.testkit.store.SampleCommand;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
class QueueDepthsInterleavingsTest {
    private static final SatelliteId ONE = SampleCommand.SATELLITE;
    private static final SatelliteId OTHER = SampleCommand.OTHER_SATELLITE;

    @Test
    void noQueueIsEverLongerThanItMayBe() {
        tryAll(() -> {
            QueueDepths depths = new QueueDepths(new QueueDepths.Limits(1, 3));
            AtomicInteger inside = new AtomicInteger();
            Runnable enterAndLeave = () -> {
                if (enters(depths, ONE)) {
                    expect(inside.incrementAndGet() == 1, "two are in a queue for one");
                    inside.decrementAndGet();
                    depths.leave(ONE);
                }
            };
            atOnce(enterAndLeave, enterAndLeave);
            expect(depths.of(ONE) == 0 && depths.all() == 0, "left " + depths.of(ONE) + " of " + depths.all());
        });
    }

    @Test
    void whatIsRefusedByOneBoundTakesNoRoomOfTheOther() {
        tryAll(() -> {
            QueueDepths depths = new QueueDepths(new QueueDepths.Limits(1, 2));
            AtomicInteger entered = new AtomicInteger();
            atOnce(
                    () -> count(entered, enters(depths, ONE)),
                    () -> count(entered, enters(depths, ONE)),
                    () -> count(entered, enters(depths, OTHER)));
            expect(depths.all() == entered.get(), entered + " entered, and " + depths.all() + " are counted");
            expect(depths.all() == depths.of(ONE) + depths.of(OTHER), "the sum is " + depths.all());
            expect(depths.of(ONE) <= 1 && depths.all() <= 2, "more than may be");
        });
    }

    private static void count(AtomicInteger entered, boolean one) {
        if (one) {
            entered.incrementAndGet();
        }
    }

    private static boolean enters(QueueDepths depths, SatelliteId satellite) {
        try {
            depths.enter(satellite);
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }
}
