package dev.perigee.testkit.simulation;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.testkit.simulation.Events.Event;
import dev.perigee.testkit.simulation.Events.Side;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The control plane's calls to its stores: something else of it comes first, the disk fails or is full, the process
/// stops before, in or after a call. Books what took effect, and checks that what was refused did not.
final class StoreCalls {
    /// How much likelier something comes before a write than before a read.
    private static final int WRITES = 5;

    private final World world;
    private final Disk disk;
    private Duration fullUntil = Duration.ZERO;
    private boolean interleaving;
    private boolean calling;
    private boolean writing;
    private long writes;
    private @Nullable Write<?> unsettled;

    /// A call that writes, how to see what its answer would have been if it took effect, and what to book then.
    record Write<T>(Supplier<T> call, Supplier<Optional<T>> seen, Consumer<T> book) {}

    StoreCalls(World world, Disk.Maker disks) {
        this.world = world;
        this.disk = disks.make(this::next, world.chance().random());
    }

    /// What there is, without faults as long as no call is made.
    Disk disk() {
        return disk;
    }

    /// How many calls there were that may have changed something.
    long writes() {
        return writes;
    }

    void fillUp(Duration howLong) {
        fullUntil = world.events().now().plus(howLong);
    }

    /// Whether the call that is under way comes from something that came between.
    boolean isInterleaving() {
        return interleaving;
    }

    /// Only after this is there something to compare with the books again.
    void stops(boolean machineToo) {
        writes++;
        disk.stops(machineToo);
        Write<?> last = unsettled;
        unsettled = null;
        if (last != null) {
            bookUnanswered(last);
        }
        if (machineToo) {
            world.books().commands().restored(disk.commands());
        }
        world.books().commands().checkAll(disk.commands());
        world.books().broadcasts().checkAll(disk.broadcasts());
        world.books().configs().check(disk.configs());
        world.books().liveness().isGone(machineToo, disk.liveness());
    }

    <T> T write(Write<T> write) {
        letOthersGoFirst(WRITES);
        writes++;
        T answer = answer(write);
        write.book().accept(answer);
        crash("after a store call");
        return answer;
    }

    <T> T read(Supplier<T> call) {
        letOthersGoFirst(1);
        calling = true;
        try {
            return disk.read(call);
        } catch (StoreUnavailable e) {
            world.note("the store cannot read");
            throw e;
        } finally {
            calling = false;
        }
    }

    private <T> T answer(Write<T> write) {
        calling = true;
        writing = true;
        try {
            return disk.write(write.call());
        } catch (Crash e) {
            unsettled = write;
            throw e;
        } catch (StoreUnavailable e) {
            calling = false;
            world.note("the store refuses");
            Violation.unless(
                    write.seen().get().isEmpty(), "what the store refused has not happened", String.valueOf(e));
            throw e;
        } catch (OutcomeUnknown e) {
            calling = false;
            bookUnanswered(write);
            throw e;
        } finally {
            calling = false;
            writing = false;
        }
    }

    private <T> void bookUnanswered(Write<T> write) {
        Optional<T> answer = write.seen().get();
        world.note("the store gives no answer, and took effect: " + answer.isPresent());
        answer.ifPresent(write.book());
        world.books().waits().excuse(world.books().commands());
    }

    /// Outside a call it is the simulation that looks.
    private Disk.Io next() {
        if (!calling) {
            return Disk.Io.WORKS;
        }
        // What stops while it reads might as well have stopped before.
        if (writing) {
            crash("in a store call");
        }
        Faults.Calls faults = world.plan().faults().calls();
        if (world.isFaulty() && world.events().now().compareTo(fullUntil) < 0) {
            return Disk.Io.FULL;
        }
        if (world.strikes(faults.failure())) {
            return Disk.Io.FAILS;
        }
        return world.strikes(faults.doubt()) ? Disk.Io.FAILS_LATE : Disk.Io.WORKS;
    }

    private void crash(String where) {
        if (world.strikes(world.plan().faults().calls().crash())) {
            throw new Crash(where);
        }
    }

    private void letOthersGoFirst(int weight) {
        double probability = weight * world.plan().faults().calls().interleaving();
        if (interleaving || !world.strikes(probability)) {
            return;
        }
        Optional<Event> other = world.events().early(Side.CONTROL_PLANE, world.chance());
        if (other.isPresent()) {
            world.note("meanwhile:");
            interleaving = true;
            try {
                other.get().action().run();
            } finally {
                interleaving = false;
                world.note("and then:");
            }
        }
    }
}
