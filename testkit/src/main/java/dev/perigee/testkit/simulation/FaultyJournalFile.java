package dev.perigee.testkit.simulation;

import dev.perigee.satellite.ledger.JournalFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// A journal file in memory that fails as disks and machines do: appended bytes survive the process, forced bytes the
/// machine; what was not forced is lost or torn with the machine, and a full disk takes a part of what is written.
final class FaultyJournalFile implements JournalFile {
    private final World world;
    private final Watch watch;
    private byte[] bytes = new byte[1024];
    private int size;
    private int forced;
    private Duration fullUntil = Duration.ZERO;
    private boolean failedForGood;

    /// What is to be done when all that was appended survives the machine, and when the contents were replaced.
    record Watch(Runnable forced, Runnable replaced) {}

    FaultyJournalFile(World world, Watch watch) {
        this.world = world;
        this.watch = watch;
    }

    void fillUp(Duration howLong) {
        fullUntil = world.events().now().plus(howLong);
    }

    /// Whether a force or a truncation failed, so that its journal takes nothing more in this life.
    boolean hasFailedForGood() {
        return failedForGood;
    }

    /// The process is over, and with it what it knew of failures.
    void processStops() {
        failedForGood = false;
        if (world.has(Defect.JOURNAL_LOST_AT_RESTART)) {
            size = 0;
            forced = 0;
        }
    }

    /// The machine stops: of what was not forced a part is left, perhaps not as it was written.
    void machineStops() {
        int kept = world.chance().between(forced, size);
        if (kept > forced && world.chance().of(0.3)) {
            bytes[world.chance().between(forced, kept - 1)] ^=
                    (byte) world.chance().between(1, 255);
        }
        world.note("journal of " + size + " bytes, " + forced + " forced, comes back with " + kept);
        size = kept;
        forced = kept;
    }

    @Override
    public byte[] readAll() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(byte[] more) throws IOException {
        if (crashes()) {
            write(more, world.chance().between(0, more.length));
            throw new Crash("append");
        }
        if (isFull() || world.strikes(faults().failure())) {
            write(more, world.chance().between(0, more.length - 1));
            throw new IOException("no space left on device");
        }
        write(more, more.length);
    }

    @Override
    public void force() throws IOException {
        if (crashes()) {
            throw new Crash("before force");
        }
        if (world.strikes(faults().badForce())) {
            failedForGood = true;
            throw new IOException("input/output error");
        }
        if (!world.has(Defect.JOURNAL_NEVER_FORCES)) {
            forced = size;
        }
        watch.forced().run();
        if (crashes()) {
            throw new Crash("after force");
        }
    }

    @Override
    public void truncate(long newSize) throws IOException {
        if (world.strikes(faults().badForce())) {
            failedForGood = true;
            throw new IOException("input/output error");
        }
        size = (int) newSize;
        forced = Math.min(forced, size);
    }

    @Override
    public void replace(byte[] contents) throws IOException {
        if (crashes()) {
            throw new Crash("before replace");
        }
        if (isFull() || world.strikes(faults().failure())) {
            throw new IOException("no space left on device");
        }
        size = 0;
        write(contents, contents.length);
        forced = size;
        watch.forced().run();
        watch.replaced().run();
        if (crashes()) {
            throw new Crash("after replace");
        }
    }

    @Override
    public void close() {}

    private boolean isFull() {
        return world.isFaulty() && world.events().now().compareTo(fullUntil) < 0;
    }

    private boolean crashes() {
        return world.strikes(faults().crash());
    }

    private Faults.Calls faults() {
        return world.plan().faults().calls();
    }

    private void write(byte[] more, int length) {
        if (bytes.length < size + length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + length));
        }
        System.arraycopy(more, 0, bytes, size, length);
        size += length;
    }
}
