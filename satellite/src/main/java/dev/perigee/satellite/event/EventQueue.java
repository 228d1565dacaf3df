package dev.perigee.satellite.event;

import dev.perigee.satellite.ledger.JournalFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events that wait, oldest first, in a file to which is only appended: what was put in survives the process, and the
/// machine after `force`. What was taken out may be there again after a crash. The oldest of too many give way, and
/// are counted until that is reported. A file of which nobody knows any more what is in it is left alone: events then
/// wait in memory, until a restart. Not thread-safe, but for `force` and the writing of a `Compaction`.
final class EventQueue {
    /// What all that wait may weigh.
    static final long BYTES_MAX = 64L * 1024 * 1024;

    private static final long GARBAGE_MAX = 1024 * 1024;

    private final JournalFile file;
    private final int max;
    private final ArrayDeque<EventFrame.Put> entries = new ArrayDeque<>();
    private long last;
    private long dropped;
    private long liveBytes;
    private long compactAbove = GARBAGE_MAX;
    private volatile boolean broken;

    /// What was appended since a compaction began.
    private @Nullable ByteArrayOutputStream since;

    private EventQueue(JournalFile file, int max) {
        this.file = file;
        this.max = max;
    }

    /// Reads what an earlier life left; a tail that was torn is cut off.
    static EventQueue open(JournalFile file, int max) throws IOException {
        EventQueue queue = new EventQueue(file, max);
        ByteBuffer bytes = ByteBuffer.wrap(file.readAll());
        int good = 0;
        for (var frame = EventFrame.read(bytes); frame.isPresent(); frame = EventFrame.read(bytes)) {
            queue.replay(frame.get());
            good = bytes.position();
        }
        if (good < file.size()) {
            file.truncate(good);
        }
        queue.compactAbove += 2 * queue.liveBytes;
        return queue;
    }

    int size() {
        return entries.size();
    }

    /// How many were dropped since that was last reported.
    long dropped() {
        return dropped;
    }

    /// Whether nothing goes into the file any more.
    boolean broken() {
        return broken;
    }

    /// Adds an event, or throws and adds nothing.
    void put(byte[] json) throws IOException {
        if (json.length > EventFrame.BODY_MAX) {
            throw new IOException("an event of " + json.length + " bytes: expected at most " + EventFrame.BODY_MAX);
        }
        EventFrame.Put entry = new EventFrame.Put(last + 1, json);
        append(entry.bytes());
        add(entry);
        while (entries.size() > max || liveBytes > BYTES_MAX) {
            leave(entries.element().number(), dropped + 1);
        }
    }

    /// One more could not be kept.
    void lose() {
        dropped++;
    }

    /// The oldest, at most `count` and `bytesMax`, but one at least where there is one.
    List<EventFrame.Put> oldest(int count, int bytesMax) {
        List<EventFrame.Put> some = new ArrayList<>();
        long bytes = 0;
        for (EventFrame.Put entry : entries) {
            bytes += entry.json().length;
            if (some.size() == count || (!some.isEmpty() && bytes > bytesMax)) {
                break;
            }
            some.add(entry);
        }
        return some;
    }

    /// All up to `number` are at the control plane, or never will be.
    void settle(long number) {
        if (!entries.isEmpty() && entries.element().number() <= number) {
            leave(number, dropped);
        }
    }

    /// Says in the queue itself how many were dropped: `report` is there, and the count is 0 again, both or neither.
    void report(byte[] report) throws IOException {
        EventFrame.Put entry = new EventFrame.Put(last + 1, report);
        byte[] none = left(0).bytes();
        byte[] put = entry.bytes();
        append(ByteBuffer.allocate(none.length + put.length).put(none).put(put).array());
        add(entry);
        dropped = 0;
    }

    /// Waits for the disk; what was put in before it was called survives the machine then. Not beside a compaction.
    void force() throws IOException {
        if (broken) {
            return;
        }
        try {
            file.force();
        } catch (IOException e) {
            // After a failed fsync nobody knows what is on disk, and a second one may report success all the same.
            broken = true;
            throw e;
        }
    }

    void close() throws IOException {
        try {
            force();
        } finally {
            file.close();
        }
    }

    /// Whether more of the file is garbage than is worth keeping, and nobody is about it.
    boolean wantsCompaction() {
        return !broken && since == null && file.size() > compactAbove + 2 * liveBytes;
    }

    /// Begins to make the file anew with what waits now; whoever began it writes it and ends it.
    Compaction beginCompaction() {
        ByteArrayOutputStream live = new ByteArrayOutputStream();
        live.writeBytes(left(dropped).bytes());
        entries.forEach(entry -> live.writeBytes(entry.bytes()));
        since = new ByteArrayOutputStream();
        return new Compaction(live.toByteArray());
    }

    /// The file made anew: `write` waits for the disk while others go on, `end` puts it in place, `settle` waits again.
    final class Compaction {
        private final byte[] live;
        private Optional<JournalFile.Draft> draft = Optional.empty();

        private Compaction(byte[] live) {
            this.live = live;
        }

        void write() throws IOException {
            draft = Optional.of(file.draft(live));
        }

        /// Must be called however `write` ended. When it throws, the file is as it was.
        void end() throws IOException {
            byte[] tail = since == null ? new byte[0] : since.toByteArray();
            since = null;
            // One that fails is tried again when the file has grown by as much once more.
            compactAbove = file.size();
            if (draft.isPresent() && !broken) {
                draft.get().takePlace(tail);
                compactAbove = GARBAGE_MAX;
            }
        }

        /// As long as this has failed, nobody knows which of the two files a machine that stops comes back with.
        void settle() throws IOException {
            if (draft.isPresent()) {
                try {
                    draft.get().settle();
                } catch (IOException e) {
                    broken = true;
                    throw e;
                }
            }
        }
    }

    private void add(EventFrame.Put entry) {
        last = entry.number();
        entries.add(entry);
        liveBytes += entry.json().length;
    }

    /// What cannot be written down here is only sent again after a restart.
    private void leave(long through, long droppedNow) {
        forget(through);
        dropped = droppedNow;
        try {
            append(new EventFrame.Left(through, droppedNow).bytes());
        } catch (IOException _) {
            // The next one says it too.
        }
    }

    private void forget(long through) {
        while (!entries.isEmpty() && entries.element().number() <= through) {
            liveBytes -= entries.remove().json().length;
        }
    }

    private EventFrame.Left left(long droppedNow) {
        return new EventFrame.Left(entries.isEmpty() ? last : entries.element().number() - 1, droppedNow);
    }

    private void append(byte[] frame) throws IOException {
        if (broken) {
            return;
        }
        long before = file.size();
        try {
            file.append(frame);
        } catch (IOException e) {
            cutBack(before);
            throw e;
        }
        if (since != null) {
            since.writeBytes(frame);
        }
    }

    private void cutBack(long size) {
        try {
            file.truncate(size);
        } catch (IOException _) {
            // Behind what cannot be cut off, nothing would be found again.
            broken = true;
        }
    }

    private void replay(EventFrame frame) {
        last = Math.max(last, frame.number());
        switch (frame) {
            case EventFrame.Put put -> {
                entries.add(put);
                liveBytes += put.json().length;
            }
            case EventFrame.Left left -> {
                forget(left.number());
                dropped = left.dropped();
            }
        }
    }
}
