package dev.perigee.control.command;

import static dev.perigee.testkit.interleaving.Interleavings.atOnce;
import static dev.perigee.testkit.interleaving.Interleavings.expect;
import static dev.perigee.testkit.interleaving.Interleavings.tryAll;

import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
class WatchersInterleavingsTest {
    private static final Command COMMAND = SampleCommand.ping();
    private static final Decision.Move END = SampleMove.ended(COMMAND, SampleMove.COMPLETED);

    @Test
    void whoComesWhileTheCommandEndsIsToldExactlyOnce() {
        tryAll(() -> {
            Watchers watchers = new Watchers(2);
            AtomicBoolean ended = new AtomicBoolean();
            AtomicInteger told = new AtomicInteger();
            Runnable await = () -> {
                Watchers.Watch watch = register(watchers, told);
                if (watch != null && ended.get()) {
                    watch.end(END.moved());
                }
            };
            atOnce(await, await, () -> {
                ended.set(true);
                watchers.moved(END);
            });
            expect(told.get() == 2, "each is told once, not " + told + " times both");
            expectEmpty(watchers);
        });
    }

    @Test
    void whoGivesUpWhileTheCommandEndsDoesNotKeepAnotherFromBeingTold() {
        tryAll(() -> {
            Watchers watchers = new Watchers(2);
            AtomicInteger told = new AtomicInteger();
            AtomicInteger mayBeTold = new AtomicInteger();
            Watchers.Watch givesUp = register(watchers, mayBeTold);
            register(watchers, told);
            atOnce(() -> watchers.moved(END), () -> watchers.moved(END), () -> {
                if (givesUp != null) {
                    givesUp.cancel();
                }
            });
            expect(told.get() == 1, "told " + told + " times");
            expect(mayBeTold.get() <= 1, "told " + mayBeTold + " times");
            expectEmpty(watchers);
        });
    }

    @Test
    void noMoreAreRegisteredThanMayBe() {
        tryAll(() -> {
            Watchers watchers = new Watchers(1);
            AtomicInteger registered = new AtomicInteger();
            Runnable register = () -> {
                if (register(watchers, new AtomicInteger()) != null) {
                    registered.incrementAndGet();
                }
            };
            atOnce(register, register);
            expect(registered.get() == 1, registered + " are registered");
        });
    }

    private static Watchers.@Nullable Watch register(Watchers watchers, AtomicInteger told) {
        return watchers.register(COMMAND.id(), Watchers.Interest.END, _ -> told.incrementAndGet());
    }

    /// Nothing is left behind, and there is room for as many as before.
    private static void expectEmpty(Watchers watchers) {
        expect(watchers.commands() == 0, "a watch is left behind");
        int room = 0;
        while (register(watchers, new AtomicInteger()) != null) {
            room++;
        }
        expect(room == 2, "there is room for " + room);
    }
}
