package dev.perigee.process;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The children of this JVM: the leaders, each reaped by its supervisor, and the orphans adopted from their trees,
/// reaped by one daemon thread. One for the whole JVM, because children belong to the process. Children in the JVM's
/// own session were started by other code (no tree can get in there) and are left to it.
final class Children {
    private static final Children OF_THIS_JVM = new Children();
    /// How long other code has to reap its own child before that counts as an orphan which nobody waits for.
    private static final long FOREIGN_PATIENCE_MILLIS = 1_000;

    /// Shared by those who start a child, exclusive for those who must know that none is being started.
    private final ReentrantReadWriteLock starting = new ReentrantReadWriteLock();

    /// Each leader that is not reaped, with what it opens when it is. Grows under the shared lock only.
    private final Map<Integer, CountDownLatch> leaders = new ConcurrentHashMap<>();

    private final Semaphore started = new Semaphore(0);
    private final int ownSession =
            ProcFs.stat(ProcFs.self()).map(ProcessStat::session).orElse(0);
    /// Guarded by this.
    private int users;

    /// Guarded by this. The thread lives as long as the JVM: it may be held up by a child of other code.
    private boolean reaping;

    private Children() {}

    static Children ofThisJvm() {
        return OF_THIS_JVM;
    }

    synchronized void open() {
        if (users++ == 0) {
            int result = Posix.childSubreaper(true);
            if (result < 0) {
                users = 0;
                throw new UnsupportedOperationException("PR_SET_CHILD_SUBREAPER: " + Posix.describe(-result));
            }
        }
        if (!reaping) {
            reaping = true;
            Thread.ofPlatform().name("process-reaper").daemon().start(this::reapOrphans);
        }
    }

    synchronized void close() {
        if (--users == 0) {
            Posix.childSubreaper(false);
        }
    }

    /// Starts a child (pid or `-errno`), which is a leader from its first moment.
    int start(IntSupplier spawn) {
        starting.readLock().lock();
        try {
            int pid = spawn.getAsInt();
            if (pid > 0) {
                leaders.put(pid, new CountDownLatch(1));
                started.release();
            }
            return pid;
        } finally {
            starting.readLock().unlock();
        }
    }

    /// Reaps a leader that has ended. From here on its number may be anybody's.
    WaitStatus reap(int leader) {
        CountDownLatch gone = leaders.get(leader);
        WaitStatus status = Posix.reap(leader);
        forget(leader, gone);
        if (ProcFs.mayHaveAdopted()) {
            killUnclaimed();
        }
        return status;
    }

    /// Leaves a leader that will not die to be reaped like an orphan, whenever that may be.
    void abandon(int leader) {
        forget(leader, leaders.get(leader));
    }

    private void forget(int leader, @Nullable CountDownLatch gone) {
        if (gone != null) {
            leaders.remove(leader, gone);
            gone.countDown();
        }
    }

    private void reapOrphans() {
        boolean orphansReaped = false;
        try {
            while (true) {
                int pid = Posix.anyExit();
                if (pid <= 0 && orphansReaped) {
                    // Once for all that were reaped in a row: a look at all processes each time would be too slow.
                    orphansReaped = false;
                    killUnclaimed();
                } else if (pid == 0) {
                    Posix.awaitAnyExit();
                } else if (pid < 0) {
                    started.acquire();
                    started.drainPermits();
                } else {
                    orphansReaped |= settle(pid);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it reaped an orphan.
    private boolean settle(int pid) throws InterruptedException {
        CountDownLatch leaderGone = leaders.get(pid);
        if (leaderGone != null) {
            leaderGone.await();
            return false;
        }
        if (foreign(pid)) {
            leaveToOthers(pid);
            return false;
        }
        return reapUnlessLeader(pid);
    }

    private boolean reapUnlessLeader(int pid) {
        starting.writeLock().lock();
        try {
            boolean orphan = !leaders.containsKey(pid);
            if (orphan) {
                Posix.reap(pid);
            }
            return orphan;
        } finally {
            starting.writeLock().unlock();
        }
    }

    private boolean foreign(int pid) {
        return ProcFs.stat(pid).filter(stat -> stat.session() == ownSession).isPresent();
    }

    private void leaveToOthers(int pid) throws InterruptedException {
        var before = ProcFs.stat(pid).map(ProcessStat::identity);
        // That it was reaped is no event one could wait for.
        new CountDownLatch(1).await(FOREIGN_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (before.isPresent() && before.equals(ProcFs.stat(pid).map(ProcessStat::identity))) {
            reapUnlessLeader(pid);
        }
    }

    /// Kills the adopted orphans while no tree is live that could claim them. Their descendants are adopted by that
    /// and get their turn when the orphans are reaped.
    private void killUnclaimed() {
        if (!leaders.isEmpty()) {
            return;
        }
        starting.writeLock().lock();
        try {
            if (leaders.isEmpty()) {
                ProcFs.all().stream()
                        .filter(stat -> stat.parent() == ProcFs.self() && stat.session() != ownSession)
                        .filter(ProcessStat::alive)
                        .forEach(stat -> PinnedProcess.send(stat, Signal.KILL));
            }
        } finally {
            starting.writeLock().unlock();
        }
    }
}
